import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../devices/time.ts";
import { DeviceSilence } from "../../../handlers/supervision/device_silence.ts";

const at = (ms: number) => ms as MonotonicMs;
const uids = (found: readonly { uid: string }[]) => found.map(({ uid }) => uid);

Deno.test("DeviceSilence finds a wearable after two and a half periods, once until it is heard", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, false, at(1_000));
  assert.deepEqual(silence.find(at(150_999)), []);
  assert.deepEqual(silence.find(at(151_000)), [{ uid: "d-a", quietMs: 150_000 }]);
  assert.deepEqual(silence.find(at(999_000)), []);

  assert.equal(silence.heard("d-a", at(1_000_000)), true);
  assert.equal(silence.heard("d-a", at(1_000_001)), false);
  assert.deepEqual(silence.find(at(1_150_000)), []);
  assert.deepEqual(uids(silence.find(at(1_150_001))), ["d-a"]);
});

Deno.test("DeviceSilence leaves alone what is not supervised any more", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, false, at(0));
  silence.forget("d-a");
  assert.deepEqual(silence.find(at(1_000_000)), []);
  assert.equal(silence.heard("d-a", at(1_000_000)), false);
});

Deno.test("DeviceSilence does not start over when the same period is set again", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, false, at(0));
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, false, at(100_000));
  assert.deepEqual(uids(silence.find(at(150_000))), ["d-a"]);
  silence.follow("d-a", { is: "set", periodMs: 10_000 }, false, at(200_000));
  assert.deepEqual(silence.find(at(300_000)), [], "its silence has been told");
});

Deno.test("DeviceSilence does not report again what was silent before the program started", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, true, at(0));
  assert.deepEqual(silence.find(at(1_000_000)), []);
  assert.equal(silence.heard("d-a", at(1_000_000)), true);
  assert.deepEqual(uids(silence.find(at(1_150_000))), ["d-a"]);
});

Deno.test("DeviceSilence gives all a new allowance after a time in which nothing could be heard", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, false, at(0));
  silence.excuse(at(140_000));
  assert.deepEqual(silence.find(at(289_999)), []);
  assert.deepEqual(uids(silence.find(at(290_000))), ["d-a"]);
});

Deno.test("DeviceSilence distinguishes a common silence from single ones", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "set", periodMs: 60_000 }, false, at(0));
  silence.find(at(150_000));
  assert.equal(silence.areAllSilentTogether(), false, "one wearable says nothing");
  silence.follow("d-b", { is: "set", periodMs: 60_000 }, false, at(200_000));
  assert.equal(silence.areAllSilentTogether(), false);
  silence.find(at(350_000));
  assert.equal(silence.areAllSilentTogether(), false, "d-a has been silent for long");

  for (const uid of ["d-a", "d-b"]) silence.heard(uid, at(400_000));
  silence.heard("d-b", at(420_000));
  silence.find(at(550_000));
  silence.find(at(570_000));
  assert.equal(silence.areAllSilentTogether(), true);
});

Deno.test("DeviceSilence lets one heartbeat more be lost of a period that was learned", () => {
  const silence = new DeviceSilence();
  silence.follow("d-a", { is: "learned", periodMs: 60_000 }, false, at(0));
  assert.deepEqual(silence.find(at(209_999)), []);
  assert.deepEqual(uids(silence.find(at(210_000))), ["d-a"]);
});
