import type { MonotonicMs } from "../../devices/time.ts";
import type { Unstored, UnstoredEvent } from "../unstored.ts";

export interface UnstoredQueuePorts {
  readonly unstored: Pick<Unstored, "list" | "isOwedTo">;
  /** Number of the destination. */
  readonly destination: number;
  /** Lanes that it subscribes to. */
  readonly lanes: ReadonlySet<number>;
  /** How long an event waits for its receipt before it goes again. */
  readonly republishMs: number;
}

/** What one connection publishes from memory, because the disk does not take it. */
export class UnstoredQueue {
  readonly #publishedAtMs = new Map<string, MonotonicMs>();

  constructor(readonly ports: UnstoredQueuePorts) {}

  /** Events that should go now, most urgent first. */
  due(now: MonotonicMs): UnstoredEvent[] {
    return this.#owed().filter(({ id }) =>
      now - (this.#publishedAtMs.get(id) ?? -Infinity) >= this.ports.republishMs
    );
  }

  published(event: UnstoredEvent, now: MonotonicMs): void {
    this.#publishedAtMs.set(event.id, now);
  }

  /** An event did not get through: it goes again after a time of its own. */
  failed(id: string, now: MonotonicMs, retryMs: number): void {
    this.#publishedAtMs.set(id, now - this.ports.republishMs + retryMs as MonotonicMs);
  }

  /** An event goes again without waiting for its time. */
  hasten(id: string): void {
    this.#publishedAtMs.delete(id);
  }

  /** When the next of them should go again; Infinity: none. */
  get nextDueMs(): number {
    const owed = this.#owed();
    const ids = new Set(owed.map(({ id }) => id));
    for (const id of this.#publishedAtMs.keys()) if (!ids.has(id)) this.#publishedAtMs.delete(id);
    return Math.min(
      ...owed.map(({ id }) => (this.#publishedAtMs.get(id) ?? 0) + this.ports.republishMs),
    );
  }

  #owed(): UnstoredEvent[] {
    const { destination, lanes, unstored } = this.ports;
    return unstored.list().filter(({ id, lane }) =>
      lanes.has(lane) && unstored.isOwedTo(destination, id)
    );
  }
}
