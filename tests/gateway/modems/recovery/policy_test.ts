import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import {
  RECOVERY_TIMES,
  RecoveryPolicy,
  type RecoveryStep,
} from "../../../../gateway/modems/recovery/policy.ts";

const at = (ms: number) => ms as MonotonicMs;

/** Takes what is due until the policy rests, as [step, when] pairs. */
function escalate(
  policy: RecoveryPolicy,
  fromMs: number,
  untilMs: number,
): [RecoveryStep, number][] {
  const taken: [RecoveryStep, number][] = [];
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 1_000) {
    const step = policy.take(at(nowMs));
    if (step !== undefined) taken.push([step, nowMs - fromMs]);
  }
  return taken;
}

Deno.test("a modem that stays unwell is helped step by step, with time to recover after each", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  policy.ill(at(5_000));
  assert.deepEqual(escalate(policy, 5_000, 200_000), [
    ["probe", 0],
    ["reopen", 10_000],
    ["reset", 25_000],
    ["lines", 45_000],
    ["usb", 65_000],
    ["power", 95_000],
    ["alarm", 155_000],
  ]);
});

Deno.test("after the alarm it rests, longer each time, and begins again", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  policy.ill(at(0));
  const alarms = escalate(policy, 0, 20_000_000).filter(([step]) => step === "alarm")
    .map(([, ms]) => ms);
  const rests = alarms.slice(1).map((ms, index) => (ms - alarms[index]! - 155_000) / 1_000);
  assert.deepEqual(rests.slice(0, 6), [300, 600, 1_200, 2_400, 3_600, 3_600]);
});

Deno.test("a modem that is well takes no step", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  assert.equal(policy.take(at(0)), undefined);
  assert.equal(policy.wakeAtMs, undefined);
  policy.ill(at(0));
  assert.equal(policy.take(at(0)), "probe");
  policy.well(at(1_000));
  assert.equal(policy.wakeAtMs, undefined);
  assert.deepEqual(escalate(policy, 1_000, 1_000_000), []);
});

Deno.test("what is unwell again soon goes on at the next step, after the hold-off", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  policy.ill(at(0));
  policy.take(at(0));
  policy.well(at(3_000));
  policy.ill(at(4_000));
  assert.deepEqual(escalate(policy, 4_000, 20_000), [["reopen", 6_000]]);
});

Deno.test("what was well for long begins at the first step, at once, also out of a long rest", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  policy.ill(at(0));
  escalate(policy, 0, 5_000_000);
  policy.well(at(5_000_000));
  policy.ill(at(5_000_000 + RECOVERY_TIMES.stableMs));
  assert.equal(policy.take(at(5_000_000 + RECOVERY_TIMES.stableMs)), "probe");
});

Deno.test("what cannot be done is passed over at once, but nothing that may harm comes too soon", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  policy.ill(at(0));
  const taken: [RecoveryStep, number][] = [];
  for (let nowMs = 0; nowMs <= 200_000; nowMs += 500) {
    for (let step = policy.take(at(nowMs)); step !== undefined; step = policy.take(at(nowMs))) {
      taken.push([step, nowMs]);
      if (step !== "alarm") policy.impossible(at(nowMs));
    }
  }
  assert.deepEqual(taken, [
    ["probe", 0],
    ["reopen", 0],
    ["reset", 0],
    ["lines", 0],
    ["usb", 30_000],
    ["power", 60_000],
    ["alarm", 120_000],
  ]);
});

Deno.test("a modem whose recovery shows late is given that time after each step", () => {
  const policy = new RecoveryPolicy(RECOVERY_TIMES);
  policy.ill(at(0));
  assert.equal(policy.take(at(0), 400_000), "probe");
  assert.equal(policy.wakeAtMs, 400_000);
});
