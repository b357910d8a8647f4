import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { StreamSilence } from "../../../../handlers/delivery/streams/stream_silence.ts";

const at = (ms: number) => ms as MonotonicMs;
const QUIET = {
  name: "dispatch",
  lastPolledAtMs: undefined,
  isWaiting: false,
  hasCriticalPending: false,
};

Deno.test("StreamSilence calls a stream lost 5 minutes after the start without a poll, once", () => {
  const silence = new StreamSilence(at(1_000));
  assert.deepEqual(silence.look([QUIET], at(300_999)), []);
  assert.deepEqual(silence.look([QUIET], at(301_000)), [
    { stream: "dispatch", became: "lost", quietMs: 300_000 },
  ]);
  assert.deepEqual(silence.look([QUIET], at(900_000)), []);
});

Deno.test("StreamSilence calls a stream lost after 30 s while a critical event waits", () => {
  const silence = new StreamSilence(at(0));
  const polled = { ...QUIET, lastPolledAtMs: at(10_000) };
  silence.look([polled], at(10_000));
  const waiting = { ...polled, hasCriticalPending: true };
  assert.deepEqual(silence.look([waiting], at(35_000)), []);
  assert.deepEqual(silence.look([waiting], at(64_999)), [], "it waits for less than 30 s");
  assert.equal(silence.look([waiting], at(65_000))[0]?.became, "lost");
});

Deno.test("StreamSilence forgets a critical event that was confirmed in time", () => {
  const silence = new StreamSilence(at(0));
  silence.look([{ ...QUIET, hasCriticalPending: true }], at(20_000));
  silence.look([QUIET], at(40_000));
  assert.deepEqual(silence.look([{ ...QUIET, hasCriticalPending: true }], at(60_000)), []);
});

Deno.test("StreamSilence has a stream back at its next poll, and for no other reason", () => {
  const silence = new StreamSilence(at(0));
  silence.look([{ ...QUIET, hasCriticalPending: true }], at(10_000));
  assert.equal(silence.look([{ ...QUIET, hasCriticalPending: true }], at(40_000)).length, 1);
  assert.deepEqual(silence.look([QUIET], at(50_000)), [], "confirmed some other way");
  const polled = { ...QUIET, lastPolledAtMs: at(59_000) };
  assert.deepEqual(silence.look([polled], at(60_000)), [
    { stream: "dispatch", became: "polled", quietMs: 59_000 },
  ]);
  assert.deepEqual(silence.look([polled], at(61_000)), []);
});

Deno.test("StreamSilence takes a poll that waits as one that is there", () => {
  const silence = new StreamSilence(at(0));
  const waiting = { ...QUIET, lastPolledAtMs: at(0), isWaiting: true };
  assert.deepEqual(silence.look([waiting], at(400_000)), []);
  assert.deepEqual(
    silence.look([{ ...waiting, isWaiting: false, lastPolledAtMs: at(400_000) }], at(699_999)),
    [],
  );
});
