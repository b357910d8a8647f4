import assert from "node:assert/strict";
import fc from "fast-check";
import { SmsAssembler } from "../../../../devices/codecs/sms/assembler.ts";
import { textOf } from "../../../../devices/codecs/sms/content.ts";
import { decodeTpdu } from "../../../../devices/codecs/sms/decode.ts";
import { encodeSubmit } from "../../../../devices/codecs/sms/encode.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";

const VECTORS: readonly { readonly pdu: string }[] = JSON.parse(
  Deno.readTextFileSync(new URL("../../../vectors/sms-pdu-vectors.json", import.meta.url)),
);

/** Reads to the end: a text that cannot be shown would be found here. */
function readWhole(pdu: string): void {
  const read = decodeTpdu(pdu);
  if (read.ok && read.value.kind !== "status-report") textOf(read.value.content);
}

Deno.test("no octets make the decoder throw or run on", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      readWhole(encodeHex(octets));
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("no text makes the decoder throw", () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), readWhole), { numRuns: 1_000 });
});

Deno.test("a published PDU that is cut or altered anywhere is read or refused, never more", () => {
  for (const { pdu } of VECTORS) {
    for (let end = 0; end < pdu.length; end++) readWhole(pdu.slice(0, end));
  }
  const altered = fc.tuple(fc.constantFrom(...VECTORS), fc.nat(), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(altered, ([{ pdu }, place, octet]) => {
      const at = 2 * (place % Math.floor(pdu.length / 2));
      readWhole(pdu.slice(0, at) + encodeHex(Uint8Array.of(octet)) + pdu.slice(at + 2));
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("whatever is written is read back the same, part by part", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 300 });
  const basic = fc.string({ unit: fc.constantFrom(..."aé€[]^@\n ñΔ"), maxLength: 400 });
  fc.assert(
    fc.property(fc.oneof(text, basic), (written) => {
      const encoded = encodeSubmit({
        to: "+32470123456",
        content: { text: written },
        wantsReport: true,
        partReference: 1,
      });
      assert.ok(encoded.ok);
      const read = encoded.value.map(({ pduHex, sizeBytes }) => {
        const tpdu = decodeTpdu(pduHex, sizeBytes);
        assert.ok(tpdu.ok && tpdu.value.kind === "submit");
        return textOf(tpdu.value.content);
      });
      assert.equal(read.join(""), written.toWellFormed());
    }),
    { numRuns: 500 },
  );
});

Deno.test("every part is given out under its tag, in whatever order, however often it comes", () => {
  const arrival = fc.record({
    reference: fc.nat({ max: 2 }),
    number: fc.integer({ min: 1, max: 3 }),
    letter: fc.nat({ max: 1 }),
    afterMs: fc.nat({ max: 200_000 }),
  });
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 40 }), (arrivals) => {
      const assembler = new SmsAssembler<number>({
        gapAfterMs: 30_000,
        windowMs: 600_000,
        maxMessages: 2,
      });
      let nowMs = 0;
      const given = arrivals.flatMap(({ reference, number, letter, afterMs }, tag) => {
        nowMs += afterMs;
        const part = { reference, total: 3, number };
        const body = Uint8Array.of(0, 0x41 + letter);
        const content = { coding: { alphabet: "ucs2" as const }, body, part };
        const message = { kind: "deliver" as const, sender: "1733", content };
        return assembler.take(message, tag, nowMs as MonotonicMs);
      });
      given.push(...assembler.tick(nowMs + 600_000 as MonotonicMs));
      const tags = given.flatMap((each) => each.tags).sort((a, b) => a - b);
      assert.deepEqual(tags, arrivals.map((_, tag) => tag));
      assert.equal(assembler.wakeAtMs, undefined);
    }),
    { numRuns: 500 },
  );
});
