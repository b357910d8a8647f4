import assert from "node:assert/strict";
import type { TimeFloor } from "../../../../db/store.ts";
import { ClockWatch } from "../../../../gateway/runtime/clock/clock_watch.ts";
import { FlooredClock } from "../../../../gateway/runtime/clock/floored_clock.ts";
import type { GatewayEventFacts } from "../../../../handlers/events/gateway_events.ts";
import { KeptLog } from "../../../support/kept_log.ts";
import { TemporaryStore } from "../../../support/temporary_store.ts";
import { TestClock } from "../../../support/clocks.ts";

const START = Date.UTC(2026, 10, 23, 17, 50, 0, 123);
const MINUTE_MS = 60_000;

/** A watch that looks only when a test says so. */
class Watched implements AsyncDisposable {
  readonly source = new TestClock();
  readonly raised: GatewayEventFacts[] = [];
  readonly folder = new TemporaryStore();
  readonly store = this.folder.direct();
  readonly clock: FlooredClock;
  readonly watch: ClockWatch;

  constructor(kept?: TimeFloor, stepMs = 0) {
    this.source.stepWall(stepMs, "ntp");
    this.clock = new FlooredClock(this.source, kept);
    this.watch = new ClockWatch({
      clock: this.clock,
      store: this.store,
      raise: (facts) => this.raised.push(facts),
      log: new KeptLog(),
    });
  }

  /** A minute goes by, with a step of the wall clock at its end. */
  minute(stepMs = 0): void {
    this.source.advance(MINUTE_MS);
    this.source.stepWall(stepMs, "ntp");
    this.watch.look();
  }

  names(): string[] {
    return this.raised.map(({ name, reason }) => `${name} ${reason}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.watch[Symbol.asyncDispose]();
    this.store[Symbol.dispose]();
    this.folder[Symbol.dispose]();
  }
}

Deno.test("A step raises clock-step with its size and both times", async () => {
  await using watched = new Watched();
  watched.minute(3_000);
  assert.deepEqual(watched.raised, [{
    name: "clock-step",
    reason: "stepped",
    details: {
      stepMs: 3_000,
      from: "2026-11-23T17:51:00.123Z",
      to: "2026-11-23T17:51:03.123Z",
      steps: 1,
    },
  }]);
});

Deno.test("A step of more than five minutes raises security as well", async () => {
  await using watched = new Watched();
  watched.minute(-300_001);
  assert.deepEqual(watched.names(), ["clock-step stepped", "security clock-step"]);
});

Deno.test("A large step after a small one is not held off by it", async () => {
  await using watched = new Watched();
  watched.minute(3_000);
  watched.minute(400_000);
  assert.deepEqual(watched.names(), ["clock-step stepped", "security clock-step"]);
});

Deno.test("A step each minute is reported six times an hour, and every step is in one of them", async () => {
  await using watched = new Watched();
  for (let minute = 0; minute < 60; minute++) watched.minute(5_000);
  for (let minute = 0; minute < 10; minute++) watched.minute();
  const details = watched.raised.map(({ details }) => [details!["steps"], details!["stepMs"]]);
  assert.deepEqual(details, [
    [1, 5_000],
    [10, 50_000],
    [10, 50_000],
    [10, 50_000],
    [10, 50_000],
    [10, 50_000],
    [9, 45_000],
  ]);
});

Deno.test("A start behind the floor is reported at once, as a matter of security too", async () => {
  await using watched = new Watched({ unixMs: START, isVouched: true }, -START);
  assert.deepEqual(watched.names(), ["clock-step behind-floor", "security clock-step"]);
  assert.deepEqual(watched.raised[0]!.details, {
    stepMs: -START,
    from: "2026-11-23T17:50:00.123Z",
    to: "1970-01-01T00:00:00.000Z",
  });
});

Deno.test("A start after weeks without power raises nothing", async () => {
  await using watched = new Watched({ unixMs: START - 30 * 86_400_000, isVouched: true });
  watched.minute();
  assert.deepEqual(watched.raised, []);
});

Deno.test("The floor is kept once a minute and when the gateway stops", async () => {
  const watched = new Watched();
  const keptAt = () => watched.store.read.clock.floor()?.unixMs;
  watched.watch.look();
  assert.equal(keptAt(), START);
  watched.source.advance(MINUTE_MS - 1);
  watched.watch.look();
  assert.equal(keptAt(), START);
  watched.source.advance(1);
  watched.watch.look();
  assert.equal(keptAt(), START + MINUTE_MS);
  watched.source.advance(5);
  await watched.watch[Symbol.asyncDispose]();
  assert.equal(keptAt(), START + MINUTE_MS + 5);
  await watched[Symbol.asyncDispose]();
});
