import assert from "node:assert/strict";
import { StoreError } from "../../../db/store.ts";
import type { Flag } from "../../../devices/event.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import { jumpBetween, type ReportedPosition } from "../../../handlers/ingest/position_jump.ts";
import { Intake } from "../../support/intake.ts";
import { type AlarmChanges, Wearable } from "../../support/wearable.ts";

const ANTWERP = { lat: 51.2194, lon: 4.4025, accuracyM: 10, fixAgeS: 2 };
/** 41 km away. */
const BRUSSELS = { lat: 50.8503, lon: 4.3517, accuracyM: 10, fixAgeS: 2 };

type At = Partial<Omit<ReportedPosition, "receivedAtMs">> & { readonly atS: number };

const ELSEWHERE = { ...ANTWERP, source: "gnss" } as const;
const THERE = { ...BRUSSELS, source: "gnss" } as const;

const reported = ({ atS, ...more }: At): ReportedPosition => ({
  position: ELSEWHERE,
  isMoving: false,
  delayS: 0,
  receivedAtMs: atS * 1_000 as MonotonicMs,
  ...more,
});

/** Whether 41 km in that time are a jump. */
const jumps = (from: At, to: At) => jumpBetween(reported(from), reported(to)) !== undefined;

Deno.test("41 km are a jump in 9 minutes, and none in 10: a wearer does not travel faster than 250 km/h", () => {
  assert.ok(jumps({ atS: 0 }, { atS: 540, position: THERE }));
  assert.ok(!jumps({ atS: 0 }, { atS: 600, position: THERE }));
  const found = jumpBetween(reported({ atS: 0 }), reported({ atS: 300, position: THERE }));
  assert.deepEqual(found, { km: 41, seconds: 300 });
});

Deno.test("The ages of two fixes move the time between them, and an unknown one leaves it open", () => {
  const old = { ...ELSEWHERE, fixAgeS: 420 };
  assert.ok(!jumps({ atS: 0, position: old }, { atS: 240, position: THERE }));
  assert.ok(jumps({ atS: 0 }, { atS: 600, position: { ...THERE, fixAgeS: 400 } }));
  const { fixAgeS: _, ...unknown } = THERE;
  assert.ok(!jumps({ atS: 0 }, { atS: 10, position: unknown }));
  const far = { ...unknown, lat: -33.9, lon: 151.2 };
  assert.ok(jumps({ atS: 0 }, { atS: 10, position: far }), "to the other end of the world");
});

Deno.test("Positions of little accuracy may be nearer than they seem", () => {
  const vague = { ...THERE, accuracyM: 20_000 };
  assert.ok(!jumps({ atS: 0 }, { atS: 60, position: vague }));
  const { accuracyM: _, ...unknown } = THERE;
  assert.ok(jumps({ atS: 0 }, { atS: 60, position: unknown }));
  const cells = { ...unknown, source: "network" } as const;
  assert.ok(!jumps({ atS: 0 }, { atS: 300, position: cells }));
});

Deno.test("An alarm may be heard long after it was sent; within it the clock of the wearable counts", () => {
  // A panic that was repeated for ten minutes in a moving car, and the next position ten seconds later.
  const alarm = { alarm: 7, sinceTriggerS: 0 };
  const next = { atS: 610, position: THERE, alarm: 7, sinceTriggerS: 610 };
  assert.ok(!jumps({ atS: 600, ...alarm }, next));
  assert.ok(jumps({ atS: 0, ...alarm }, { ...next, sinceTriggerS: 60 }));
  assert.ok(!jumps({ atS: 600, ...alarm }, { atS: 610, position: THERE }));
  assert.ok(!jumps({ atS: 0 }, { atS: 10, position: THERE, delayS: 3_600 }), "a short message");
});

/** A gateway with a wearable that reports positions. */
async function open() {
  const intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const report = async (fix: AlarmChanges["fix"], flags: readonly Flag[] = []) => {
    await intake.hear(wearable.position({ ...(fix && { fix }), flags }));
  };
  /** Anomalies of each position, oldest first. */
  const marks = () =>
    intake.stored().filter(({ data }) => data.reason === undefined)
      .map(({ data }) => data.anomalies!.join());
  const raised = () => intake.stored().filter(({ type }) => type.includes("implausible"));
  return { intake, wearable, report, marks, raised };
}

Deno.test("A position that jumped is marked and kept, and is an event of normal priority without a place", async () => {
  const { intake, report, marks, raised } = await open();
  await using _ = intake;
  await report(ANTWERP);
  intake.clock.advance(300_000);
  await report(BRUSSELS);
  assert.deepEqual(marks(), ["", "position-jump"]);
  assert.ok(Math.abs(intake.stored()[1]!.data.position!.lat - BRUSSELS.lat) < 0.001);
  const [event, ...others] = raised();
  assert.deepEqual(others, []);
  assert.deepEqual([event!.type, event!.priority], ["vigil.position-implausible.v1", "normal"]);
  assert.deepEqual([event!.subject, event!.data.reason], ["device/d-test", "jump"]);
  assert.deepEqual(event!.data.details, { km: 41, seconds: 300 });
  assert.equal(event!.data.position, undefined);
});

Deno.test("After one stray position the true one is not marked", async () => {
  const { intake, report, marks } = await open();
  await using _ = intake;
  for (const fix of [ANTWERP, BRUSSELS, ANTWERP, ANTWERP]) {
    await report(fix);
    intake.clock.advance(60_000);
  }
  assert.deepEqual(marks(), ["", "position-jump", "", ""]);
});

Deno.test("Three positions that agree are where the wearable is, and jumps are raised once an hour", async () => {
  const { intake, report, marks, raised } = await open();
  await using _ = intake;
  for (const fix of [ANTWERP, BRUSSELS, BRUSSELS, BRUSSELS, BRUSSELS, ANTWERP]) {
    await report(fix);
    intake.clock.advance(10_000);
  }
  const mark = "position-jump";
  assert.deepEqual(marks(), ["", mark, mark, "", "", mark]);
  assert.equal(raised().length, 1);
  intake.clock.advance(3_600_000);
  await report(BRUSSELS);
  await report(ANTWERP);
  assert.equal(raised().length, 2);
});

Deno.test("A position that is new and the same for two hours of motion is frozen, once until it moves", async () => {
  const { intake, report, marks, raised } = await open();
  await using _ = intake;
  const hourly = async (times: number, fix = ANTWERP, flags: readonly Flag[] = ["moving"]) => {
    for (let count = 0; count < times; count++) {
      await report(fix, flags);
      intake.clock.advance(3_600_000);
    }
  };
  await hourly(4);
  assert.deepEqual(marks(), ["", "", "position-frozen", "position-frozen"]);
  assert.deepEqual(raised().map(({ data }) => [data.reason, data.details]), [
    ["frozen", { hours: 2 }],
  ]);
  await hourly(1, BRUSSELS);
  await hourly(3);
  assert.equal(marks().at(-1), "position-frozen");
  assert.equal(raised().length, 2);
});

Deno.test("A wearable that rests, or says that its fix is old, is not frozen", async () => {
  const { intake, report, marks } = await open();
  await using _ = intake;
  for (let hour = 0; hour < 6; hour++) {
    await report(ANTWERP, hour % 2 === 0 ? ["moving"] : []);
    intake.clock.advance(3_600_000);
  }
  for (let minute = 0; minute < 120; minute += 20) {
    await report({ ...BRUSSELS, fixAgeS: minute * 60 + 1 }, ["moving"]);
    intake.clock.advance(1_200_000);
  }
  const { fixAgeS: _age, ...unknown } = BRUSSELS;
  for (let hour = 0; hour < 4; hour++) {
    await report(unknown, ["moving"]);
    intake.clock.advance(3_600_000);
  }
  assert.deepEqual([...new Set(marks())], [""]);
});

Deno.test("A late frame is neither judged nor what others are judged by", async () => {
  const { intake, report, marks, wearable } = await open();
  await using _ = intake;
  wearable.nextEpoch();
  await report(ANTWERP);
  Object.assign(wearable, { epoch: 1, counter: 0 });
  await report(BRUSSELS);
  Object.assign(wearable, { epoch: 2, counter: 1 });
  await report(ANTWERP);
  assert.deepEqual(marks(), ["", "", ""]);
});

Deno.test("A panic with a position that cannot be is taken and marked without the disk being read", async () => {
  const { intake, marks, report, wearable } = await open();
  await using _ = intake;
  await report(ANTWERP);
  const { devices, events, incidents, frames } = intake.store.read;
  const fail = () => {
    throw new StoreError("disk I/O error", 10);
  };
  const all = [devices, events, incidents, frames];
  const originals = all.map((queries) => ({ ...queries }));
  for (const queries of all) {
    for (const name of Object.keys(queries)) Object.assign(queries, { [name]: fail });
  }
  const taking = intake.core.take(intake.reception(wearable.panic({ fix: BRUSSELS })));
  all.forEach((queries, at) => Object.assign(queries, originals[at]));
  await taking;
  await intake.settled();
  assert.deepEqual(marks(), ["", "position-jump"]);
});
