import type { MonotonicMs } from "../../../devices/time.ts";
import type { VolatileEvent, VolatileEvents } from "../volatile_events.ts";
import type { RetryDelays } from "./priority_lanes.ts";

export interface VolatileQueuePorts {
  readonly volatileEvents: Pick<VolatileEvents, "list" | "isOwedTo">;
  /** Number of the destination. */
  readonly destination: number;
  /** Lanes that it subscribes to. */
  readonly lanes: ReadonlySet<number>;
  /** How long an event waits for its next attempt, by how the last one ended. */
  readonly retryDelays: RetryDelays;
}

/** What one link sends from memory, because the disk does not take it. */
export class VolatileQueue {
  readonly #ports: VolatileQueuePorts;
  /** When what was sent goes again, by id. */
  readonly #dueMs = new Map<string, number>();

  constructor(ports: VolatileQueuePorts) {
    this.#ports = ports;
  }

  /** Events that should go now, most urgent first. */
  due(now: MonotonicMs): VolatileEvent[] {
    return this.#owed().filter(({ id }) => (this.#dueMs.get(id) ?? 0) <= now);
  }

  /** An event is on its way: without a confirmation it goes again. */
  sent(event: VolatileEvent, now: MonotonicMs): void {
    this.#dueMs.set(event.id, now + this.#ports.retryDelays.taken);
  }

  /** An event did not get through. */
  failed(id: string, now: MonotonicMs): void {
    this.#dueMs.set(id, now + this.#ports.retryDelays.failed);
  }

  /** An event goes again without waiting for its time. */
  expedite(id: string): void {
    this.#dueMs.delete(id);
  }

  /**
   * When the next of them should go again; Infinity: none. What is due already waits for a slot, not
   * for the clock.
   */
  nextDueMs(now: MonotonicMs): number {
    if (this.#dueMs.size === 0) return Infinity;
    const ids = new Set(this.#owed().map(({ id }) => id));
    for (const id of this.#dueMs.keys()) if (!ids.has(id)) this.#dueMs.delete(id);
    return Math.min(...[...this.#dueMs.values()].filter((dueMs) => dueMs > now));
  }

  #owed(): VolatileEvent[] {
    const { destination, lanes, volatileEvents } = this.#ports;
    return volatileEvents.list().filter(({ id, lane }) =>
      lanes.has(lane) && volatileEvents.isOwedTo(destination, id)
    );
  }
}
