import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { GatewayStatus, StatusSource } from "../../supervision/status.ts";

/** Shortest between two looks at the gateway, in ms. */
const LOOK_MS = 250;

/** The status as it was at most a quarter of a second ago: asking often costs nothing. */
export class RecentStatus implements StatusSource {
  readonly #source: StatusSource;
  readonly #clock: Pick<Clock, "monotonicMs">;
  #status: GatewayStatus | undefined;
  #lookedAtMs = -Infinity as MonotonicMs;

  constructor(source: StatusSource, clock: Pick<Clock, "monotonicMs">) {
    this.#source = source;
    this.#clock = clock;
  }

  snapshot(): GatewayStatus {
    const nowMs = this.#clock.monotonicMs();
    if (this.#status === undefined || nowMs - this.#lookedAtMs >= LOOK_MS) {
      this.#status = this.#source.snapshot();
      this.#lookedAtMs = nowMs;
    }
    return this.#status;
  }
}
