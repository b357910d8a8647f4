/** What one modem did since the program started; every drop is counted. */
import type { ModemReport } from "../../../devices/modems/modem.ts";

/** Why an answer was not sent. */
export type UnsentReason =
  | "duty-cycle" // the hour's air time was used up for as long as the answer was worth sending
  | "too-late" // its wearable had stopped listening before it was given to the modem
  | "not-ready" // the modem was lost or not configured for as long
  | "queue-full" // others were more urgent
  | "refused"
  | "timeout"
  | "reset"
  | "too-long"; // longer than this make can send

/** A snapshot; all are counts. */
export interface ModemCounts {
  readonly bytesReceived: number;
  readonly frames: number;
  readonly sent: number;
  readonly unsent: Readonly<Partial<Record<UnsentReason, number>>>;
  readonly reports: Readonly<Partial<Record<ModemReport, number>>>;
  readonly openings: number;
}

/** Counts up. */
export class ModemCounters {
  bytesReceived = 0;
  frames = 0;
  sent = 0;
  openings = 0;
  readonly #unsent = new Map<UnsentReason, number>();
  readonly #reports = new Map<ModemReport, number>();

  countUnsent(reason: UnsentReason): void {
    this.#unsent.set(reason, (this.#unsent.get(reason) ?? 0) + 1);
  }

  /** Gives the new count. */
  countReport(reason: ModemReport): number {
    const count = (this.#reports.get(reason) ?? 0) + 1;
    this.#reports.set(reason, count);
    return count;
  }

  snapshot(): ModemCounts {
    const { bytesReceived, frames, sent, openings } = this;
    return {
      bytesReceived,
      frames,
      sent,
      openings,
      unsent: Object.fromEntries(this.#unsent),
      reports: Object.fromEntries(this.#reports),
    };
  }
}
