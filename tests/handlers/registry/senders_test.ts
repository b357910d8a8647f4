import assert from "node:assert/strict";
import { senderLink } from "../../../handlers/registry/senders.ts";

const KEY = "00112233445566778899aabbccddeeff";

function linkOf(codec: string, keyHex: string) {
  return senderLink({ uid: "p-1", number: "+32470000001", codec, keyHex });
}

Deno.test("A key of a format of messages has a length that the format has", () => {
  const isTaken = (codec: string, bytes: number) =>
    linkOf(codec, KEY.repeat(3).slice(0, 2 * bytes)).ok;

  for (const bytes of [16, 24, 32]) assert.ok(isTaken("dc09", bytes));
  for (const bytes of [0, 15, 17, 23, 31, 33]) assert.equal(isTaken("dc09", bytes), false);
  for (const bytes of [8, 16, 40]) assert.ok(isTaken("aml-form", bytes));
  // What is found by chance in every file could never be said to be erased.
  for (const bytes of [0, 1, 7]) assert.equal(isTaken("aml-form", bytes), false);
});

Deno.test("A format without a key is given none", () => {
  const link = linkOf("queclink", KEY);

  assert.deepEqual(link.ok, false);
  assert.match(link.ok ? "" : link.error.message, /"queclink" has no key: leave it out/);
});
