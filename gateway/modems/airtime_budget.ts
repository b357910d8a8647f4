/** Whether a modem may transmit: the duty cycle of its sub-band, kept over restarts. */
import {
  CRITICAL_SHARE,
  DutyCycleAccount,
  findSubBand,
  ROUTINE_SHARE,
  type SubBand,
} from "../../devices/airtime.ts";
import type { Priority } from "../../devices/event.ts";
import type { RadioSettings } from "../../devices/modems/modem.ts";
import type { Clock } from "../../devices/time.ts";

/** One transmission as the ledger keeps it. */
export interface LedgerEntry {
  /** Letter of the sub-band. */
  readonly band: string;
  readonly bootId: string;
  /** Monotonic milliseconds of that boot. */
  readonly uptimeMs: number;
  /** Time on air in microseconds. */
  readonly us: number;
}

/** Where transmissions are remembered, so that a crash loop does not send without limit. */
export interface AirtimeLedger {
  /** What was sent within the last hour, or longer. */
  load(): readonly LedgerEntry[];
  /** Remembers one; does not wait and does not throw. */
  record(entry: LedgerEntry): void;
}

/** What a session asks before it transmits. */
export interface AirtimeBudget {
  /** Whether so many microseconds may be sent now. */
  allows(us: number, urgency: Priority): boolean;
  /** Counts a transmission that begins now. */
  spend(us: number): void;
}

/** For cables and laboratories only. */
export const UNLIMITED_AIRTIME: AirtimeBudget = { allows: () => true, spend: () => {} };

/** The duty cycle of one modem in Europe, 863 to 870 MHz. */
export class Eu868Budget implements AirtimeBudget {
  readonly #band: SubBand | undefined;
  readonly #account: DutyCycleAccount;
  readonly #ledger: AirtimeLedger;
  readonly #clock: Clock;

  /** Continues what the ledger remembers, whichever modem of this gateway it was. */
  constructor(
    radio: Pick<RadioSettings, "frequencyHz" | "bandwidthHz">,
    ledger: AirtimeLedger,
    clock: Clock,
  ) {
    this.#band = findSubBand(radio.frequencyHz, radio.bandwidthHz);
    this.#ledger = ledger;
    this.#clock = clock;
    const uses = ledger.load().filter(({ band }) => band === this.#band?.name)
      .map(({ uptimeMs, us }) => ({ atMs: uptimeMs, us }));
    const state = this.#band === undefined ? {} : { [this.#band.name]: uses };
    this.#account = DutyCycleAccount.restore(state, clock.monotonicMs());
  }

  /** Outside every sub-band nothing may be sent. */
  allows(us: number, urgency: Priority): boolean {
    if (this.#band === undefined) return false;
    const share = urgency === "critical" ? CRITICAL_SHARE : ROUTINE_SHARE;
    return this.#account.canSend(this.#band, us, this.#clock.monotonicMs(), share);
  }

  spend(us: number): void {
    if (this.#band === undefined) return;
    const now = this.#clock.monotonicMs();
    this.#account.record(this.#band, us, now);
    const { bootId } = this.#clock;
    // Whole milliseconds and microseconds: the ledger counts in integers.
    this.#ledger.record({
      band: this.#band.name,
      bootId,
      uptimeMs: Math.round(now),
      us: Math.round(us),
    });
  }
}
