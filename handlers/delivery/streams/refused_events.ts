import { exponentialDelayMs } from "../../../devices/tools/exponential_delay.ts";
import { BoundedMap } from "../../../devices/tools/bounded_map.ts";
import type { MonotonicMs } from "../../../devices/time.ts";

/** Wait before an event that the receiver refused is offered again, in ms; doubled each time. */
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 600_000;
/** Refused events remembered for one stream; the one that was refused longest ago is forgotten. */
const REMEMBERED_LIMIT = 1_000;
/** Characters kept of what the receiver says. */
const TEXT_LIMIT = 200;

/** An event that the receiver of a stream could not take. It stays owed. */
export interface RefusedEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** The receiver's own words. */
  readonly code: string;
  readonly message: string;
  readonly times: number;
  readonly offeredAgainAtMs: MonotonicMs;
}

/** What the receiver of one stream refused. It slows the offers of that event and of no other. */
export class RefusedEvents {
  readonly #byId = new BoundedMap<string, RefusedEvent>(REMEMBERED_LIMIT);

  note(id: string, why: { readonly code: string; readonly message: string }, now: MonotonicMs) {
    const times = (this.#byId.get(id)?.times ?? 0) + 1;
    const waitMs = exponentialDelayMs(times, { firstMs: FIRST_WAIT_MS, lastMs: LONGEST_WAIT_MS });
    this.#byId.set(id, {
      id,
      code: why.code.slice(0, TEXT_LIMIT),
      message: why.message.slice(0, TEXT_LIMIT),
      times,
      offeredAgainAtMs: (now + waitMs) as MonotonicMs,
    });
  }

  /** The receiver took the event after all. */
  forget(id: string): void {
    this.#byId.delete(id);
  }

  /** Nothing is held back by what was refused so far. */
  forgetAll(): void {
    this.#byId.clear();
  }

  isHeldBack(id: string, now: MonotonicMs): boolean {
    return (this.#byId.get(id)?.offeredAgainAtMs ?? 0) > now;
  }

  /** Milliseconds until the next event is offered again; Infinity when none is held back. */
  nextOfferInMs(now: MonotonicMs): number {
    let nextMs = Infinity;
    for (const { offeredAgainAtMs } of this.#byId.values()) {
      if (offeredAgainAtMs > now) nextMs = Math.min(nextMs, offeredAgainAtMs - now);
    }
    return nextMs;
  }

  list(): RefusedEvent[] {
    return [...this.#byId.values()];
  }
}
