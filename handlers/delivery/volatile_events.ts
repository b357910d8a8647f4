/**
 * Events that must not wait for the disk. A critical event that is not stored within
 * `STORE_WITHIN_MS` goes out from memory, marked `durable: false`, and its wearable gets no answer.
 *
 *     write ─┬─ stored in time ─▶ nothing to do
 *            └─ not yet, or failed ─▶ listed: every way of delivery offers it ─▶ stored ─▶ unlisted
 *
 * What destinations confirm meanwhile is kept, and confirmed in the store once the event is there.
 */
import { type Acknowledgement, lanePriority, type NewEvent } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { SYSTEM_TIMERS, type Timers } from "../tools/timers.ts";
import type { Wake } from "../tools/wake.ts";

/** How long an event may wait for its commit before it goes out without, in ms. */
export const STORE_WITHIN_MS = 250;
/** Events kept; beyond it the least urgent, and of those the oldest, is no longer offered. */
export const VOLATILE_LIMIT = 10_000;

/** An event that is offered although it is not stored. */
export interface VolatileEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** 64 hex digits. */
  readonly hash: string;
  readonly type: string;
  readonly lane: number;
  readonly priority: Priority;
  /** The CloudEvents object, with `durable: false` and without a sequence. */
  readonly json: string;
}

interface Listed {
  readonly event: VolatileEvent;
  /** By number of the destination. */
  readonly confirmedBy: Map<number, KeptConfirmation>;
  /** By number of the destination, when the step was due; Unix ms. */
  readonly escalatedTo: Map<number, number>;
}

/** A step of escalation that was taken from memory, to be recorded now that the event is stored. */
export interface LateStep {
  readonly event: Uint8Array;
  /** Number of the destination. */
  readonly destination: number;
  readonly dueAtUnixMs: number;
}

/** What is to be kept of a confirmation beside that it came. */
export type ConfirmationEvidence = Pick<Acknowledgement, "receipt" | "offeredAtUnixMs">;

interface KeptConfirmation {
  readonly destination: ConfirmingDestination;
  readonly evidence: ConfirmationEvidence;
}

/** What is to be confirmed in the store, now that the event is there. */
export interface LateConfirmation extends Acknowledgement {
  readonly destination: ConfirmingDestination;
}

/** Records what became of an event in memory, once it is stored. */
export interface LateRecords {
  confirmed(confirmation: LateConfirmation): void;
  /** Called before `confirmed`: what is confirmed of a step has to be owed by then. */
  escalated(step: LateStep): void;
}

export interface VolatileEventPorts {
  readonly wake: Wake;
  /** Numbers of destinations that are owed only what is escalated to them. */
  readonly escalationOnly?: ReadonlySet<number>;
  readonly limit?: number;
  readonly timers?: Timers;
}

export class VolatileEvents {
  readonly #ports: VolatileEventPorts;
  readonly #listed = new Map<string, Listed>();
  readonly #records: LateRecords[] = [];
  #droppedCount = 0;

  constructor(ports: VolatileEventPorts) {
    this.#ports = ports;
  }

  /** From now on it records what became of events that are stored after all. */
  recordIn(records: LateRecords): void {
    this.#records.push(records);
  }

  /** Offers an event from memory when its write takes too long or fails, and until it is stored. */
  trackUntilDurable(event: NewEvent, write: Promise<unknown>): void {
    const timers = this.#ports.timers ?? SYSTEM_TIMERS;
    const stopWaiting = timers.after(STORE_WITHIN_MS, () => this.#list(event));
    write.then(() => this.#unlist(event), () => this.#keep(event)).finally(stopWaiting);
  }

  /** What is offered now, most urgent first, then in the order in which it came. */
  list(): VolatileEvent[] {
    // Asked with each event that is sent, and mostly there is none.
    if (this.#listed.size === 0) return [];
    return [...this.#listed.values()].map(({ event }) => event)
      .toSorted((a, b) => a.lane - b.lane);
  }

  get(id: string): VolatileEvent | undefined {
    return this.#listed.get(id)?.event;
  }

  /** Names of the destinations that have confirmed an event. */
  confirmedBy(id: string): string[] {
    const kept = this.#listed.get(id)?.confirmedBy.values() ?? [];
    return [...kept].map(({ destination }) => destination.name);
  }

  /** Events that were dropped from memory because there were too many. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  /**
   * Takes the confirmation of an event that is not stored yet.
   * @returns `unknown` when no such event is offered.
   */
  confirm(
    destination: ConfirmingDestination,
    id: string,
    hash: string | undefined,
    evidence: ConfirmationEvidence = {},
  ): "confirmed" | "wrong-hash" | "unknown" {
    const listed = this.#listed.get(id);
    if (listed === undefined) return "unknown";
    if (hash !== undefined && hash !== listed.event.hash) return "wrong-hash";
    const kept = listed.confirmedBy.get(destination.number);
    // The first receipt is the one that ended the delivery.
    if (kept?.evidence.receipt === undefined) {
      listed.confirmedBy.set(destination.number, { destination, evidence });
    }
    return "confirmed";
  }

  /** Whether a destination should be offered an event, if it takes such. */
  isOwedTo(destination: number, id: string): boolean {
    const listed = this.#listed.get(id);
    if (listed === undefined || listed.confirmedBy.has(destination)) return false;
    const isEscalatedOnly = this.#ports.escalationOnly?.has(destination) ?? false;
    return !isEscalatedOnly || listed.escalatedTo.has(destination);
  }

  /** Offers an event to one more destination, unless a destination has confirmed it. */
  escalate(
    destination: number,
    id: string,
    dueAtUnixMs: number,
  ): "escalated" | "confirmed" | "unknown" {
    const listed = this.#listed.get(id);
    if (listed === undefined) return "unknown";
    if (listed.confirmedBy.size > 0) return "confirmed";
    if (!listed.escalatedTo.has(destination)) listed.escalatedTo.set(destination, dueAtUnixMs);
    return "escalated";
  }

  #list(event: NewEvent): void {
    const volatileEvents = toVolatile(event);
    const listed = { event: volatileEvents, confirmedBy: new Map(), escalatedTo: new Map() };
    this.#listed.set(volatileEvents.id, listed);
    if (this.#listed.size > (this.#ports.limit ?? VOLATILE_LIMIT)) this.#dropLeastUrgent();
    this.#ports.wake.notify("alarm");
  }

  /** The write failed: what is known of it so far holds on. */
  #keep(event: NewEvent): void {
    if (!this.#listed.has(encodeHex(event.id))) this.#list(event);
  }

  #dropLeastUrgent(): void {
    const events = [...this.#listed.values()].map(({ event }) => event);
    const lowest = Math.max(...events.map(({ lane }) => lane));
    this.#listed.delete(events.find(({ lane }) => lane === lowest)!.id);
    this.#droppedCount++;
  }

  #unlist(event: NewEvent): void {
    const id = encodeHex(event.id);
    const listed = this.#listed.get(id);
    this.#listed.delete(id);
    if (listed !== undefined) {
      for (const records of this.#records) {
        record(event, listed, records);
      }
    }
  }
}

function record({ hash, id }: NewEvent, listed: Listed, records: LateRecords): void {
  for (const [destination, dueAtUnixMs] of listed.escalatedTo) {
    records.escalated({ event: id, destination, dueAtUnixMs });
  }
  for (const { destination: confirmedBy, evidence } of listed.confirmedBy.values()) {
    // It was offered, though from memory, which the store does not know.
    const destination = { ...confirmedBy, onlyOffered: false };
    records.confirmed({ destination, id, hash, ...evidence });
  }
}

function toVolatile(event: NewEvent): VolatileEvent {
  const hash = encodeHex(event.hash);
  return {
    id: encodeHex(event.id),
    hash,
    type: event.type,
    lane: event.lane,
    priority: lanePriority(event.lane),
    json: `${event.body.slice(0, -1)},"durable":false,"hash":"${hash}"}`,
  };
}

/** A destination as far as its confirmations are concerned. */
export interface ConfirmingDestination {
  readonly number: number;
  readonly name: string;
  /** Refuse what was never offered to it. */
  readonly onlyOffered: boolean;
  /** No caller waits for it: its commit may wait for others. */
  readonly mayDefer?: boolean;
}
