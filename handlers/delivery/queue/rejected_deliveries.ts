import type { DestinationReport, RejectedDelivery } from "../destination.ts";

/** Refused events that are remembered with their reasons; of more, the oldest are forgotten. */
const REMEMBERED_LIMIT = 1_000;
/** Of these, as many are shown one by one. */
const SHOWN_LIMIT = 20;

/** What a receiver refused, for people; when it goes again is not decided here. */
export class RejectedDeliveries {
  readonly #events = new Map<string, RejectedDelivery>();

  refused(id: string, reason: string): void {
    const times = (this.#events.get(id)?.times ?? 0) + 1;
    this.#events.delete(id);
    this.#events.set(id, { id, reason, times });
    if (this.#events.size > REMEMBERED_LIMIT) {
      this.#events.delete(this.#events.keys().next().value!);
    }
  }

  /** The event is delivered. */
  delivered(id: string): void {
    this.#events.delete(id);
  }

  /** The newest first. */
  report(): DestinationReport["parked"] {
    const events = [...this.#events.values()].reverse().slice(0, SHOWN_LIMIT);
    return { count: this.#events.size, events };
  }
}
