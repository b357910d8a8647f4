import assert from "node:assert/strict";
import fc from "fast-check";
import { readReceipt } from "../../../handlers/forward/receipt.ts";

const EVENT = "b7c1".repeat(8);
const HASH = "0a".repeat(32);
const bytes = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));

Deno.test("readReceipt reads a receipt and passes over members that it does not know", () => {
  const receipt = { event: EVENT, hash: HASH, stage: "on-scene", by: "desk-1", at: "now" };
  assert.deepEqual(readReceipt(bytes({ ...receipt, mood: "calm" })), { ok: true, value: receipt });
});

Deno.test("readReceipt says what is wrong with anything else", () => {
  const codeOf = (payload: Uint8Array) => {
    const receipt = readReceipt(payload);
    return receipt.ok ? "ok" : receipt.error.code;
  };
  const good = { event: EVENT, hash: HASH, stage: "received" };
  assert.equal(codeOf(bytes(good)), "ok");
  assert.equal(codeOf(bytes({ ...good, stage: "seen" })), "not-a-receipt");
  assert.equal(codeOf(bytes({ ...good, event: EVENT.toUpperCase() })), "not-a-receipt");
  assert.equal(codeOf(bytes({ ...good, hash: undefined })), "not-a-receipt");
  assert.equal(codeOf(bytes([good])), "not-a-receipt");
  assert.equal(codeOf(bytes(null)), "not-a-receipt");
  assert.equal(codeOf(new TextEncoder().encode("{")), "no-json");
  assert.equal(codeOf(Uint8Array.of(0x22, 0xff, 0x22)), "no-json");
  assert.equal(codeOf(new Uint8Array(65_537)), "too-large");
});

Deno.test("readReceipt throws for nothing that a broker can send", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      (payload) => {
        assert.equal(typeof readReceipt(payload).ok, "boolean");
      },
    ),
  );
});
