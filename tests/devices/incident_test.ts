import assert from "node:assert/strict";
import {
  INCIDENT_STATES,
  isEnded,
  mayMove,
  nextStates,
  wearableStage,
} from "../../devices/incident.ts";

/** Where people may move an incident to, literally. */
const EXPECTED = {
  "new": ["rejected", "accepted", "underway", "on-scene", "closed"],
  "received": ["rejected", "accepted", "underway", "on-scene", "closed"],
  "rejected": ["accepted", "underway", "on-scene", "closed"],
  "accepted": ["underway", "on-scene", "closed"],
  "underway": ["on-scene", "closed"],
  "on-scene": ["closed"],
  "closed": [],
};

Deno.test("An incident only moves on, over as many states as it likes, and never out of closed", () => {
  const found = Object.fromEntries(INCIDENT_STATES.map((state) => [state, nextStates(state)]));
  assert.deepEqual(found, EXPECTED);
  for (const state of INCIDENT_STATES) assert.equal(mayMove(state, state), false);
  assert.equal(mayMove("new", "received"), true);
  assert.equal(mayMove("accepted", "received"), false);
});

Deno.test("Only rejected and closed end an incident", () => {
  assert.deepEqual(INCIDENT_STATES.filter(isEnded), ["rejected", "closed"]);
});

Deno.test("A wearable gets answers for accepted, underway and closed; on scene is still underway", () => {
  assert.deepEqual(INCIDENT_STATES.map(wearableStage), [
    undefined,
    undefined,
    undefined,
    "accepted",
    "underway",
    "underway",
    "closed",
  ]);
});
