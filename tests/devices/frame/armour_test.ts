import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeArmour, encodeArmour } from "../../../devices/frame/armour.ts";
import { bytes, vectors } from "./vectors.ts";

const decode = (text: string) => decodeArmour(new TextEncoder().encode(text));
const ARMOUR = { ok: false, error: { code: "armour" } };
const UNSUPPORTED = { ok: false, error: { code: "unsupported" } };

Deno.test("every armoured frame of the vectors is written and read", () => {
  for (const { frameHex, armoured } of [...vectors.up, ...vectors.down]) {
    assert.equal(encodeArmour(bytes(frameHex)), armoured);
    assert.deepEqual(decode(armoured), { ok: true, value: bytes(frameHex) });
  }
});

Deno.test("35 bytes become 51 characters", () => {
  assert.equal(encodeArmour(new Uint8Array(35)).length, 51);
});

Deno.test("a text that does not begin with VF1: is unsupported", () => {
  for (const text of ["", "VF1", "vf1:AAAA", " VF1:AAAA", "VF2:AAAA", "\ufeffVF1:AAAA", "help"]) {
    assert.deepEqual(decode(text), UNSUPPORTED, text);
  }
});

Deno.test("what follows VF1: must be base64url without padding, white space or other spellings", () => {
  const wrong = {
    "padding": "VF1:AA==",
    "standard alphabet": "VF1:+/+/",
    "space inside": "VF1:AA AA",
    "line end": "VF1:AAAA\r\n",
    "zero byte": "VF1:AAAA\0",
    "not ASCII": "VF1:AAé",
    "impossible length": "VF1:AAAAA",
    "bits behind the last byte": "VF1:AB",
    "other bits behind the last byte": "VF1:AAB",
  };
  for (const [what, text] of Object.entries(wrong)) assert.deepEqual(decode(text), ARMOUR, what);
});

Deno.test("no byte above 127 passes for an ASCII character", () => {
  const text = new TextEncoder().encode("VF1:AAAA");
  text[5] = 0x41 | 0x80;
  assert.deepEqual(decodeArmour(text), ARMOUR);
  text[0] = 0x56 | 0x80;
  assert.deepEqual(decodeArmour(text), UNSUPPORTED);
});

Deno.test("no text makes reading throw, and what is read is written back as it was", () => {
  const base64ish = fc.string({
    unit: fc.constantFrom(..."ABCwxyz0189-_+/= "),
    maxLength: 60,
  }).map((text) => new TextEncoder().encode(`VF1:${text}`));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), base64ish), (text) => {
      const frame = decodeArmour(text);
      if (!frame.ok) return;
      assert.deepEqual(new TextEncoder().encode(encodeArmour(frame.value)), text);
    }),
    { numRuns: 10_000 },
  );
});
