import assert from "node:assert/strict";
import { markIn } from "../../../../gateway/bench/arrivals.ts";
import { RaceEvents } from "../../../../gateway/bench/race/race_events.ts";

Deno.test("every event of a race is another one, and is found again by its frame", () => {
  const events = new RaceEvents();
  const all = [...events.reports(200), ...events.panics(100)];
  assert.equal(new Set(all.map(({ mark }) => mark)).size, 300);
  for (const { json, mark } of all) assert.equal(markIn(json), mark);
  assert.equal(markIn('{"modems":[]}'), undefined);
});

Deno.test("an event is one line, so that a serial line can carry it", () => {
  const [report] = new RaceEvents().reports(1);
  assert.ok(!report!.json.includes("\n"));
  assert.equal(JSON.parse(report!.json).priority, "low");
});
