/** Of each whole minute it is said whether everything was there all along, and of no other. */
import assert from "node:assert/strict";
import { MinuteMeter } from "../../../../gateway/runtime/measures/minute_meter.ts";
import { TestClock } from "../../../support/clocks.ts";

const COUNTS = { bytesReceived: 0, frames: 0, sent: 0, openings: 0, unsent: {}, reports: {} };

/** A gateway of one modem, one broker and one stream, whose state the test sets. */
class Scene {
  readonly clock = new TestClock();
  readonly recorded: string[] = [];
  isStoring = true;
  isReached = true;
  modem = "ready";
  frames = 0;
  failed = 0;
  polledAtMs: number | undefined;
  readonly meter: MinuteMeter;

  readonly #session = (({ state }) => ({
    get status() {
      return { name: "lora-1", state: state().modem, counts: { ...COUNTS, ...state().counts } };
    },
  }))({ state: () => ({ modem: this.modem, counts: { frames: this.frames } }) });
  readonly #broker = (({ state }) => ({
    destination: { name: "broker", number: 1 },
    get isReached() {
      return state().isReached;
    },
    get counters() {
      return { failed: state().failed, refused: 0, barred: 0 };
    },
  }))({ state: () => ({ isReached: this.isReached, failed: this.failed }) });

  constructor() {
    this.clock.advance(30_000 + 60_000 - this.clock.unixMs() % 60_000);
    this.meter = new MinuteMeter({
      clock: this.clock,
      isStoring: () => this.isStoring,
      measurements: {
        recordAt: (unixMs: number, subject: string, kind: string, value: number) =>
          void this.recorded.push(`${unixMs / 60_000 % 60} ${subject} ${kind} ${value}`),
      } as never,
      modems: {
        sessions: [this.#session] as never,
        airtimeUse: () => ({ band: "P", total: 0.25, repeats: 0 }),
      },
      registry: { all: [this.#broker] as never },
      polls: {
        activity: () => [{
          stream: "pull",
          lastPolledAtMs: this.polledAtMs as never,
          isWaiting: false,
          refused: [],
        }],
      },
      streams: [{ name: "pull", number: 2 }],
      reader: {
        lanes: {
          all: () => [],
          destinations: () => [{ name: "broker", number: 1, type: "mqtt", isConfigured: true }],
        },
      } as never,
    });
  }

  /** Looks each second for so long. */
  run(seconds: number): string[] {
    for (const _ of Array(seconds).keys()) {
      this.clock.advance(1_000);
      this.meter.look();
    }
    return this.recorded.splice(0).map((line) => line.replace(/^\d+ /, ""));
  }
}

const readyOf = (lines: readonly string[]) => lines.filter((line) => / ready /.test(line));

Deno.test("A minute in which the gateway started is not known, the next one is", () => {
  const scene = new Scene();
  assert.deepEqual(scene.run(31), []);
  assert.equal(readyOf(scene.run(60)).length, 6);
});

Deno.test("One bad second makes a bad minute, of what was bad and of nothing else", () => {
  const scene = new Scene();
  scene.polledAtMs = scene.clock.monotonicMs() + 120_000;
  scene.run(40);
  scene.isReached = false;
  scene.run(1);
  scene.isReached = true;
  assert.deepEqual(readyOf(scene.run(60)), [
    "gateway ready 1",
    "radio ready 1",
    "dispatch ready 1",
    "modem/lora-1 ready 1",
    "destination/broker ready 0",
    "destination/pull ready 1",
  ]);
  assert.ok(readyOf(scene.run(60)).includes("destination/broker ready 1"), "the next one is good");
  scene.isStoring = false;
  scene.modem = "lost";
  scene.run(1);
  scene.isStoring = true;
  scene.modem = "ready";
  const lines = readyOf(scene.run(60));
  for (const bad of ["gateway ready 0", "radio ready 0", "modem/lora-1 ready 0"]) {
    assert.ok(lines.includes(bad), bad);
  }
});

Deno.test("A stream is there for as long as it is polled every 90 s", () => {
  const scene = new Scene();
  scene.run(31);
  scene.polledAtMs = scene.clock.monotonicMs();
  assert.ok(readyOf(scene.run(60)).includes("destination/pull ready 0"), "it began without a poll");
  scene.polledAtMs = scene.clock.monotonicMs();
  assert.ok(readyOf(scene.run(60)).includes("destination/pull ready 1"));
  assert.ok(readyOf(scene.run(60)).includes("destination/pull ready 0"), "for more than 90 s");
});

Deno.test("Counters are told by how much they grew, and a share of the hour as it is", () => {
  const scene = new Scene();
  scene.run(31);
  scene.frames = 7;
  scene.failed = 2;
  const first = scene.run(60);
  scene.frames = 10;
  const second = scene.run(60);
  for (const line of ["modem/lora-1 frames-heard 7", "destination/broker failures 2"]) {
    assert.ok(first.includes(line), line);
  }
  assert.ok(second.includes("modem/lora-1 frames-heard 3"));
  assert.ok(second.includes("destination/broker failures 0"));
  assert.ok(second.includes("modem/lora-1 duty-cycle-percent 25"));
});

Deno.test("A minute that the wall clock jumped into or out of is not known", () => {
  const scene = new Scene();
  scene.run(91);
  scene.clock.stepWall(3 * 3_600_000);
  assert.deepEqual(
    readyOf(scene.run(1)).length,
    6,
    "the one before was whole as far as it was seen",
  );
  assert.deepEqual(readyOf(scene.run(59)), []);
});
