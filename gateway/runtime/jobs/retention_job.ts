import { PRIORITIES } from "../../../devices/event.ts";
import {
  laneNumber,
  type RetentionLimits,
  type RetentionOutcome,
  type RetentionStep,
  type Store,
} from "../../../db/store.ts";
import { ageOutSetAside } from "../../../db/repair/repair.ts";
import type { Clock } from "../../../devices/time.ts";
import { closeAuditDays } from "../../../handlers/audit/audit_closing.ts";
import type { Log } from "../../../handlers/ports.ts";
import { BackgroundLoop } from "./background_loop.ts";
import type { Config } from "../../config/config.ts";

export interface RetentionPorts {
  readonly store: Store;
  /** The database file. */
  readonly path: string;
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
  readonly #loop: BackgroundLoop;
  readonly #ports: RetentionPorts;

  constructor(ports: RetentionPorts) {
    this.#ports = ports;
    const settings = { name: "retention", firstAfterMs: FIRST_ROUND_MS, log: ports.log };
    this.#loop = new BackgroundLoop(settings, (isStopped) => this.#expireAll(isStopped));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#loop[Symbol.asyncDispose]();
  }

  /** One round over everything; when the next one is due. */
  async #expireAll(isStopped: () => boolean): Promise<number> {
    let [removed, shed, redacted] = [0, 0, 0];
    for (const priority of PRIORITIES) {
      for (const isUnverified of [false, true]) {
        const gone = await this.#expireLane(laneNumber(priority, isUnverified), isStopped);
        removed += gone.removed;
        shed += gone.shed;
        redacted += gone.redacted;
      }
    }
    // What other makers' wearables write holds positions in the clear.
    const limit = { beforeUnixMs: this.#limits().positions };
    await this.#ports.store.write("deleteProcessedMessages", limit);
    await this.#ports.store.write("forgetRejected", limit);
    await this.#ports.store.write("eraseNotes", { beforeUnixMs: this.#limits().events });
    const { auditDays } = this.#ports.settings;
    const closed = await closeAuditDays({ ...this.#ports, auditDays }, isStopped);
    if (closed > 0) this.#ports.log.info("closed days of the audit chain", { entries: closed });
    this.#ageOutSetAside();
    if (removed + redacted > 0) this.#ports.log.info("removed", { removed, shed, redacted });
    return ROUND_MS;
  }

  /** Stores that were set aside hold positions, too. */
  #ageOutSetAside(): void {
    const { clock, log, path, settings } = this.#ports;
    const keepMs = settings.positionsDays * DAY_MS;
    for (const folder of ageOutSetAside(path, clock.expiryUnixMs(), keepMs)) {
      log.info("a store that had been set aside is erased", { folder });
    }
  }

  async #expireLane(lane: number, isStopped: () => boolean) {
    const limits = this.#limits();
    const sum = { removed: 0, shed: 0, redacted: 0 };
    for (let afterOrdinal: number | undefined = 0; afterOrdinal !== undefined;) {
      const step: RetentionStep = { lane, afterOrdinal, count: STEP_EVENTS, limits };
      const gone: RetentionOutcome = await this.#ports.store.write("expireEvents", step);
      sum.removed += gone.removed;
      sum.shed += gone.shed;
      sum.redacted += gone.redacted;
      afterOrdinal = isStopped() ? undefined : gone.nextOrdinal;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
    return sum;
  }

  #limits(): RetentionLimits {
    const { clock, settings } = this.#ports;
    // Not the wall clock: with a wrong one everything would look too old.
    const now = clock.expiryUnixMs();
    return {
      telemetry: now - settings.telemetryHours * HOUR_MS,
      positions: now - settings.positionsDays * DAY_MS,
      events: now - settings.eventsDays * DAY_MS,
    };
  }
}
