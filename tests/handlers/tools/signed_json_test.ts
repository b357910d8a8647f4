import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { checkSignature, readPublicKeys, signJson } from "../../../handlers/tools/signed_json.ts";

const dispatch = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");
const pemOf = ({ publicKey }: typeof dispatch) =>
  publicKey.export({ type: "spki", format: "pem" }).toString();

Deno.test("checkSignature takes what one of the keys signed, in whatever order its members come", () => {
  const { signature, ...content } = signJson({ b: 1, a: ["x", null] }, dispatch.privateKey);
  const { a, b } = content;
  assert.equal(checkSignature({ signature, b, a }, [dispatch.publicKey]), "good");
  assert.equal(
    checkSignature({ a, b, signature }, [stranger.publicKey, dispatch.publicKey]),
    "good",
  );
});

Deno.test("checkSignature takes nothing else", () => {
  const signed = signJson({ stage: "received" }, dispatch.privateKey);
  const keys = [dispatch.publicKey];
  assert.equal(checkSignature({ stage: "received" }, keys), "missing");
  assert.equal(checkSignature({ ...signed, stage: "closed" }, keys), "wrong");
  assert.equal(checkSignature({ ...signed, more: 1 }, keys), "wrong");
  assert.equal(checkSignature(signed, []), "wrong");
  assert.equal(checkSignature(signed, [stranger.publicKey]), "wrong");
  for (const signature of [null, 1, "", signed.signature + "=", signed.signature + "A"]) {
    assert.equal(checkSignature({ ...signed, signature }, keys), "wrong");
  }
});

Deno.test("checkSignature takes only one spelling of a signature", () => {
  const signed = signJson({ stage: "received" }, dispatch.privateKey);
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/";
  const taken = [...ALPHABET].filter((last) => {
    const signature = signed.signature.slice(0, -1) + last;
    return checkSignature({ ...signed, signature }, [dispatch.publicKey]) === "good";
  });
  assert.deepEqual(taken, [signed.signature.at(-1)]);
});

Deno.test("checkSignature throws for nothing that JSON can say", () => {
  const keys = [dispatch.publicKey];
  const signature = "A".repeat(86);
  const odd = [
    '{"a":1e400}',
    '{"a":"\\ud800"}',
    `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
    '{"__proto__":{"signature":"x"}}',
    '{"toJSON":"x"}',
  ];
  for (const text of odd) {
    assert.equal(checkSignature({ ...JSON.parse(text), signature }, keys), "wrong");
  }
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
      assert.notEqual(checkSignature({ ...content, signature }, keys), "good");
    }),
  );
});

Deno.test("readPublicKeys reads several keys, so that one can follow another", () => {
  const keys = readPublicKeys(`old:\n${pemOf(stranger)}\nnew:\n${pemOf(dispatch)}`);
  assert.equal(keys.ok && keys.value.length, 2);
});

Deno.test("readPublicKeys refuses what is no Ed25519 key", () => {
  const codeOf = (pem: string) => {
    const keys = readPublicKeys(pem);
    return keys.ok ? "ok" : keys.error.code;
  };
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  assert.equal(codeOf(""), "no-key");
  assert.equal(codeOf("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"), "no-key");
  assert.equal(codeOf(publicKey.export({ type: "spki", format: "pem" }).toString()), "not-ed25519");
  const secret = dispatch.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  assert.equal(codeOf(secret), "no-key");
});
