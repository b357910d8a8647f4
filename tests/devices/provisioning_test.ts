import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkTestFrame,
  encodeReply,
  encodeRequest,
  type ProvisioningReply,
  type ProvisioningRequest,
  readReply,
  readRequest,
} from "../../devices/provisioning.ts";
import { UP_TYPE } from "../../devices/frame/types.ts";
import { Wearable } from "../support/wearable.ts";

const ROOT = Uint8Array.from({ length: 16 }, (_, index) => index);

Deno.test("Every request and every reply reads back as it was written", () => {
  const requests: ProvisioningRequest[] = [
    { kind: "hello" },
    { kind: "key", kid: 255, rootKey: ROOT },
    { kind: "test" },
    { kind: "wipe" },
    { kind: "end" },
  ];
  for (const request of requests) assert.deepEqual(readRequest(encodeRequest(request)), request);
  const wearable = { model: "W-1", serial: "SN_0.1", firmware: "1.4.0", isLoaded: true };
  const replies: ProvisioningReply[] = [
    { kind: "ok" },
    { kind: "wearable", wearable },
    { kind: "wearable", wearable: { ...wearable, isLoaded: false } },
    { kind: "frame", frame: Uint8Array.of(1, 2, 3) },
    { kind: "no", reason: "no-key" },
  ];
  for (const reply of replies) assert.deepEqual(readReply(encodeReply(reply)), reply);
});

Deno.test("The lines are those of the document", () => {
  assert.equal(
    encodeRequest({ kind: "key", kid: 7, rootKey: ROOT }),
    "VP1 KEY 7 000102030405060708090a0b0c0d0e0f",
  );
  assert.equal(encodeRequest({ kind: "hello" }), "VP1 HELLO");
  assert.equal(encodeReply({ kind: "no", reason: "flash" }), "VP1 NO flash");
});

Deno.test("What is nearly a request or a reply is none", () => {
  const hex = "000102030405060708090a0b0c0d0e0f";
  for (
    const line of [
      ...["VP2 HELLO", "VP1 hello", "VP1 HELLO ", " VP1 HELLO", "VP1 HELLO VP1 HELLO"],
      ...[`VP1 KEY 256 ${hex}`, `VP1 KEY -1 ${hex}`, `VP1 KEY 07x ${hex}`, `VP1 KEY 1 ${hex}00`],
      ...["VP1 KEY 1 00", "VP1 KEY 1", `VP1 KEY ${hex}`, ""],
    ]
  ) assert.equal(readRequest(line), undefined, line);
  for (
    const line of [
      ...[
        "VP1 OK yes",
        "OK",
        "VP1 NO",
        "VP1 NO two words",
        "VP1 FRAME",
        "VP1 FRAME 0",
        "VP1 FRAME zz",
      ],
      ...["VP1 WEARABLE a b c", "VP1 WEARABLE a b c full", "VP1 WEARABLE a b c blank d"],
      ...["VP1 WEARABLE a  c blank", "booting, VP1 OK"],
    ]
  ) assert.equal(readReply(line), undefined, line);
});

Deno.test("No line makes a reader throw", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    readRequest(text);
    readReply(text);
    readReply(`VP1 ${text}`);
    readRequest(`VP1 KEY ${text}`);
  }));
});

Deno.test("A test that was sealed with the key shows where the wearable stands", () => {
  const wearable = new Wearable("d-1", ROOT, 3);
  const fresh = { rootKey: ROOT, kid: 3, newestEpoch: 0 };
  assert.deepEqual(checkTestFrame(wearable.test(), fresh), {
    ok: true,
    value: { epoch: 1, counter: 0 },
  });
  wearable.nextEpoch(40);
  wearable.counter = 9;
  assert.deepEqual(checkTestFrame(wearable.test(), { ...fresh, newestEpoch: 41 }), {
    ok: true,
    value: { epoch: 41, counter: 9 },
  });
});

Deno.test("A test under another key or generation, of a far epoch, or changed by a bit proves nothing", () => {
  const code = (frame: Uint8Array, changes = {}) => {
    const checked = checkTestFrame(frame, { rootKey: ROOT, kid: 3, newestEpoch: 0, ...changes });
    return checked.ok ? "proved" : checked.error.code;
  };
  const wearable = new Wearable("d-1", ROOT, 3);
  const frame = wearable.test();
  assert.equal(code(frame), "proved");
  assert.equal(code(frame, { rootKey: new Uint8Array(16) }), "other-key");
  assert.equal(code(frame, { kid: 4 }), "other-key");
  assert.equal(code(wearable.seal(66, 0, UP_TYPE.test, new Uint8Array(14))), "other-key");
  assert.equal(code(wearable.heartbeat()), "no-test");
  assert.equal(code(frame.subarray(0, 20)), "no-frame");
  for (let bit = 8; bit < 8 * frame.length; bit++) {
    const changed = frame.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.notEqual(code(changed), "proved", `bit ${bit}`);
  }
});
