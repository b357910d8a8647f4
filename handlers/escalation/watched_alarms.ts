import { laneNumber, type Reader, type StoredEvent } from "../../db/store.ts";
import type { EventCore } from "../../devices/event.ts";
import type { Clock } from "../../devices/time.ts";
import type { VolatileEvents } from "../delivery/volatile_events.ts";

/** Events watched at once; more wait in the store until there is room. */
const WATCHED_LIMIT = 10_000;
/** Events read at once. */
const PAGE_ROWS = 500;
/** The lane of alarms whose sender is proved, and that of the others. */
export const CRITICAL_LANES = [
  laneNumber("critical", false),
  laneNumber("critical", true),
] as const;

/** What is known of an event wherever it came from; ordinal and body only from the store. */
export type EscalatedEvent =
  & Pick<StoredEvent, "id" | "hash" | "lane" | "type">
  & Partial<Pick<StoredEvent, "ordinal" | "body">>;

/** An alarm that was unconfirmed when it was read. */
export interface WatchedAlarm {
  event: EscalatedEvent;
  /** By the monotonic clock. */
  readonly receivedAtMs: number;
  /** Index of the step to take next; where there is none left, the count of steps. */
  nextStep: number;
  isBusy: boolean;
}

export interface WatchedAlarmsPorts {
  readonly reader: Pick<Reader, "escalations" | "events">;
  readonly volatileEvents: Pick<VolatileEvents, "list" | "get">;
  readonly clock: Clock;
}

/** Finds unconfirmed alarms: each once, whether stored or not yet. */
export class WatchedAlarms {
  readonly #ports: WatchedAlarmsPorts;
  readonly #alarms = new Map<string, WatchedAlarm>();
  /** By lane, the last ordinal that was looked at. */
  readonly #lookedAt = new Map<number, number>();
  #newest = -1;

  constructor(ports: WatchedAlarmsPorts) {
    this.#ports = ports;
  }

  all(): Iterable<WatchedAlarm> {
    return this.#alarms.values();
  }

  /** Takes in what the disk does not have yet. */
  lookInMemory(): void {
    for (const event of this.#ports.volatileEvents.list()) {
      if (event.priority === "critical") this.#watch(event, event.json);
    }
  }

  /** Takes in what came into the store. @throws when it cannot be read. */
  lookInStore(): void {
    const newest = this.#ports.reader.events.newestSequence();
    if (newest === this.#newest) return;
    // A fresh store may begin again with lower numbers.
    if (newest < this.#newest) this.#lookedAt.clear();
    const areThrough = CRITICAL_LANES.map((lane) => this.#lookInLane(lane));
    if (!areThrough.includes(false)) this.#newest = newest;
  }

  /**
   * Forgets alarms that have no step left, but for those that are still offered from memory: these
   * would be found again as new.
   */
  forgetEnded(stepCount: number): void {
    for (const [id, { nextStep }] of this.#alarms) {
      const hasEnded = nextStep >= stepCount;
      if (hasEnded && this.#ports.volatileEvents.get(id) === undefined) this.#alarms.delete(id);
    }
  }

  /** False when there may be more than there is room for. */
  #lookInLane(lane: number): boolean {
    while (this.#alarms.size < WATCHED_LIMIT) {
      const after = this.#lookedAt.get(lane) ?? 0;
      const page = this.#ports.reader.escalations.unconfirmedCritical(lane, after, PAGE_ROWS);
      for (const event of page) this.#watch(event, event.body);
      const last = page.at(-1)?.ordinal;
      if (last !== undefined) this.#lookedAt.set(lane, last);
      if (page.length < PAGE_ROWS) return true;
    }
    return false;
  }

  #watch(event: EscalatedEvent, json: string): void {
    const known = this.#alarms.get(event.id);
    if (known !== undefined) {
      if (event.body !== undefined) known.event = event;
      return;
    }
    const receivedAtMs = receivedAt(json, this.#ports.clock);
    this.#alarms.set(event.id, { event, receivedAtMs, nextStep: 0, isBusy: false });
  }
}

/** When an event was received, by the monotonic clock: of another boot, before this one began. */
function receivedAt(json: string, clock: Clock): number {
  const { bootId, monotonicMs } = (JSON.parse(json) as EventCore).data.clock;
  return bootId === clock.bootId ? Math.min(monotonicMs, clock.monotonicMs()) : 0;
}
