import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeHex, encodeHex } from "../../devices/hex.ts";

Deno.test("Bytes are two lower-case digits each, and come back from digits in either case", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      assert.equal(encodeHex(bytes), digits);
      assert.deepEqual(decodeHex(digits), bytes);
      assert.deepEqual(decodeHex(digits.toUpperCase()), bytes);
    }),
  );
});

Deno.test("A part of a larger buffer is written alone", () => {
  assert.equal(encodeHex(new Uint8Array([1, 2, 254, 255]).subarray(1, 3)), "02fe");
});

Deno.test("What is not pairs of hex digits is no bytes", () => {
  for (
    const text of [
      "0",
      "abc",
      "0g",
      "0x",
      " 00",
      "00 ",
      "00\n",
      "0\n",
      "é0",
      "0०",
      "-1",
      "+1",
      "1.",
    ]
  ) {
    assert.equal(decodeHex(text), undefined, JSON.stringify(text));
  }
  assert.deepEqual(decodeHex(""), new Uint8Array());
});
