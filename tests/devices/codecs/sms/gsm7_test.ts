import assert from "node:assert/strict";
import { textOf } from "../../../../devices/codecs/sms/content.ts";
import { decodeTpdu } from "../../../../devices/codecs/sms/decode.ts";
import { decodeGsm7, DEFAULT_GSM7, encodeGsm7 } from "../../../../devices/codecs/sms/gsm7.ts";
import { packSeptets, unpackSeptets } from "../../../../devices/codecs/sms/septets.ts";

const ALL = Uint8Array.from({ length: 128 }, (_, septet) => septet);

function decode(septets: readonly number[], locking = 0, single = 0): string {
  return decodeGsm7(Uint8Array.from(septets), { alphabet: "gsm7", locking, single });
}

Deno.test("every table has 128 characters, the escape at its place", () => {
  const withoutEscape = ALL.filter((septet) => septet !== 0x1b);
  for (const locking of [0, 1, 3]) {
    const read = decodeGsm7(withoutEscape, { ...DEFAULT_GSM7, locking });
    assert.equal(new Set(read).size, 127, `language ${locking}`);
  }
});

Deno.test("the signs that decoders get wrong are right", () => {
  assert.equal(decode([0x00, 0x5f, 0x60, 0x24, 0x40, 0x1b, 0x65]), "@§¿¤¡€");
});

Deno.test("an escape to nothing is the character itself, two are a space, and one alone too", () => {
  assert.equal(decode([0x1b, 0x41]), "A");
  assert.equal(decode([0x1b, 0x1b, 0x41]), " A");
  assert.equal(decode([0x41, 0x1b]), "A ");
});

Deno.test("Turkish replaces the table, or what stands behind an escape", () => {
  assert.equal(decode([0x0b, 0x0c, 0x1c, 0x1d, 0x40, 0x07, 0x60, 0x04], 1), "ĞğŞşİıç€");
  assert.equal(decode([0x1b, 0x47, 0x1b, 0x67, 0x1b, 0x69, 0x1b, 0x65], 0, 1), "Ğğı€");
});

Deno.test("Spanish has only characters behind an escape, Portuguese both", () => {
  assert.equal(decode([0x1b, 0x09, 0x1b, 0x41, 0x1b, 0x75], 2, 2), "çÁú");
  assert.equal(decode([0x5b, 0x5c, 0x1a, 0x18, 0x12, 0x60], 3), "ÃÕ|€ª~");
  assert.equal(decode([0x1b, 0x5b, 0x1b, 0x1f, 0x1b, 0x7f], 0, 3), "ÃÊâ");
});

Deno.test("a language that is not known is read in the default tables", () => {
  assert.equal(decode([0x00, 0x1b, 0x65], 99, 99), "@€");
});

Deno.test("the header of a message names its languages", () => {
  // 06 24 01 01 25 01 01: both shifts to Turkish; 7 octets are 8 septets.
  const read = decodeTpdu("004003812143000011101021436500" + "0B" + "06240101250101" + "0B0E0D");
  assert.ok(read.ok && read.value.kind === "deliver", JSON.stringify(read));
  assert.deepEqual(read.value.content.coding, { alphabet: "gsm7", locking: 1, single: 1 });
  assert.equal(textOf(read.value.content), "ĞŞ4");
});

Deno.test("what is written in the default tables is read back; other characters have no septets", () => {
  const text = "@£é€[]{}~^\\|\n\fAzÄöñüà§";
  const septets = encodeGsm7(text)!.flat();
  assert.equal(decode(septets), text);
  for (const other of ["ê", "ç", "\x1b", "Ğ", "🚨"]) {
    assert.equal(encodeGsm7(other), undefined, other);
  }
});

Deno.test("septets survive packing behind any fill bits", () => {
  for (let skippedBits = 0; skippedBits < 16; skippedBits++) {
    const packed = packSeptets(ALL, skippedBits);
    assert.deepEqual(unpackSeptets(packed, 128, skippedBits), ALL);
    assert.equal(packed.length, Math.ceil((128 * 7 + skippedBits) / 8));
  }
});
