/**
 * What this process has just written, for callers that must not wait for the disk to read it back. The
 * store stays the truth: what is not known here is read there.
 */
import { encodeHex } from "../../devices/hex.ts";
import { lanePriority } from "../schema/lane_number.ts";
import type { StoredEvent } from "../queries/event_row.ts";
import type { EventPlace, NewEvent } from "../transactions/events.ts";
import {
  changesRegistry,
  type WriteInput,
  type WriteName,
  type WriteOutput,
} from "../transactions/transactions.ts";

/** Critical events of a lane that are kept: more than come while one is on its way. */
const EVENTS_KEPT = 32;
/** How long a reader waits for a disk that is stuck, in ms. */
const READABLE_WITHIN_MS = 250;

export class RecentWrites {
  /** By lane, with ordinals one after the other. No destination has confirmed any of them. */
  readonly #events = new Map<number, StoredEvent[]>();
  /** Alarms that were remembered before they could be read. */
  readonly #safe = new WeakSet<WriteInput<"acceptFrame">>();
  /** Those of them that cannot be read yet. */
  readonly #unread = new Map<unknown, PromiseWithResolvers<void>>();
  #registryChanges = 0;

  /** Has a write made, and remembers it once it is on the disk. */
  async follow<N extends WriteName>(
    name: N,
    input: WriteInput<N>,
    write: Promise<WriteOutput<N>>,
  ): Promise<WriteOutput<N>> {
    if (name === "confirm") this.#forget(input as WriteInput<"confirm">);
    const output = await write.finally(() => this.#unread.get(input)?.resolve());
    if (changesRegistry(name)) this.registryChanged();
    if (name === "acceptFrame") {
      this.#stored(input as WriteInput<"acceptFrame">, output as WriteOutput<"acceptFrame">);
    }
    return output;
  }

  /** An alarm is on the disk, and is not read there yet. */
  isSafe(frame: WriteInput<"acceptFrame">, place: EventPlace): void {
    this.#safe.add(frame);
    const reading = Promise.withResolvers<void>();
    this.#unread.set(frame, reading);
    void reading.promise.then(() => this.#unread.delete(frame));
    this.#remember(frame.event, place);
  }

  /**
   * Resolves when all that this process knows to be on the disk can be read there, which takes some
   * milliseconds at most; of a disk that is stuck, what it has shows after `READABLE_WITHIN_MS`.
   */
  async readable(): Promise<void> {
    if (this.#unread.size === 0) return;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, READABLE_WITHIN_MS);
    const reading = [...this.#unread.values()].map(({ promise }) => promise);
    await Promise.race([Promise.all(reading), late.promise]);
    clearTimeout(timer);
  }

  /** Moves whenever wearables, their keys or their drills may have changed. */
  get registryChanges(): number {
    return this.#registryChanges;
  }

  /** Somebody else, such as a command, has changed the registry. */
  registryChanged(): void {
    this.#registryChanges++;
  }

  /** The store was opened again, and may be another. */
  clear(): void {
    this.#events.clear();
    this.registryChanged();
  }

  /**
   * What a lane got after an ordinal, as far as nothing is missing between.
   * @returns undefined: the store has to be asked.
   */
  eventsAfter(lane: number, ordinal: number): readonly StoredEvent[] | undefined {
    const events = this.#events.get(lane);
    if (events === undefined || events.length === 0 || events[0]!.ordinal > ordinal + 1) return;
    const after = events.filter((event) => event.ordinal > ordinal);
    return after.length === 0 ? undefined : after;
  }

  #stored(frame: WriteInput<"acceptFrame">, outcome: WriteOutput<"acceptFrame">): void {
    // It may have been confirmed since it was safe.
    if (outcome.outcome !== "accepted" || this.#safe.has(frame)) return;
    if (lanePriority(frame.event.lane) === "critical") this.#remember(frame.event, outcome.place);
  }

  #remember(event: NewEvent, place: EventPlace): void {
    const events = this.#events.get(event.lane) ?? [];
    const follows = events.at(-1)?.ordinal === place.ordinal - 1;
    const kept = follows ? events.slice(1 - EVENTS_KEPT) : [];
    this.#events.set(event.lane, [...kept, toStored(event, place)]);
  }

  /** What is confirmed somewhere is not for everybody any more; nor is what came before it. */
  #forget({ acknowledgements }: WriteInput<"confirm">): void {
    // What is confirmed by its place is not critical.
    if (this.#events.size === 0) return;
    const ids = new Set(acknowledgements.map(({ id }) => encodeHex(id)));
    for (const [lane, events] of this.#events) {
      const last = events.findLastIndex(({ id }) => ids.has(id));
      this.#events.set(lane, events.slice(last + 1));
    }
  }
}

function toStored(
  { body, hash, id, type }: NewEvent,
  { lane, ordinal, sequence }: EventPlace,
): StoredEvent {
  return { sequence, lane, ordinal, id: encodeHex(id), type, hash: encodeHex(hash), body };
}
