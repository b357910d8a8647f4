import assert from "node:assert/strict";
import { PathWatch, type PathWatchPorts } from "../../../../handlers/delivery/path/path_watch.ts";
import type { GatewayEventFacts } from "../../../../handlers/events/gateway_events.ts";
import { until } from "../../../support/until.ts";

function watched(more: Partial<PathWatchPorts> = {}) {
  const raised: GatewayEventFacts[] = [];
  const watch = new PathWatch({
    name: "dispatch-mqtt",
    raise: (facts) => void raised.push(facts),
    lastError: () => "connect ECONNREFUSED",
    lostAfterMs: 20,
    ...more,
  });
  return { raised, watch };
}

Deno.test("PathWatch raises that a path is lost once, and that it is back", async () => {
  const { raised, watch } = watched();
  using _watch = watch;
  await until("it is lost", () => raised.length === 1);
  watch.broken();
  watch.broken();
  watch.answered();
  watch.answered();
  assert.deepEqual(raised, [
    {
      name: "path-lost",
      reason: "unreachable",
      subject: "destination/dispatch-mqtt",
      details: { lastError: "connect ECONNREFUSED" },
    },
    { name: "path-recovered", reason: "reachable", subject: "destination/dispatch-mqtt" },
  ]);
});

Deno.test("PathWatch says nothing of a path that answers in time", async () => {
  const { raised, watch } = watched();
  using _watch = watch;
  watch.answered();
  watch.broken();
  watch.answered();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual(raised, []);
});

Deno.test("PathWatch counts from the first failure, however often it fails since", async () => {
  const { raised, watch } = watched({ lostAfterMs: 60 });
  using _watch = watch;
  const begun = performance.now();
  await until("it is lost", () => {
    watch.broken();
    return raised.length === 1;
  });
  assert.ok(performance.now() - begun < 500);
});
