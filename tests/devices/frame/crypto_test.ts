import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import published from "../../vectors/aes.json" with { type: "json" };
import { addKeyStream, AesKey, isSameCode } from "../../../devices/frame/aes.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { bytesEqual } from "../../../devices/tools/bytes_equal.ts";
import { open, seal } from "../../../devices/frame/ccm.ts";
import { CmacKey } from "../../../devices/frame/cmac.ts";
import { ephemeralId, ephemeralIdPrefixes } from "../../../devices/frame/ephemeral_id.ts";
import { deriveKeys, ratchetRoot } from "../../../devices/frame/keys.ts";
import { bytes, vectors } from "./vectors.ts";

for (const { source, key, blocks, encrypted } of published.aes128) {
  Deno.test(`AES encrypts as in ${source}`, () => {
    const aes = new AesKey(bytes(key));
    const each = Array.from({ length: blocks.length / 32 }, (_, index) => {
      const block = bytes(blocks.slice(32 * index, 32 * index + 32));
      aes.encryptBlock(block);
      return encodeHex(block);
    });
    assert.equal(each.join(""), encrypted);
  });
}

for (const { source, key, counter, text, encrypted } of published.ctr) {
  Deno.test(`the key stream is as in ${source}, both ways, and counts on`, () => {
    const aes = new AesKey(bytes(key));
    assert.equal(encodeHex(addKeyStream(aes, bytes(counter), bytes(text))), encrypted);
    const block = bytes(counter);
    assert.equal(encodeHex(addKeyStream(aes, block, bytes(encrypted))), text);
    assert.equal(encodeHex(block), "f0f1f2f3f4f5f6f7f8f9fafbfcfdff03");
  });
}

for (const { source, key, message, mac } of published.cmac) {
  Deno.test(`CMAC is as in ${source}`, () => {
    assert.equal(encodeHex(new CmacKey(bytes(key)).code(bytes(message))), mac);
  });
}

for (const { source, key, nonce, additional, text, sealed } of published.ccm) {
  Deno.test(`CCM is as in ${source}, both ways`, () => {
    const aes = new AesKey(bytes(key));
    assert.equal(encodeHex(seal(aes, bytes(nonce), bytes(text), bytes(additional))), sealed);
    assert.deepEqual(open(aes, bytes(nonce), bytes(sealed), bytes(additional)), bytes(text));
  });
}

const anyKey = fc.uint8Array({ minLength: 16, maxLength: 16 });

Deno.test("CCM seals what it does over the runtime's AES, whatever key, nonce, text and additional data", () => {
  const anyNonce = fc.uint8Array({ minLength: 13, maxLength: 13 });
  const anyBytes = fc.uint8Array({ maxLength: 70 });
  fc.assert(fc.property(anyKey, anyNonce, anyBytes, anyBytes, (key, nonce, text, additional) => {
    const aes = new AesKey(key);
    const sealed = seal(aes, nonce, text, additional);
    assert.equal(encodeHex(sealed), encodeHex(sealedByRuntime(key, nonce, text, additional)));
    assert.deepEqual(open(aes, nonce, sealed, additional), text);
  }));
});

Deno.test("CCM counts its blocks in two bytes, up to the longest text", () => {
  const key = new Uint8Array(16).fill(1);
  const nonce = new Uint8Array(13).fill(2);
  const text = new Uint8Array(0xffff).fill(3);
  const sealed = seal(new AesKey(key), nonce, text);
  assert.ok(bytesEqual(sealed, sealedByRuntime(key, nonce, text, new Uint8Array(0))));
});

/** CCM of the frame by RFC 3610 §2, over the runtime's own CBC and CTR. */
function sealedByRuntime(
  key: Uint8Array,
  nonce: Uint8Array,
  text: Uint8Array,
  additional: Uint8Array,
): Uint8Array {
  const [length, counter] = [text.length, 0].map((n) => [n >> 8, n & 0xff]);
  const hasAdditional = additional.length > 0;
  const blocks = [[hasAdditional ? 0x59 : 0x19, ...nonce, ...length!]];
  if (hasAdditional) blocks.push([0, additional.length, ...additional]);
  blocks.push([...text]);
  const padded = blocks.flatMap((bytes) => {
    return [...bytes, ...new Uint8Array((16 - bytes.length % 16) % 16)];
  });
  const cbc = createCipheriv("aes-128-cbc", key, new Uint8Array(16)).setAutoPadding(false);
  const mac = cbc.update(new Uint8Array(padded)).subarray(-16);
  cbc.final();
  const ctr = createCipheriv("aes-128-ctr", key, new Uint8Array([1, ...nonce, ...counter!]));
  const streamed = ctr.update(new Uint8Array([...mac, ...text]));
  ctr.final();
  return new Uint8Array([...streamed.subarray(16), ...streamed.subarray(0, 8)]);
}

Deno.test("CCM opens nothing when one bit of text, tag, nonce, key or additional data changed", () => {
  const { key, nonce, additional, sealed } = published.ccm[0]!;
  const good = [bytes(key), bytes(nonce), bytes(sealed), bytes(additional)] as const;
  good.forEach((part, index) => {
    for (let bit = 0; bit < part.length * 8; bit++) {
      const changed = part.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const [k, n, s, a] = good.with(index, changed);
      assert.equal(open(new AesKey(k!), n!, s!, a), undefined);
    }
  });
});

Deno.test("CCM opens nothing shorter than a tag", () => {
  const { key, nonce } = published.ccm[0]!;
  assert.equal(open(new AesKey(bytes(key)), bytes(nonce), new Uint8Array(7)), undefined);
});

Deno.test("CCM takes no nonce of another length, and no text that its length cannot say", () => {
  const key = new AesKey(new Uint8Array(16));
  assert.throws(() => seal(key, new Uint8Array(12), new Uint8Array(1)), RangeError);
  assert.throws(() => seal(key, new Uint8Array(13), new Uint8Array(0x1_0000)), RangeError);
});

Deno.test("a key has 16 bytes and is of no use once it is erased: it seals nothing under zeros", () => {
  assert.throws(() => new AesKey(new Uint8Array(24)), RangeError);
  const key = new AesKey(new Uint8Array(16).fill(7));
  const nonce = new Uint8Array(13);
  const sealed = seal(key, nonce, new Uint8Array(3));
  key.erase();
  key.erase();
  assert.throws(() => seal(key, nonce, new Uint8Array(3)), /erased/);
  assert.throws(() => open(key, nonce, sealed), /erased/);
});

Deno.test("the code of a short message is written where it is wanted, and is its CMAC", () => {
  const { key, message } = published.cmac.at(-1)!;
  const cmac = new CmacKey(bytes(key));
  const code = new Uint8Array(16).fill(0xaa);
  for (const messageBytes of [0, 1, 9, 15]) {
    const short = bytes(message).subarray(0, messageBytes);
    cmac.writeShortCode(short, code);
    assert.deepEqual(code, cmac.code(short));
  }
});

Deno.test("codes are the same when every byte is, and have one length", () => {
  const code = bytes("0011223344556677");
  assert.ok(isSameCode(code, code.slice()));
  for (let at = 0; at < code.length; at++) {
    assert.ok(!isSameCode(code, code.with(at, code[at]! ^ 0x80)));
  }
  assert.ok(!isSameCode(code, code.subarray(0, 7)));
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
    const key = new CmacKey(bytes(kId));
    for (const { epoch, cmac, cmacInput, eid } of eids) {
      assert.equal(encodeHex(key.code(bytes(cmacInput))), cmac);
      assert.equal(encodeHex(ephemeralId(key, kid, epoch)), eid);

      const first = Math.max(0, epoch - 3);
      const prefixes = ephemeralIdPrefixes(key, kid, first, epoch - first + 1);
      assert.equal(prefixes.at(-1), Number.parseInt(eid.slice(0, 8), 16));
    }
  }
});
