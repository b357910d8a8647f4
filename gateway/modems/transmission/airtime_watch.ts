/**
 * Says of one modem that its hour of air time is nearly used up, while answers still go out.
 *
 *     transmission ─▶ 80 % of the hour, or of the half that repeats may use ─▶ `airtime-low`, once
 *     below 60 % ─▶ the next time is raised again
 */
import { defined } from "../../../devices/tools/defined.ts";
import type { Raise } from "../../../handlers/events/gateway_events.ts";
import type { Degradation } from "../../../handlers/supervision/status.ts";
import type { AirtimeBudget, AirtimeUsage, Transmittable } from "./airtime_budget.ts";

/** Share of the hour from which on an event says that it will be used up. */
const LOW_SHARE = 0.8;
/** Share below which that is over. */
const WELL_SHARE = 0.6;

/** A budget that is watched. */
export class AirtimeWatch implements AirtimeBudget {
  readonly #modem: string;
  readonly #budget: AirtimeBudget;
  readonly #raise: Raise;
  /** Time on air of the longest answer that was asked about, in microseconds. */
  #longestUs = 0;
  #isRaised: boolean;

  /** What was low before a restart was raised then. */
  constructor(modem: string, budget: AirtimeBudget, raise: Raise) {
    this.#modem = modem;
    this.#budget = budget;
    this.#raise = raise;
    this.#isRaised = shareOf(budget.use) >= LOW_SHARE;
  }

  get use(): AirtimeUsage | undefined {
    return this.#budget.use;
  }

  allows(transmission: Transmittable): boolean {
    this.#longestUs = Math.max(this.#longestUs, transmission.us);
    return this.#budget.allows(transmission);
  }

  spend(transmission: Pick<Transmittable, "us" | "isRepeat">): void {
    this.#budget.spend(transmission);
    const { use } = this.#budget;
    if (use === undefined) return;
    if (shareOf(use) < WELL_SHARE) this.#isRaised = false;
    if (this.#isRaised || shareOf(use) < LOW_SHARE) return;
    this.#isRaised = true;
    this.#raise({
      name: "airtime-low",
      reason: use.total >= LOW_SHARE ? "hour" : "repeats",
      subject: `modem/${this.#modem}`,
      details: {
        ...defined({ band: use.band }),
        usedPercent: percent(use.total),
        repeatsPercent: percent(use.repeats),
      },
    });
  }

  /** For as long as there is little air time left, or none. */
  get degradations(): Degradation[] {
    const { use } = this.#budget;
    if (use === undefined || shareOf(use) < LOW_SHARE) return [];
    return [this.#isUsedUp() ? this.#exhausted(use) : this.#low(use)];
  }

  /** Not even the most urgent answer may be sent. */
  #isUsedUp(): boolean {
    const us = Math.max(this.#longestUs, 1);
    return !this.#budget.allows({ us, urgency: "critical", isRepeat: false });
  }

  #low(use: AirtimeUsage): Degradation {
    return {
      code: "airtime-low",
      message: `Modem ${this.#modem}: ${percent(use.total)} % of what it may send in an hour is ` +
        `used, and ${percent(use.repeats)} % of the half for repeats: look who repeats so often ` +
        "(vigil events tail), or add a modem on another band",
    };
  }

  #exhausted({ band }: AirtimeUsage): Degradation {
    return {
      code: "airtime-exhausted",
      message: `Modem ${this.#modem}: all that it may send in an hour on band ${band ?? "none"} ` +
        "is used: alarms are taken and delivered, and wearables are not answered until the hour " +
        "goes by; look who repeats so often (vigil events tail)",
    };
  }
}

function shareOf(use: AirtimeUsage | undefined): number {
  return use === undefined ? 0 : Math.max(use.total, use.repeats);
}

function percent(share: number): number {
  return Math.round(share * 100);
}
