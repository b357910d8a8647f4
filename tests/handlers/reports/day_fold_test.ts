import assert from "node:assert/strict";
import type { StoredEvent, WearableDay } from "../../../db/store.ts";
import { DayFold } from "../../../handlers/reports/day_fold.ts";
import { dayAfter, dayEdges, dayOf } from "../../../handlers/tools/day.ts";

const DAY = "2026-11-30";
const at = (clock: string) => new Date(`${DAY}T${clock}`).valueOf();

let sequence = 0;
/** An event of wearable d-1. */
function event(
  type: string,
  clock: string,
  data: object = {},
  subject = "device/d-1",
): StoredEvent {
  const body = JSON.stringify({ time: new Date(at(clock)).toISOString(), subject, data });
  return { sequence: ++sequence, id: "", lane: 6, ordinal: 1, type, hash: "", body };
}

/** The row that events make, of which the first may be stored already. */
function rowOf(events: readonly StoredEvent[], stored?: WearableDay): WearableDay {
  const numberOf = (uid: string) => uid === "d-1" ? 7 : undefined;
  const fold = new DayFold({ numberOf, stored: () => stored });
  for (const its of events) fold.add(its);
  assert.equal(fold.rows.length, 1);
  return fold.rows[0]!;
}

Deno.test("A day counts what was heard, the longest time without it, tests, alarms and drills", () => {
  const row = rowOf([
    event("heartbeat", "06:00:00", { batteryPercent: 60 }),
    event("test", "09:30:00", { batteryPercent: 59 }),
    event("drill-started", "10:00:00"),
    event("panic", "10:05:00", { batteryPercent: 58 }),
    event("drill-ended", "10:15:00"),
    event("device-silent", "20:00:00"),
    event("heartbeat", "20:05:00", { batteryPercent: 40 }),
  ]);
  assert.deepEqual(row, {
    day: DAY,
    device: 7,
    heard: 4,
    firstUnixMs: at("06:00:00"),
    lastUnixMs: at("20:05:00"),
    longestGapMs: 10 * 3_600_000,
    batteryLow: 40,
    batteryLast: 40,
    isCharged: false,
    tests: 1,
    alarms: 1,
    drills: 1,
    silences: 1,
    notCharged: 0,
  });
});

Deno.test("A wearable was charged when it said so, or when its battery rose", () => {
  const percent = (clock: string, batteryPercent: number) =>
    event("heartbeat", clock, { batteryPercent });
  assert.equal(rowOf([percent("06:00:00", 50), percent("07:00:00", 52)]).isCharged, false);
  assert.equal(rowOf([percent("06:00:00", 50), percent("07:00:00", 53)]).isCharged, true);
  const said = event("status", "06:00:00", { flags: ["charging"] });
  assert.equal(rowOf([said, percent("07:00:00", 10)]).isCharged, true);
});

Deno.test("Events that come later are added to the row that is stored", () => {
  const first = rowOf([event("heartbeat", "06:00:00", { batteryPercent: 60 })]);
  const row = rowOf([event("test", "08:00:00")], first);
  assert.deepEqual(
    [row.heard, row.tests, row.longestGapMs, row.firstUnixMs, row.batteryLast],
    [2, 1, 7_200_000, at("06:00:00"), 60],
  );
});

Deno.test("An event of the gateway belongs to its day and to no wearable", () => {
  const fold = new DayFold({ numberOf: () => undefined, stored: () => undefined });
  const begun = event("gateway-started", "06:00:00", {}, "gateway/gw-1");
  fold.add(begun);
  fold.add(event("device-silent", "07:00:00", {}, "device/unknown"));
  assert.deepEqual(fold.rows, []);
  assert.deepEqual(fold.days, [{ day: DAY, first: begun.sequence, last: begun.sequence + 1 }]);
});

Deno.test("Days follow each other, and what is no day has no edges", () => {
  assert.equal(dayAfter("2026-12-31", 1), "2027-01-01");
  assert.equal(dayAfter("2028-03-01", -1), "2028-02-29");
  assert.equal(dayEdges("2026-02-30"), undefined);
  assert.equal(dayEdges("2026-11-3"), undefined);
  const [first, next] = dayEdges(DAY)!;
  assert.deepEqual([dayOf(first), dayOf(next - 1), dayOf(next)], [DAY, DAY, "2026-12-01"]);
});

Deno.test("The days on which the clock is changed have 23 and 25 hours", async () => {
  const program = `import { dayAfter, dayEdges, dayOf } from "${new URL(
    "../../../handlers/tools/day.ts",
    import.meta.url,
  )}";
    const hours = (day) => { const [from, to] = dayEdges(day); return (to - from) / 3_600_000; };
    const days = ["2026-03-28", "2026-03-29", "2026-10-25"];
    console.log(JSON.stringify([days.map(hours), days.map((day) => dayAfter(day, 1)),
      dayOf(Date.parse("2026-10-25T22:59:59Z")), dayOf(Date.parse("2026-10-25T23:00:00Z"))]));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", program],
    env: { TZ: "Europe/Brussels" },
  }).output();
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [
    [24, 23, 25],
    ["2026-03-29", "2026-03-30", "2026-10-26"],
    "2026-10-25",
    "2026-10-26",
  ]);
});
