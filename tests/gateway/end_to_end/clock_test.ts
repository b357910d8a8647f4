/** The whole program with a wall clock that is wrong or jumps. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { Dispatch, type ReceivedEvent } from "../../support/dispatch.ts";
import { FAKETIME, FakeWallClock } from "../../support/fake_wall_clock.ts";
import { answered } from "../../support/radio_field.ts";
import type { RunningGateway } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

const YEAR_S = 31_536_000;

/** A test that needs the program faketime; without it `vigil test` says what was skipped. */
function testWithFakeTime(name: string, run: () => Promise<void>): void {
  Deno.test({ name, ignore: FAKETIME === undefined, fn: run });
}

function clockReasons(events: readonly ReceivedEvent[]): string[] {
  return events.filter(({ type }) => /clock-step|security/.test(type))
    .map(({ type, data }) => `${type} ${data.reason}`);
}

/** Waits for a clock event of a reason, whoever noticed the step. */
function raised(dispatch: Dispatch, reason: string): Promise<void> {
  return until(`${reason} is raised`, async () => {
    return clockReasons(await dispatch.offered()).some((text) => text.endsWith(` ${reason}`));
  });
}

/** All that is owed comes most urgent first, within that in the order of sequence; none is missing. */
async function checkOrder(dispatch: Dispatch, gateway: RunningGateway): Promise<ReceivedEvent[]> {
  const events = await dispatch.offered();
  const urgency = ["critical", "high", "normal", "low"];
  const inOrder = events.toSorted((a, b) =>
    urgency.indexOf(a.priority) - urgency.indexOf(b.priority) ||
    a.sequence.localeCompare(b.sequence)
  );
  assert.deepEqual(events.map(({ id }) => id), inOrder.map(({ id }) => id));
  const numbers = events.map(({ streamsequence }) => streamsequence).toSorted((a, b) => a - b);
  assert.deepEqual(numbers, numbers.map((_, at) => numbers[0] + at));
  checkAccounts(await gateway.metrics());
  return events;
}

testWithFakeTime(
  "A gateway that boots in 1970 takes and delivers alarms, and its time does not go back",
  async () => {
    await using site = await Site.prepare();
    const { box } = site;
    const clock = new FakeWallClock(box.folder);
    await site.dispatchToken();
    const before = new Date().toISOString();
    await (await box.start(clock.env)).stop();

    clock.shift(-Math.floor(Date.now() / 1_000) + 60);
    const gateway = await site.startGateway(clock.env);
    const message = await site.press();
    const dispatch = await site.dispatch();
    await raised(dispatch, "behind-floor");

    const events = await checkOrder(dispatch, gateway);
    const panic = events.find(({ type }) => type === "vigil.panic.v1")!;
    assert.ok(panic.time > before, `${panic.time} is after ${before}`);
    assert.equal(panic.data.clock.quality, "unsynchronised");
    assert.deepEqual(clockReasons(events), [
      "vigil.security.v1 clock-step",
      "vigil.clock-step.v1 behind-floor",
    ]);
    await dispatch.acknowledge(...events);
    await answered(message, "received");
  },
);

testWithFakeTime(
  "Jumps by ten years either way change no order, end no token and lose no alarm",
  async () => {
    await using site = await Site.prepare();
    const { box, wearable } = site;
    const clock = new FakeWallClock(box.folder);
    const { token } = await box.json(
      ...["token", "create", "d", "--role", "dispatch", "--stream", "dispatch-pull", "--days", "1"],
    );
    const gateway = await site.startGateway(clock.env);
    const dispatch = new Dispatch(gateway, token);

    for (const years of [10, -10, 0]) {
      clock.shift(years * YEAR_S);
      await site.press();
      await dispatch.offered();
    }
    await raised(dispatch, "stepped");
    const events = await checkOrder(dispatch, gateway);
    const panics = events.filter(({ type }) => type === "vigil.panic.v1");
    assert.deepEqual(panics.map(({ data }) => data.alarm), [1, 2, 3]);
    assert.deepEqual(clockReasons(events), [
      "vigil.security.v1 clock-step",
      "vigil.clock-step.v1 stepped",
    ]);
    await dispatch.acknowledge(...events);
    await until("the wearable stops repeating", () => wearable.unconfirmed.length === 0);
  },
);

testWithFakeTime("A clock that steps again and again is told once, and alarms go on", async () => {
  await using site = await Site.prepare();
  const clock = new FakeWallClock(site.box.folder);
  const gateway = await site.startGateway(clock.env);

  for (let step = 1; step <= 10; step++) {
    clock.shift(step % 2 * 60);
    await site.press();
  }
  const dispatch = await site.dispatch();
  const events = await checkOrder(dispatch, gateway);
  const panics = events.filter(({ type }) => type === "vigil.panic.v1");
  assert.deepEqual(panics.map(({ data }) => data.alarm), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(clockReasons(events), ["vigil.clock-step.v1 stepped"]);
});
