import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import {
  HealingLadder,
  LADDER_TIMES,
  type Rung,
} from "../../../../gateway/modems/healing/ladder.ts";

const at = (ms: number) => ms as MonotonicMs;

/** Takes what is due until the ladder rests, as [rung, when] pairs. */
function climb(ladder: HealingLadder, fromMs: number, untilMs: number): [Rung, number][] {
  const taken: [Rung, number][] = [];
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 1_000) {
    const rung = ladder.take(at(nowMs));
    if (rung !== undefined) taken.push([rung, nowMs - fromMs]);
  }
  return taken;
}

Deno.test("a modem that stays unwell is helped rung by rung, with time to recover after each", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  ladder.ill(at(5_000));
  assert.deepEqual(climb(ladder, 5_000, 200_000), [
    ["probe", 0],
    ["reopen", 10_000],
    ["reset", 25_000],
    ["lines", 45_000],
    ["usb", 65_000],
    ["power", 95_000],
    ["alarm", 155_000],
  ]);
});

Deno.test("after the alarm it rests, longer each time, and climbs again", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  ladder.ill(at(0));
  const alarms = climb(ladder, 0, 20_000_000).filter(([rung]) => rung === "alarm")
    .map(([, ms]) => ms);
  const rests = alarms.slice(1).map((ms, index) => (ms - alarms[index]! - 155_000) / 1_000);
  assert.deepEqual(rests.slice(0, 6), [300, 600, 1_200, 2_400, 3_600, 3_600]);
});

Deno.test("a modem that is well takes no rung", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  assert.equal(ladder.take(at(0)), undefined);
  assert.equal(ladder.wakeAtMs, undefined);
  ladder.ill(at(0));
  assert.equal(ladder.take(at(0)), "probe");
  ladder.well(at(1_000));
  assert.equal(ladder.wakeAtMs, undefined);
  assert.deepEqual(climb(ladder, 1_000, 1_000_000), []);
});

Deno.test("what is unwell again soon goes on at the next rung, after the hold-off", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  ladder.ill(at(0));
  ladder.take(at(0));
  ladder.well(at(3_000));
  ladder.ill(at(4_000));
  assert.deepEqual(climb(ladder, 4_000, 20_000), [["reopen", 6_000]]);
});

Deno.test("what was well for long begins at the first rung, at once, also out of a long rest", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  ladder.ill(at(0));
  climb(ladder, 0, 5_000_000);
  ladder.well(at(5_000_000));
  ladder.ill(at(5_000_000 + LADDER_TIMES.stableMs));
  assert.equal(ladder.take(at(5_000_000 + LADDER_TIMES.stableMs)), "probe");
});

Deno.test("what cannot be done is passed over at once, but nothing that may harm comes too soon", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  ladder.ill(at(0));
  const taken: [Rung, number][] = [];
  for (let nowMs = 0; nowMs <= 200_000; nowMs += 500) {
    for (let rung = ladder.take(at(nowMs)); rung !== undefined; rung = ladder.take(at(nowMs))) {
      taken.push([rung, nowMs]);
      if (rung !== "alarm") ladder.impossible(at(nowMs));
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

Deno.test("a modem whose recovery shows late is given that time after each rung", () => {
  const ladder = new HealingLadder(LADDER_TIMES);
  ladder.ill(at(0));
  assert.equal(ladder.take(at(0), 400_000), "probe");
  assert.equal(ladder.wakeAtMs, 400_000);
});
