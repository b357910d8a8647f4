import { type Clock, isoTime, type UnixMs } from "../../../devices/time.ts";
import type { DestinationReport, DestinationState } from "../destination_report.ts";

/** How a receiver is reached, since when, and why it was not the last time. */
export class PathState {
  readonly #clock: Clock;
  /** Why the last attempt failed; undefined: none has. */
  lastError: string | undefined;
  #state: DestinationState = "connecting";
  #since: UnixMs;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.unixMs();
  }

  get state(): DestinationState {
    return this.#state;
  }

  report(): Pick<DestinationReport, "state" | "since" | "lastError"> {
    return {
      state: this.#state,
      since: isoTime(this.#since),
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
    };
  }

  enter(state: DestinationState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#since = this.#clock.unixMs();
  }
}
