/** Whether a modem may transmit: the duty cycle of its sub-band, kept over restarts. */
import {
  budgetUs,
  CRITICAL_SHARE,
  DutyCycleAccount,
  findSubBand,
  REPEAT_SHARE,
  ROUTINE_SHARE,
  type SubBand,
} from "../../../devices/airtime.ts";
import type { Priority } from "../../../devices/event.ts";
import type { RadioSettings } from "../../../devices/modems/modem.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { AirtimeLedger } from "./airtime_ledger.ts";

/** Behind the letter of a band: an account of its own, of what is counted under the letter, too. */
const REPEATS = "/repeats";

/** Something that is to be transmitted. */
export interface Transmittable {
  /** Time on air in microseconds. */
  readonly us: number;
  readonly urgency: Priority;
  /** It had been sent before. */
  readonly isRepeat: boolean;
}

/** What a session asks before it transmits. */
export interface AirtimeBudget {
  /** Whether it may be sent now. */
  allows(transmission: Transmittable): boolean;
  /** Counts a transmission that begins now. */
  spend(transmission: Pick<Transmittable, "us" | "isRepeat">): void;
  /** How much of the hour is used; undefined: there is no limit. */
  readonly use: AirtimeUsage | undefined;
}

/** Shares of what may be used within an hour, 0 to 1. */
export interface AirtimeUsage {
  /** Letter of the sub-band; undefined: the frequency lies in none, and nothing may be sent. */
  readonly band: string | undefined;
  readonly total: number;
  /** Of the half that repeats may use. */
  readonly repeats: number;
}

/** For cables and laboratories only. */
export const UNLIMITED_AIRTIME: AirtimeBudget = {
  allows: () => true,
  spend: () => {},
  use: undefined,
};

/** The duty cycle of one modem in Europe, 863 to 870 MHz. */
export class Eu868Budget implements AirtimeBudget {
  readonly #band: SubBand | undefined;
  readonly #account: DutyCycleAccount;
  /** What repeats alone have used: a recording that is played must leave the rest to all others. */
  readonly #repeats: DutyCycleAccount;
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
    this.#account = this.#restore("");
    this.#repeats = this.#restore(REPEATS);
  }

  get use(): AirtimeUsage {
    const band = this.#band;
    if (band === undefined) return { band: undefined, total: 1, repeats: 1 };
    const now = this.#clock.monotonicMs();
    return {
      band: band.name,
      total: this.#account.usedUs(band, now) / budgetUs(band),
      repeats: this.#repeats.usedUs(band, now) / (REPEAT_SHARE * budgetUs(band)),
    };
  }

  /** Outside every sub-band nothing may be sent. */
  allows({ isRepeat, urgency, us }: Transmittable): boolean {
    const band = this.#band;
    if (band === undefined) return false;
    const now = this.#clock.monotonicMs();
    const share = urgency === "critical" ? CRITICAL_SHARE : ROUTINE_SHARE;
    return this.#account.canSend(band, us, now, share) &&
      (!isRepeat || this.#repeats.canSend(band, us, now, REPEAT_SHARE));
  }

  spend({ isRepeat, us }: Pick<Transmittable, "us" | "isRepeat">): void {
    if (this.#band === undefined) return;
    const now = this.#clock.monotonicMs();
    this.#account.record(this.#band, us, now);
    this.#record("", us, now);
    if (!isRepeat) return;
    this.#repeats.record(this.#band, us, now);
    this.#record(REPEATS, us, now);
  }

  #record(account: string, us: number, now: MonotonicMs): void {
    this.#ledger.record({
      band: `${this.#band!.name}${account}`,
      bootId: this.#clock.bootId,
      // Whole milliseconds and microseconds: the ledger counts in integers.
      uptimeMs: Math.round(now),
      us: Math.round(us),
    });
  }

  #restore(account: string): DutyCycleAccount {
    const now = this.#clock.monotonicMs();
    if (this.#band === undefined) return DutyCycleAccount.restore({}, now);
    const { name } = this.#band;
    const uses = this.#ledger.load().filter(({ band }) => band === `${name}${account}`)
      .map(({ uptimeMs, us }) => ({ atMs: uptimeMs, us }));
    return DutyCycleAccount.restore({ [name]: uses }, now);
  }
}
