import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import { AesKey } from "../../../devices/frame/aes.ts";
import { ephemeralId } from "../../../devices/frame/ephemeral_id.ts";
import { upTypeName } from "../../../devices/frame/types.ts";
import {
  answerPlaintext,
  openAnswer,
  openFrame,
  parseFrame,
  sealAnswer,
  sealUplink,
} from "../../../devices/frame/vf1.ts";
import { bytes, keysOf, vectors } from "./vectors.ts";

/** Names of vectors that are sealed without padding on purpose. */
const UNPADDED = /^(short-body-|unpadded-)/;

Deno.test("every uplink of the vectors is sealed to its bytes", () => {
  for (const up of vectors.up) {
    const keys = keysOf(up.device);
    const frame = sealUplink({
      eid: ephemeralId(keys.kId, up.kid, up.epoch),
      counter: up.ctr,
      type: up.type,
      body: bytes(up.bodyHex),
      kUp: keys.kUp,
      ...(UNPADDED.test(up.name) && { padTo: 0 }),
    });

    assert.equal(encodeHex(frame), up.frameHex, up.name);
  }
});

Deno.test("every uplink of the vectors is opened to its type and body", () => {
  for (const up of vectors.up) {
    const frame = parseFrame(bytes(up.frameHex));
    assert.ok(frame.ok, up.name);
    const opened = openFrame(frame.value, keysOf(up.device).kUp);
    assert.ok(opened.ok, up.name);

    assert.equal(encodeHex(frame.value.bytes.subarray(0, 12)), up.headerHex);
    assert.equal(frame.value.counter, up.ctr);
    assert.equal(encodeHex(frame.value.tag), up.frameHex.slice(-16));
    assert.equal(opened.value.type, up.type);
    assert.equal(
      encodeHex(opened.value.body),
      UNPADDED.test(up.name) ? up.bodyHex : up.bodyHex.padEnd(28, "0"),
      up.name,
    );
  }
});

Deno.test("every answer of the vectors is sealed to its bytes and opened again", () => {
  for (const down of vectors.down) {
    const { kDn } = keysOf(down.device);
    const answered = vectors.up.find((up) => up.name === down.answers);
    assert.ok(answered);
    const eid = bytes(answered.headerHex).subarray(1, 9);
    const frame = sealAnswer({
      eid,
      counter: answered.ctr,
      answerIndex: down.index,
      plaintext: answerPlaintext(
        down.type as Parameters<typeof answerPlaintext>[0],
        bytes(down.bodyHex),
      ),
      kDn,
    });

    assert.equal(encodeHex(frame), down.frameHex, down.name);
    assert.deepEqual(openAnswer(frame, kDn), {
      ok: true,
      value: {
        eid,
        counter: answered.ctr,
        answerIndex: down.index,
        type: down.type,
        body: bytes(down.bodyHex.padEnd(10, "0")),
      },
    });
  }
});

Deno.test("what has not the form of an uplink is refused before any key is looked for", () => {
  const formErrors = vectors.negative.filter(({ reason, name }) =>
    reason === "length" || (reason === "unsupported" && !name.startsWith("reserved-"))
  );
  assert.equal(formErrors.length, 13);
  for (const { name, frameHex, reason } of formErrors) {
    assert.deepEqual(parseFrame(bytes(frameHex)), { ok: false, error: { code: reason } }, name);
  }
});

Deno.test("a frame that was touched in its tag, text, counter or length is a bad tag", () => {
  const touched = vectors.negative.filter(({ reason, name }) =>
    reason === "bad-tag" && name !== "bad-tag-17-epochs-behind"
  );
  assert.equal(touched.length, 10);
  for (const { name, base, frameHex } of touched) {
    const frame = parseFrame(bytes(frameHex));
    assert.ok(frame.ok, name);
    assert.equal(frame.value.eid.join(), bytes(String(base)).subarray(1, 9).join(), name);

    const opened = openFrame(frame.value, keysOf("d-cwma").kUp);
    assert.deepEqual(opened, { ok: false, error: { code: "bad-tag" } }, name);
  }
});

Deno.test("a frame of a reserved type opens, and its type has no name", () => {
  const reserved = vectors.negative.filter(({ name }) => /^reserved-\d+-good-tag$/.test(name));
  assert.equal(reserved.length, 2);
  for (const { name, frameHex } of reserved) {
    const frame = parseFrame(bytes(frameHex));
    assert.ok(frame.ok, name);
    const opened = openFrame(frame.value, keysOf("d-cwma").kUp);

    assert.ok(opened.ok, name);
    assert.equal(upTypeName(opened.value.type), undefined);
  }
});

Deno.test("21 to 255 bytes are a frame, 20 and 256 are not", () => {
  const form = (sizeBytes: number) => {
    const frame = new Uint8Array(sizeBytes);
    frame[0] = 0x20;
    return parseFrame(frame).ok;
  };

  assert.deepEqual([20, 21, 255, 256].map(form), [false, true, true, false]);
});

Deno.test("an uplink is 35 bytes and an answer 26, however short the body", () => {
  const eid = new Uint8Array(8);
  const key = new AesKey(new Uint8Array(16));
  const body = new Uint8Array(0);

  assert.equal(sealUplink({ eid, counter: 0, type: 0, body, kUp: key }).length, 35);
  assert.equal(
    sealAnswer({
      eid,
      counter: 0,
      answerIndex: 0,
      plaintext: answerPlaintext(8, body),
      kDn: key,
    }).length,
    26,
  );
});

Deno.test("an answer is no uplink and an uplink no answer, even under one key", () => {
  const key = new AesKey(new Uint8Array(16));
  const common = { eid: new Uint8Array(8), counter: 7, body: new Uint8Array(5) };
  const unsupported = { ok: false, error: { code: "unsupported" } };

  const plaintext = answerPlaintext(9, common.body);
  const answer = sealAnswer({ ...common, answerIndex: 0, plaintext, kDn: key });
  assert.deepEqual(parseFrame(answer), unsupported);
  const uplink = sealUplink({ ...common, type: 1, kUp: key });
  assert.deepEqual(openAnswer(uplink, key), unsupported);
});

Deno.test("sealing refuses what the header or the frame cannot hold", () => {
  const key = new AesKey(new Uint8Array(16));
  const up = { eid: new Uint8Array(8), counter: 0, type: 1, body: new Uint8Array(0), kUp: key };
  const down = { ...up, answerIndex: 0, plaintext: new Uint8Array(6), kDn: key };

  assert.equal(sealUplink({ ...up, body: new Uint8Array(234) }).length, 255);
  assert.throws(() => sealUplink({ ...up, body: new Uint8Array(235) }), RangeError);
  assert.throws(() => sealUplink({ ...up, counter: 0x100_0000 }), RangeError);
  assert.throws(() => sealUplink({ ...up, eid: new Uint8Array(7) }), RangeError);
  assert.throws(() => sealAnswer({ ...down, answerIndex: 16 }), RangeError);
  assert.throws(() => sealAnswer({ ...down, plaintext: new Uint8Array(5) }), RangeError);
  assert.throws(() => answerPlaintext(8, new Uint8Array(6)), RangeError);
});

Deno.test("no bytes make parsing or opening throw, and none that are random have a good tag", () => {
  const key = new AesKey(new Uint8Array(16).fill(7));
  const upHeader = fc.uint8Array({ minLength: 20, maxLength: 260 }).map((random) =>
    new Uint8Array([0x20, ...random])
  );
  const bytesOrUplink = fc.oneof(fc.uint8Array({ maxLength: 300 }), upHeader);
  fc.assert(
    fc.property(bytesOrUplink, (random) => {
      const frame = parseFrame(random);
      assert.ok(!frame.ok || !openFrame(frame.value, key).ok);
      assert.ok(!openAnswer(random, key).ok);
    }),
    { numRuns: 10_000 },
  );
});

Deno.test("any body up to 234 bytes comes out of a frame as it went in, padding apart", () => {
  const any = fc.record({
    eid: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    counter: fc.integer({ min: 0, max: 0xff_ffff }),
    type: fc.integer({ min: 0, max: 255 }),
    body: fc.uint8Array({ maxLength: 234 }),
    kUp: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((key) => new AesKey(key)),
  });
  fc.assert(fc.property(any, (uplink) => {
    const frame = parseFrame(sealUplink(uplink));
    assert.ok(frame.ok);
    const opened = openFrame(frame.value, uplink.kUp);
    assert.ok(opened.ok);

    assert.deepEqual(frame.value.eid, uplink.eid);
    assert.equal(frame.value.counter, uplink.counter);
    assert.equal(opened.value.type, uplink.type);
    const padded = encodeHex(uplink.body).padEnd(28, "0");
    assert.deepEqual(opened.value.body, decodeHex(padded));
  }));
});
