/**
 * A guided test of one wearable, from its button to its answer: its wearer presses, and each step of
 * the way is watched in the store until all are reached or the time is over.
 *
 *     heard ─▶ stored ─▶ received by dispatch ─▶ answered (answer 9)
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Author, DeviceRecord, Reader, StoreAccess, StoredEvent } from "../../db/store.ts";
import type { EventCore } from "../../devices/event.ts";
import { defined } from "../../devices/tools/defined.ts";
import { type Clock, isoTime } from "../../devices/time.ts";

/** How long a test waits for its steps, in seconds. */
export const TEST_TIMEOUT_S = 60;
/** Between two looks at the store, in ms. */
const LOOK_MS = 100;
/** Events looked at in one look. */
const PAGE = 500;

export const TEST_STEPS = ["heard", "stored", "received", "answered"] as const;
export type TestStep = (typeof TEST_STEPS)[number];

export interface DeviceTestReport {
  /** UID. */
  readonly device: string;
  readonly passed: boolean;
  /** Id of the test's event, 32 hex digits; absent: none came. */
  readonly event?: string;
  /** When each step was reached, RFC 3339; absent: it was not. */
  readonly steps: Partial<Record<TestStep, string>>;
}

export interface DeviceTestPorts {
  readonly store: StoreAccess;
  readonly clock: Clock;
}

export interface DeviceTestRequest {
  readonly device: DeviceRecord;
  readonly timeoutMs: number;
  /** Who tests. */
  readonly by: Author;
  /** Ends the test early; what was reached until then is kept. */
  readonly stop?: AbortSignal;
  readonly onStep?: (step: TestStep, at: string) => void;
}

/** Waits for a test frame of a wearable, follows it to its answer, and keeps what came of it. */
export async function testDevice(
  { clock, store }: DeviceTestPorts,
  { by, device, onStep, stop, timeoutMs }: DeviceTestRequest,
): Promise<DeviceTestReport> {
  const endsAtMs = clock.monotonicMs() + timeoutMs;
  const watch = new TestWatch(store.read, device, clock, onStep);
  while (!watch.look() && clock.monotonicMs() < endsAtMs && stop?.aborted !== true) {
    await delay(LOOK_MS);
  }
  const { report } = watch;
  await store.write("keepDeviceTest", {
    device: device.number,
    atUnixMs: clock.unixMs(),
    passed: report.passed,
    by,
    steps: JSON.stringify(report.steps),
  });
  return report;
}

class TestWatch {
  readonly #reader: Reader;
  readonly #device: DeviceRecord;
  readonly #clock: Clock;
  readonly #onStep: DeviceTestRequest["onStep"];
  readonly #steps: Partial<Record<TestStep, string>> = {};
  #after: number;
  #event: StoredEvent | undefined;

  constructor(
    reader: Reader,
    device: DeviceRecord,
    clock: Clock,
    onStep: DeviceTestRequest["onStep"],
  ) {
    this.#reader = reader;
    this.#device = device;
    this.#clock = clock;
    this.#onStep = onStep;
    this.#after = reader.events.newestSequence();
  }

  /** Takes over what was reached since the last look; true when that is all. */
  look(): boolean {
    this.#event ??= this.#findTest();
    if (this.#event === undefined) return false;
    const { sequence } = this.#event;
    if (this.#reader.lanes.isReceived(sequence)) this.#reach("received");
    if (this.#reader.frames.isReceivedAnswered(sequence)) this.#reach("answered");
    return this.#isComplete;
  }

  get report(): DeviceTestReport {
    return defined({
      device: this.#device.uid,
      passed: this.#isComplete,
      event: this.#event?.id,
      steps: this.#steps,
    });
  }

  get #isComplete(): boolean {
    return TEST_STEPS.every((step) => this.#steps[step] !== undefined);
  }

  #findTest(): StoredEvent | undefined {
    const page = this.#reader.events.after(this.#after, PAGE);
    this.#after = page.at(-1)?.sequence ?? this.#after;
    const event = page.find((event) => event.type === "test" && this.#isOfDevice(event));
    if (event === undefined) return undefined;
    this.#reach("heard", (JSON.parse(event.body) as EventCore).time);
    this.#reach("stored");
    return event;
  }

  #isOfDevice({ body }: StoredEvent): boolean {
    return (JSON.parse(body) as EventCore).data.device === this.#device.uid;
  }

  #reach(step: TestStep, at = isoTime(this.#clock.unixMs())): void {
    if (this.#steps[step] !== undefined) return;
    this.#steps[step] = at;
    this.#onStep?.(step, at);
  }
}
