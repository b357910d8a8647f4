/**
 * Unconfirmed critical events go to further destinations, step by step.
 *
 *     event ─▶ watched ─step due─▶ confirmed by anybody? ─yes─▶ forgotten
 *                 ▲                        │no
 *                 └────── next step ◀── owed to the destination, which sends it now
 *
 * Age is measured by the monotonic clock. That of an event of another boot is not known; it is at
 * least as old as this boot. What the disk does not take is escalated from memory.
 */
import type { EventPlace, NewEvent, Reader, StoreWriter } from "../../db/store.ts";
import { decodeHex } from "../../devices/hex.ts";
import type { Clock } from "../../devices/time.ts";
import { BoundedSet } from "../../devices/tools/bounded_map.ts";
import { Deadline } from "../tools/deadline.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import { withinTime } from "../tools/time_limit.ts";
import { SYSTEM_TIMERS } from "../tools/timers.ts";
import type { ExpeditedEvent } from "../delivery/destination.ts";
import type { Log } from "../ports.ts";
import { STORE_WITHIN_MS, type VolatileEvents } from "../delivery/volatile_events.ts";
import type { Wake } from "../tools/wake.ts";
import {
  CRITICAL_LANES,
  type EscalatedEvent,
  type WatchedAlarm,
  WatchedAlarms,
} from "./watched_alarms.ts";

/** Steps of which it is remembered that their event was not handed over yet. */
const UNSENT_LIMIT = 10_000;
/** Steps that may be on their way to the disk at once. */
const TAKING_LIMIT = 100;

/** What happens to an event that is not confirmed for so long. */
export interface EscalationStep {
  readonly afterMs: number;
  readonly destination: { readonly number: number; readonly name: string };
  /** The destination takes events that prove nothing of their sender, too. */
  readonly unverified: boolean;
}

export interface EscalationPorts {
  /** In the order of time. */
  readonly steps: readonly EscalationStep[];
  readonly reader: Pick<Reader, "escalations" | "events" | "lanes">;
  readonly store: StoreWriter;
  readonly volatileEvents: Pick<VolatileEvents, "list" | "get" | "trackUntilDurable" | "escalate">;
  /** Has a destination send an event now. */
  readonly expedite: (destination: number, event: ExpeditedEvent) => void;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
}

export class Escalation implements AsyncDisposable {
  readonly #ports: EscalationPorts;
  readonly #alarms: WatchedAlarms;
  readonly #taking = new PendingPromises();
  /** Destination and event of steps whose event was not handed over yet. */
  readonly #unsent = new BoundedSet<string>(UNSENT_LIMIT);
  readonly #counts = new Map<string, number>();
  readonly #deadline: Deadline;
  readonly #stopListening: () => void;
  #stopSoon: (() => void) | undefined;
  #isStopped = false;

  constructor(ports: EscalationPorts) {
    this.#ports = ports;
    this.#alarms = new WatchedAlarms(ports);
    this.#deadline = new Deadline(ports.clock, () => this.#turn());
    this.#stopListening = ports.wake.listen(() => this.#turnSoon());
    this.#turnSoon();
  }

  /** Steps taken since the start, by name of the destination. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** A destination hands over an event; of an escalated one the first time is noted. */
  sent(destination: number, id: string): void {
    if (!this.#unsent.delete(`${destination}/${id}`)) return;
    const event = decodeHex(id)!;
    const atUnixMs = this.#ports.clock.unixMs();
    const note = { event, destination, atUnixMs };
    this.#ports.store.write("noteEscalationSent", note).catch((cause) =>
      this.#warn("cannot note that an escalated event was sent", cause)
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    this.#deadline[Symbol.dispose]();
    this.#stopSoon?.();
    await this.#taking.settled();
  }

  /** After the forwarders, which have heard the same wake: an event goes out before it is watched. */
  #turnSoon(): void {
    if (this.#isStopped) return;
    this.#stopSoon ??= SYSTEM_TIMERS.soon(() => {
      this.#stopSoon = undefined;
      this.#turn();
    });
  }

  #turn(): void {
    if (this.#isStopped) return;
    this.#alarms.lookInMemory();
    try {
      this.#alarms.lookInStore();
    } catch (cause) {
      this.#warn("cannot read what nobody confirmed", cause);
    }
    this.#alarms.forgetEnded(this.#ports.steps.length);
    this.#takeDue();
  }

  #takeDue(): void {
    const now = this.#ports.clock.monotonicMs();
    let nextDueMs = Infinity;
    for (const watched of this.#alarms.all()) {
      const step = this.#ports.steps[watched.nextStep];
      if (watched.isBusy || step === undefined) continue;
      const dueMs = watched.receivedAtMs + step.afterMs;
      if (dueMs > now) nextDueMs = Math.min(nextDueMs, dueMs);
      else if (this.#taking.size < TAKING_LIMIT) this.#begin(watched);
    }
    this.#deadline.notAfter(nextDueMs);
  }

  #begin(watched: WatchedAlarm): void {
    watched.isBusy = true;
    const taking = this.#take(watched).catch((cause) =>
      this.#warn("cannot escalate an event", cause)
    );
    void this.#taking.add(taking).then(() => {
      watched.isBusy = false;
      this.#turnSoon();
    });
  }

  async #take(watched: WatchedAlarm): Promise<void> {
    const { event } = watched;
    const { steps } = this.#ports;
    const step = steps[watched.nextStep]!;
    const isTaker = event.lane === CRITICAL_LANES[0] || step.unverified;
    const outcome = isTaker ? await this.#escalate(event, step) : "not-taken";
    if (outcome === "escalated") this.#count(event, step);
    watched.nextStep = outcome === "confirmed" ? steps.length : watched.nextStep + 1;
  }

  async #escalate(event: EscalatedEvent, step: EscalationStep) {
    const { clock, store, volatileEvents } = this.#ports;
    if (volatileEvents.get(event.id) !== undefined) return this.#escalateFromMemory(event, step);
    if (this.#isConfirmed(event)) return "confirmed";
    const destination = step.destination.number;
    this.#unsent.add(`${destination}/${event.id}`);
    const write = store.write("escalate", {
      event: decodeHex(event.id)!,
      destination,
      dueAtUnixMs: clock.unixMs(),
    });
    const result = await this.#inTime(event, write);
    if (result === undefined) return this.#escalateFromMemory(event, step);
    if (result.outcome === "escalated") this.#expedite(destination, event.id, result.place);
    return result.outcome;
  }

  #expedite(destination: number, id: string, { lane, ordinal }: EventPlace): void {
    this.#ports.expedite(destination, { id, place: { lane, ordinal } });
    this.#ports.wake.notify();
  }

  #isConfirmed({ lane, ordinal }: EscalatedEvent): boolean {
    try {
      return ordinal !== undefined && this.#ports.reader.lanes.isConfirmed(lane, ordinal);
    } catch {
      // The disk will say so again when the step is stored, which does not wait for it.
      return false;
    }
  }

  /** What the store said; undefined when it does not say so in time or fails. */
  async #inTime<T>(event: EscalatedEvent, write: Promise<T>): Promise<T | undefined> {
    // It offers the event from memory by the time at which the wait below is over.
    if (event.body !== undefined) {
      this.#ports.volatileEvents.trackUntilDurable(newEventOf(event), write);
    }
    try {
      return await withinTime(STORE_WITHIN_MS, write);
    } catch (cause) {
      this.#warn("cannot store a step of escalation", cause);
      return undefined;
    }
  }

  #escalateFromMemory(event: EscalatedEvent, { destination }: EscalationStep) {
    const { clock, volatileEvents, expedite } = this.#ports;
    const outcome = volatileEvents.escalate(destination.number, event.id, clock.unixMs());
    if (outcome === "escalated") expedite(destination.number, { id: event.id });
    return outcome;
  }

  #count(event: EscalatedEvent, { destination: { name } }: EscalationStep): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    const fields = { event: event.id, destination: name };
    this.#ports.log.warn("nobody confirmed an alarm in time: it goes on", fields);
  }

  #warn(message: string, cause: unknown): void {
    this.#ports.log.warn(message, { cause: String(cause) });
  }
}

function newEventOf({ body, hash, id, lane, type }: EscalatedEvent): NewEvent {
  return {
    id: decodeHex(id)!,
    lane,
    type,
    receivedAtUnixMs: 0,
    hash: decodeHex(hash)!,
    body: body!,
  };
}
