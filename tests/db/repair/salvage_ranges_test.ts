/** What was confirmed behind an event that its destination refuses is not given again after a salvage. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DirectStore, laneNumber } from "../../../db/store.ts";
import { salvageInto } from "../../../db/repair/salvage/run_salvage.ts";
import { OldLanes } from "../../../db/repair/salvage/old_lanes.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const CRITICAL = laneNumber("critical", false);
const BROKER = 2;

/** Twelve critical events, of which the broker refuses the second and the ninth. */
function fillWithRefused(place: TemporaryStore): string[] {
  using store = place.direct();
  fillWithAlarms(store, 0, 0);
  const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
  const frames = numbers.map((number) => alarmOf(number));
  for (const frame of frames) store.writeNow("acceptFrame", frame);
  const acknowledgements = frames.filter((_, at) => at !== 1 && at !== 8)
    .map(({ event: { id } }) => ({ id }));
  store.writeNow("confirm", { destination: BROKER, acknowledgements, onlyOffered: false });
  return store.read.lanes.pending(BROKER, CRITICAL, 0, 20).map(({ id }) => id);
}

/** What the broker is owed after the store was salvaged into another. */
async function owedAfterSalvage(place: TemporaryStore): Promise<string[]> {
  const into = join(place.folder, "new.db");
  const { lost } = await salvageInto(place.path, into, join(place.folder, "lost.txt"), () => {});
  assert.equal(lost, 0);
  using store = new DirectStore(into);
  return store.read.lanes.pending(BROKER, CRITICAL, 0, 20).map(({ id }) => id).toSorted();
}

Deno.test("After a salvage a destination is owed what it refused, and not what it confirmed behind that", async () => {
  using place = new TemporaryStore();
  const refused = fillWithRefused(place);
  assert.equal(refused.length, 2);
  assert.deepEqual(await owedAfterSalvage(place), refused.toSorted());
});

Deno.test("A range that was changed hides no event: all that it was confirmed with is owed again", async () => {
  using place = new TemporaryStore();
  const refused = fillWithRefused(place);
  {
    using db = place.connection();
    db.run("update confirmed_range set last = last + 1 where first = 3");
  }
  const owed = await owedAfterSalvage(place);
  for (const id of refused) assert.ok(owed.includes(id));
  assert.equal(owed.length, 11);
});

Deno.test("Ranges of a lane are believed when they are as many ordinals as it counts, whenever each was written", () => {
  const lanes = new OldLanes();
  const broker = { number: 1, name: "broker" };
  const lane = {
    destination: 1,
    lane: 0,
    subscribed: 1,
    since: 0,
    until: null,
    watermark: 4,
    beyond: 30,
    skipped: 0,
    offered: 0,
    delivered: 34,
    shed: 0,
    escalated: 0,
    escalated_delivered: 0,
  } as const;
  const isOver = (ordinal: number) => lanes.isOver(broker, 0, ordinal);
  const range = (first: number, last: number) =>
    lanes.addRange({ destination: 1, lane: 0, first, last });
  range(10, 19);
  lanes.addDestination({
    ...broker,
    type: "mqtt",
    required: 0,
    configured: 1,
    created_unix_ms: 0,
  });
  lanes.addLane(lane);
  assert.equal(isOver(15), false, "the others are missing");
  // As they were before they grew and were joined, and of a time when the watermark was lower.
  for (const [first, last] of [[15, 24], [30, 31], [2, 3], [30, 44]] as const) range(first, last);
  const over = Array.from({ length: 50 }, (_, at) => at + 1).filter(isOver);
  const between = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at);
  assert.deepEqual(over, [...between(1, 4), ...between(10, 24), ...between(30, 44)]);
  // A row that begins at the watermark is of no such table.
  range(1, 48);
  assert.equal(isOver(26), false);
  range(46, 47);
  assert.equal(isOver(15), false, "there are more than the lane counts");
  assert.equal(isOver(4), true);
});
