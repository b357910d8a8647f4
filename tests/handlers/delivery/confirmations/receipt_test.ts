import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import {
  readReceipt,
  type ReceiptRules,
} from "../../../../handlers/delivery/confirmations/receipt.ts";
import { signJson } from "../../../../handlers/tools/signed_json.ts";

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

const dispatch = generateKeyPairSync("ed25519");
const RULES = { source: "urn:vigil:5415:gw-1", keys: [dispatch.publicKey] };

function codeOf(content: unknown, rules: ReceiptRules = RULES): string {
  const receipt = readReceipt(bytes(content), rules);
  return receipt.ok ? "ok" : receipt.error.code;
}

Deno.test("readReceipt with keys takes only receipts that dispatch signed", () => {
  const receipt = { event: EVENT, hash: HASH, stage: "received", mood: "calm" };
  const signed = signJson(receipt, dispatch.privateKey);
  assert.equal(codeOf(signed), "ok");
  assert.equal(codeOf(receipt), "unsigned-receipt");
  assert.equal(codeOf({ ...signed, stage: "closed" }), "wrong-receipt-signature");
  assert.equal(codeOf({ ...signed, event: "0".repeat(32) }), "wrong-receipt-signature");
  assert.equal(codeOf({ ...signed, mood: "angry" }), "wrong-receipt-signature");
  assert.equal(codeOf(signed, { ...RULES, keys: [] }), "wrong-receipt-signature");
});

Deno.test("readReceipt refuses a receipt that names another gateway", () => {
  const receipt = { event: EVENT, hash: HASH, stage: "received" };
  const named = (gateway: unknown) => signJson({ ...receipt, gateway }, dispatch.privateKey);
  assert.equal(codeOf(named(RULES.source)), "ok");
  assert.equal(codeOf(named("urn:vigil:5415:gw-2")), "foreign-receipt");
  assert.equal(codeOf(named(null)), "foreign-receipt");
  assert.equal(
    codeOf({ ...receipt, gateway: "gw-2" }, { source: RULES.source }),
    "foreign-receipt",
  );
});

Deno.test("readReceipt takes no receipt in which a byte was changed after it was signed", () => {
  const signed = bytes(
    signJson({ event: EVENT, hash: HASH, stage: "received" }, dispatch.privateKey),
  );
  fc.assert(
    fc.property(fc.nat(signed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = signed.slice();
      changed[at]! ^= flip;
      assert.equal(readReceipt(changed, RULES).ok, false);
    }),
  );
});
