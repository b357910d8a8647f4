import { PRIORITIES } from "../devices/event.ts";
import { laneNumber } from "../db/lane_number.ts";
import type { Store } from "../db/store.ts";
import type { RetentionLimits, RetentionOutcome, RetentionStep } from "../db/units/retention.ts";
import type { Clock } from "../devices/time.ts";
import type { Log } from "../handlers/ports.ts";
import type { Config } from "./config.ts";

export interface RetentionPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Config["retention"];
}

/** Between two rounds, in ms. */
const ROUND_MS = 10 * 60_000;
/** The first round waits until the start is over, in ms. */
const FIRST_ROUND_MS = 30_000;
/** Between two steps of a round: the intake goes first, in ms. */
const STEP_MS = 50;
/** Events looked at in a step. */
const STEP_EVENTS = 200;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Removes what is over, a little at a time. */
export class RetentionJob implements AsyncDisposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(readonly ports: RetentionPorts) {
    this.#schedule(FIRST_ROUND_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #schedule(afterMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#working = this.#round(), afterMs);
  }

  async #round(): Promise<void> {
    try {
      await this.#expireAll();
    } catch (cause) {
      this.ports.log.warn("cannot remove what is too old", { cause: String(cause) });
    }
    this.#schedule(ROUND_MS);
  }

  async #expireAll(): Promise<void> {
    let [removed, shed, redacted] = [0, 0, 0];
    for (const priority of PRIORITIES) {
      for (const isUnverified of [false, true]) {
        const gone = await this.#expireLane(laneNumber(priority, isUnverified));
        removed += gone.removed;
        shed += gone.shed;
        redacted += gone.redacted;
      }
    }
    if (removed + redacted > 0) this.ports.log.info("removed", { removed, shed, redacted });
  }

  async #expireLane(lane: number) {
    const limits = this.#limits();
    const sum = { removed: 0, shed: 0, redacted: 0 };
    for (let afterOrdinal: number | undefined = 0; afterOrdinal !== undefined;) {
      const step: RetentionStep = { lane, afterOrdinal, count: STEP_EVENTS, limits };
      const gone: RetentionOutcome = await this.ports.store.run("expireEvents", step);
      sum.removed += gone.removed;
      sum.shed += gone.shed;
      sum.redacted += gone.redacted;
      afterOrdinal = this.#isStopped ? undefined : gone.nextOrdinal;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
    return sum;
  }

  #limits(): RetentionLimits {
    const { clock, settings } = this.ports;
    // Not the wall clock: with a wrong one everything would look too old.
    const now = clock.expiryUnixMs();
    return {
      telemetry: now - settings.telemetryHours * HOUR_MS,
      positions: now - settings.positionsDays * DAY_MS,
      events: now - settings.eventsDays * DAY_MS,
    };
  }
}
