import assert from "node:assert/strict";
import {
  type HealthFacts,
  healthOf,
  worryOf,
} from "../../../../../handlers/http/console/views/wearables/health.ts";

const WELL: HealthFacts = { state: "active", supervision: "learned" };
const names = (facts: Partial<HealthFacts>) =>
  healthOf({ ...WELL, ...facts }).map(({ name, tone, value }) =>
    [name, tone, value].filter((part) => part !== undefined).join(" ")
  );

Deno.test("A wearable that serves its file and is heard well has no badge", () => {
  assert.deepEqual(names({}), []);
  assert.deepEqual(names({ signal: { rssiDbm: -100, snrDb: 4 }, silent: false }), []);
  assert.deepEqual(names({ outcomes: { real: 1, false: 1, test: 9 } }), [], "two are no rate");
});

Deno.test("Each thing that is not as it should be is a badge, the worst first", () => {
  assert.deepEqual(names({ silent: true }), ["silent critical"]);
  assert.deepEqual(names({ isNotCharged: true }), ["not-charged high"]);
  assert.deepEqual(names({ signal: { rssiDbm: -110, snrDb: -9 } }), ["weak-signal high"]);
  assert.deepEqual(names({ signal: { rssiDbm: -121 } }), ["weak-signal high"]);
  assert.deepEqual(names({ warning: 30, endsInDays: 20 }), ["ends-soon normal 20"]);
  assert.deepEqual(names({ outcomes: { real: 1, false: 3, test: 2 } }), ["false-alarms normal 75"]);
  assert.deepEqual(names({ supervision: "unknown" }), ["not-supervised high"]);
  assert.deepEqual(names({ supervision: "off" }), ["not-supervised normal"]);
  const all = { warning: "expired", endsInDays: -2, isNotCharged: true, silent: true } as const;
  assert.deepEqual(names({ ...all, supervision: "off" }), [
    "silent critical",
    "ends-soon critical -2",
    "not-charged high",
    "not-supervised normal",
  ]);
});

Deno.test("One that serves no file worries little, and a retired one not at all", () => {
  const bad = { silent: true, supervision: "unknown", isNotCharged: true } as const;
  assert.deepEqual(names({ ...bad, state: "none" }), ["silent normal"]);
  assert.deepEqual(names({ ...bad, state: "retired" }), []);
});

Deno.test("One critical badge worries more than all that are not", () => {
  const critical = worryOf(healthOf({ ...WELL, silent: true }));
  const others = worryOf(healthOf({
    ...WELL,
    supervision: "unknown",
    isNotCharged: true,
    signal: { snrDb: -12 },
    warning: 7,
    outcomes: { real: 0, false: 9, test: 0 },
  }));
  assert.ok(critical > others);
  assert.equal(worryOf([]), 0);
});
