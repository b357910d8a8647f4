import { BoundedMap } from "../../../devices/tools/bounded_map.ts";
import type { DestinationReport, RejectedDelivery } from "../destination_report.ts";

/** Refused events that are remembered with their reasons; of more, the oldest are forgotten. */
const REMEMBERED_LIMIT = 1_000;
/** Of these, as many are shown one by one. */
const SHOWN_LIMIT = 20;

/** What a receiver refused, for people; when it goes again is not decided here. */
export class RejectedDeliveries {
  readonly #events = new BoundedMap<string, RejectedDelivery>(REMEMBERED_LIMIT);

  refused(id: string, reason: string): void {
    const times = (this.#events.get(id)?.times ?? 0) + 1;
    this.#events.set(id, { id, reason, times });
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
