import assert from "node:assert/strict";
import { encodeHex } from "../../../devices/hex.ts";
import { open, seal } from "../../../devices/frame/ccm.ts";
import { aesCmac, aesCmacShort } from "../../../devices/frame/cmac.ts";
import { ephemeralId, ephemeralIdPrefixes } from "../../../devices/frame/ephemeral_id.ts";
import { deriveKeys, ratchetRoot } from "../../../devices/frame/keys.ts";
import { bytes, vectors } from "./vectors.ts";

const RFC_3610_KEY = bytes("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");
const RFC_3610 = [
  {
    nonce: "00000003020100a0a1a2a3a4a5",
    additional: "0001020304050607",
    text: "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
    sealed: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0",
  },
  {
    nonce: "00000004030201a0a1a2a3a4a5",
    additional: "0001020304050607",
    text: "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    sealed: "72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3ba091d56e10400916",
  },
  {
    nonce: "00000005040302a0a1a2a3a4a5",
    additional: "0001020304050607",
    text: "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
    sealed: "51b1e5f44a197d1da46b0f8e2d282ae871e838bb64da8596574adaa76fbd9fb0c5",
  },
];

const RFC_4493_KEY = bytes("2b7e151628aed2a6abf7158809cf4f3c");
const RFC_4493_MESSAGE = bytes(
  "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" +
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
);
const RFC_4493 = [
  { sizeBytes: 0, mac: "bb1d6929e95937287fa37d129b756746" },
  { sizeBytes: 16, mac: "070a16b46b4d4144f79bdd9dd04a287c" },
  { sizeBytes: 40, mac: "dfa66747de9ae63030ca32611497c827" },
  { sizeBytes: 64, mac: "51f0bebf7e3b9d92fc49741779363cfe" },
];

Deno.test("CCM gives packet vectors 1 to 3 of RFC 3610, both ways", () => {
  for (const { nonce, additional, text, sealed } of RFC_3610) {
    const result = seal(RFC_3610_KEY, bytes(nonce), bytes(text), bytes(additional));
    assert.equal(encodeHex(result), sealed);
    const opened = open(RFC_3610_KEY, bytes(nonce), bytes(sealed), bytes(additional));
    assert.deepEqual(opened, bytes(text));
  }
});

Deno.test("CCM opens nothing when one bit of text, tag, nonce, key or additional data changed", () => {
  const { nonce, additional, sealed } = RFC_3610[0]!;
  const good = [RFC_3610_KEY, bytes(nonce), bytes(sealed), bytes(additional)] as const;
  good.forEach((part, index) => {
    for (let bit = 0; bit < part.length * 8; bit++) {
      const changed = part.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const [key, n, s, a] = good.with(index, changed);
      assert.equal(open(key!, n!, s!, a), undefined);
    }
  });
});

Deno.test("CCM opens nothing shorter than a tag", () => {
  const { nonce } = RFC_3610[0]!;
  assert.equal(open(RFC_3610_KEY, bytes(nonce), new Uint8Array(7)), undefined);
});

Deno.test("CCM takes no nonce of another length, and no text that its length cannot say", () => {
  const key = new Uint8Array(16);
  assert.throws(() => seal(key, new Uint8Array(12), new Uint8Array(1)), RangeError);
  assert.throws(() => seal(key, new Uint8Array(13), new Uint8Array(0x1_0000)), RangeError);
});

Deno.test("CMAC gives the four vectors of RFC 4493", () => {
  for (const { sizeBytes, mac } of RFC_4493) {
    assert.equal(encodeHex(aesCmac(RFC_4493_KEY, RFC_4493_MESSAGE.subarray(0, sizeBytes))), mac);
  }
});

Deno.test("CMAC of many short messages is the CMAC of each", () => {
  for (const messageBytes of [1, 9, 15]) {
    const messages = RFC_4493_MESSAGE.subarray(0, 4 * messageBytes);
    const each = [0, 1, 2, 3].map((index) =>
      aesCmac(RFC_4493_KEY, messages.subarray(index * messageBytes, (index + 1) * messageBytes))
    );
    assert.equal(
      encodeHex(aesCmacShort(RFC_4493_KEY, messages, messageBytes)),
      each.map(encodeHex).join(""),
    );
  }
});

Deno.test("the keys of every device of the vectors, and those after its ratchet, are derived", () => {
  for (const { kRoot, kid, kId, kUp, kDn, ratchet } of vectors.keys) {
    const keys = deriveKeys(bytes(kRoot), kid);
    assert.deepEqual(keys, { kId: bytes(kId), kUp: bytes(kUp), kDn: bytes(kDn) });

    const newRoot = ratchetRoot(bytes(kRoot), ratchet.newKid);
    assert.equal(encodeHex(newRoot), ratchet.kRoot);
    assert.deepEqual(deriveKeys(newRoot, ratchet.newKid), {
      kId: bytes(ratchet.kId),
      kUp: bytes(ratchet.kUp),
      kDn: bytes(ratchet.kDn),
    });
  }
});

Deno.test("a root key of another length than 16 bytes is refused", () => {
  assert.throws(() => deriveKeys(new Uint8Array(15), 1), RangeError);
});

Deno.test("every ephemeral id of the vectors is computed, alone and among its neighbours", () => {
  for (const { kId, kid, eids } of vectors.keys) {
    for (const { epoch, cmac, cmacInput, eid } of eids) {
      assert.equal(encodeHex(aesCmac(bytes(kId), bytes(cmacInput))), cmac);
      assert.equal(encodeHex(ephemeralId(bytes(kId), kid, epoch)), eid);

      const first = Math.max(0, epoch - 3);
      const prefixes = ephemeralIdPrefixes(bytes(kId), kid, first, epoch - first + 1);
      assert.equal(prefixes.at(-1), Number.parseInt(eid.slice(0, 8), 16));
    }
  }
});
