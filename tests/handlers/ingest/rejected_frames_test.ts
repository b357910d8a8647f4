import assert from "node:assert/strict";
import { join } from "node:path";
import { Housekeeping } from "../../../gateway/runtime/jobs/housekeeping.ts";
import {
  COUNT_WITHIN_MS,
  KEPT_AT_ONCE,
  RejectedFrames,
} from "../../../handlers/ingest/rejected_frames.ts";
import type { Timers } from "../../../handlers/tools/timers.ts";
import { Intake } from "../../support/intake.ts";
import { until } from "../../support/until.ts";
import { Wearable } from "../../support/wearable.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

/** Frames of a sender that nobody knows, all different. */
function* strangers() {
  const stranger = new Wearable("d-stranger", new Uint8Array(16).fill(99));
  for (;;) yield stranger.position();
}

/** Timers that a test runs when it moves its clock. */
class ManualTimers implements Timers {
  #due: (() => void) | undefined;

  after(delayMs: number, run: () => void): () => void {
    assert.equal(delayMs, COUNT_WITHIN_MS);
    this.#due = run;
    return () => this.#due = undefined;
  }

  run(): void {
    const due = this.#due;
    this.#due = undefined;
    due?.();
  }

  soon(run: () => void): () => void {
    return this.after(0, run);
  }
}

/** An intake under a flood. */
class Flood implements AsyncDisposable {
  readonly #timers = new ManualTimers();
  readonly rejections: RejectedFrames;
  readonly #frames = strangers();

  constructor(readonly intake: Intake) {
    this.rejections = new RejectedFrames({ ...intake.core.intake, timers: this.#timers });
  }

  /** Frames rejected for a reason, twenty a second for so many seconds. */
  async hear(seconds: number, reason = "unknown-device"): Promise<void> {
    for (let at = 1; at <= seconds * 20; at++) {
      const payload = this.#frames.next().value!;
      const frame = { atUnixMs: 1, modem: "lora-1", carrier: "bytes", payload, reason } as const;
      await this.rejections.reject(frame);
      this.intake.clock.advance(50);
      if (at % 200 === 0) this.#timers.run();
      this.checkAccounts();
    }
  }

  /** Received are accepted, repeated and rejected, whenever anybody looks. */
  checkAccounts(): void {
    const { counters } = this.intake.store.read.lanes.accounts();
    const sum = [...counters].filter(([name]) => /^frames\/(accepted|repeated|rejected)/.test(name))
      .reduce((total, [, value]) => total + value, 0);
    assert.equal(counters.get("frames/received") ?? 0, sum);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rejections[Symbol.asyncDispose]();
  }
}

Deno.test("In a flood of rejected frames each is counted, thirty are kept, and then one each ten seconds", async () => {
  await using intake = await Intake.open();
  await using flood = new Flood(intake);
  await flood.hear(60);
  await flood.rejections.flush();
  assert.equal(intake.counter("frames/received"), 1_200);
  assert.equal(intake.counter("frames/rejected/unknown-device"), 1_200);
  assert.equal(intake.rejections().length, KEPT_AT_ONCE + 5);
  await flood.hear(1, "bad-tag");
  assert.equal(intake.rejections().filter((reason) => reason === "bad-tag").length, 20);
});

Deno.test("Twenty rejected frames a second cost the disk less than 300 bytes each", async () => {
  await using intake = await Intake.open();
  await using flood = new Flood(intake);
  await flood.hear(2);
  const logBytes = () => Deno.statSync(join(intake.folder, "vigil.db-wal")).size;
  const before = logBytes();
  await flood.hear(60);
  await flood.rejections.flush();
  const bytesEach = (logBytes() - before) / 1_200;
  assert.ok(bytesEach < 300, `${bytesEach} bytes`);
});

Deno.test("A process that is killed loses received and rejected alike", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  {
    await using intake = await Intake.open(undefined, folder);
    // Nobody disposes of it: what it has in memory is gone.
    const flood = new Flood(intake);
    await flood.hear(5);
  }
  await using intake = await Intake.open(undefined, folder);
  await using flood = new Flood(intake);
  flood.checkAccounts();
  assert.equal(intake.counter("frames/received"), KEPT_AT_ONCE);
});

Deno.test("What a disk in trouble does not count is counted with what comes next", async () => {
  await using intake = await Intake.open();
  const { clock, store } = intake;
  let isBroken = true;
  const rejections = new RejectedFrames({
    store: {
      write: (name, input) =>
        isBroken ? Promise.reject(new Error("no disk")) : store.write(name, input),
    },
    clock,
    timers: new ManualTimers(),
  });
  const frame = {
    atUnixMs: 1,
    modem: "lora-1",
    carrier: "bytes",
    payload: new Uint8Array(),
    reason: "length",
  } as const;
  for (let times = 0; times < KEPT_AT_ONCE; times++) await rejections.reject(frame).catch(() => {});
  for (let times = 0; times < 7; times++) await rejections.reject(frame);
  await rejections.flush();
  assert.equal(intake.counter("frames/received"), 0);
  isBroken = false;
  await rejections.flush();
  assert.equal(intake.counter("frames/rejected/length"), 7);
  assert.equal(intake.counter("frames/received"), 7);
});

Deno.test("A frame that a flood kept from the disk is taken once its sender is known", async () => {
  await using intake = await Intake.open();
  await using flood = new Flood(intake);
  await flood.hear(3);
  const wearable = new Wearable("d-late", new Uint8Array(16).fill(7));
  const payload = wearable.panic();
  const heard = { atUnixMs: 5, modem: "lora-1", carrier: "bytes", payload } as const;
  await flood.rejections.reject({ ...heard, reason: "unknown-device" });
  await Wearable.issue(intake, "d-late");
  const { rejections } = flood;
  await using _housekeeping = new Housekeeping({ ...intake.core, rejections });
  await until("the panic is taken", () => intake.stored().length === 1);
  assert.equal(intake.stored()[0]!.subject, "device/d-late");
});
