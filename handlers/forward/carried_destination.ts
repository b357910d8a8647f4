/**
 * A destination that is reached by separate requests: sends what its lanes owe until each event is
 * delivered. What differs from kind to kind is the carrier.
 *
 *     lanes ─▶ outbox ─window─▶ carrier ─┬─ delivered ─▶ confirmed in the store
 *                ▲                        ├─ refused ───▶ parked, again in 10 minutes
 *                └── again in a moment ◀──┴─ failed, busy ─▶ the gate may close for a while
 */
import { clearImmediate, setImmediate } from "node:timers";
import type { StoredEvent } from "../../db/reader.ts";
import { type EventName, eventType } from "../../devices/event.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import { eventJson } from "../outgoing.ts";
import { CRITICAL, type Urgency } from "../scheduler.ts";
import { lanePriority } from "../../db/lane_number.ts";
import type { UnstoredEvent } from "../unstored.ts";
import type { Carrier, CarrierOutcome } from "./carrier.ts";
import { type CarrierCounters, newCarrierCounters } from "./carrier_counters.ts";
import { CarrierPath, type Recovery } from "./carrier_path.ts";
import { ConfirmedEvents } from "./confirmed_events.ts";
import { Deadline } from "./deadline.ts";
import type {
  Destination,
  DestinationPorts,
  DestinationReport,
  UrgedEvent,
} from "./destination.ts";
import { IdleProbe } from "./idle_probe.ts";
import { Outbox } from "./outbox.ts";
import { ParkedEvents } from "./parked_events.ts";
import { PendingCritical } from "./pending_critical.ts";
import { UnstoredQueue } from "./unstored_queue.ts";

/** A delivery that could not be stored is made again after this. */
const UNCONFIRMED_RETRY_MS = { critical: 15_000, others: 300_000 };
/** An event that did not get through is tried again after this, while others go on. */
const FAILED_RETRY_MS = { critical: 2_000, others: 5_000 };
/** An event that was refused is tried again after this, and at every start. */
const PARKED_MS = 600_000;
/** With a probe before and its time-out, within the 90 s that are promised. */
const LOST_AFTER_MS = 45_000;

export interface CarriedDestinationPorts extends DestinationPorts {
  readonly carrier: Carrier;
  /** Events on their way at once; one slot is kept for critical events. */
  readonly window: number;
  /** Default: 10 minutes. */
  readonly parkedMs?: number;
}

/** What a status page and metrics show of it. */
export interface CarriedReport extends DestinationReport, Readonly<CarrierCounters> {}

export class CarriedDestination implements Destination {
  readonly #outbox: Outbox;
  readonly #unstored: UnstoredQueue;
  readonly #confirmed: ConfirmedEvents;
  readonly #path: CarrierPath;
  readonly #deadline: Deadline;
  readonly #parked = new ParkedEvents();
  readonly #critical: PendingCritical;
  readonly #counters = newCarrierCounters();
  readonly #idle = new IdleProbe();
  readonly #cut = new AbortController();
  readonly #sending = new Set<Promise<void>>();
  readonly #stopListening: () => void;
  #soon: ReturnType<typeof setImmediate> | undefined;
  #isStopping = false;

  /** Begins at once and goes on until it is disposed. */
  constructor(readonly ports: CarriedDestinationPorts) {
    const { clock, lostAfterMs = LOST_AFTER_MS, wake } = ports;
    const destination = ports.destination.number;
    this.#outbox = this.#newOutbox();
    this.#critical = new PendingCritical(ports.reader, destination);
    const lanes = ports.reader.lanes().filter(({ number }) => number === destination);
    this.#unstored = new UnstoredQueue({
      unstored: ports.unstored,
      destination,
      lanes: new Set(lanes.map(({ lane }) => lane)),
      republishMs: UNCONFIRMED_RETRY_MS.critical,
    });
    this.#confirmed = new ConfirmedEvents({ ...ports, onRoom: () => this.#pumpSoon() });
    this.#path = new CarrierPath({ ...ports, name: ports.destination.name, lostAfterMs });
    this.#deadline = new Deadline(clock, () => this.#pump());
    this.#stopListening = wake.listen(() => this.#onWake());
    this.#pumpSoon();
  }

  get destination() {
    return this.ports.destination;
  }

  status(): CarriedReport {
    const { critical, others } = this.#outbox.inFlight;
    return {
      name: this.ports.destination.name,
      type: this.ports.carrier.type,
      ...this.#path.report(),
      inFlight: critical + others,
      parked: this.#parked.report(),
      ...this.#counters,
    };
  }

  urge({ id, place }: UrgedEvent): void {
    const now = this.ports.clock.monotonicMs();
    if (place === undefined) this.#unstored.hasten(id);
    else this.#outbox.hasten({ id, ...place }, now);
    this.#path.gate.hurry(() => true);
    this.#pump();
  }

  /** Ends; what is not delivered stays owed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    this.#stopListening();
    this.#deadline[Symbol.dispose]();
    this.#path[Symbol.dispose]();
    clearImmediate(this.#soon);
    this.#cut.abort();
    await Promise.all(this.#sending);
    await this.#confirmed.settled();
    this.ports.carrier[Symbol.dispose]();
  }

  #newOutbox(): Outbox {
    const { destination, parkedMs = PARKED_MS, reader, window } = this.ports;
    const by = (times: { critical: number; others: number }) => (urgency: Urgency) =>
      urgency === CRITICAL ? times.critical : times.others;
    return new Outbox({
      reader,
      destination: destination.number,
      window,
      republishMs: by(UNCONFIRMED_RETRY_MS),
      retryMs: (urgency) => ({ refused: parkedMs, failed: by(FAILED_RETRY_MS)(urgency) }),
    });
  }

  /** What is critical is on its way before this returns, everything else in a moment. */
  #onWake(): void {
    this.#guard(() => {
      const now = this.ports.clock.monotonicMs();
      if (this.#isStopping || !this.#mayGo(now)) return;
      this.#sendUnstored(now);
      this.#outbox.refreshCritical();
      this.#sendStored(now, true);
      this.#pumpSoon();
    });
  }

  #pumpSoon(): void {
    if (this.#isStopping) return;
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#isStopping) return;
    const now = this.ports.clock.monotonicMs();
    this.#guard(() => this.#sendDue(now));
    this.#probeWhenIdle(now);
  }

  #sendDue(now: MonotonicMs): void {
    if (!this.#mayGo(now)) return this.#deadline.notAfter(this.#path.gate.opensAtMs);
    this.#sendUnstored(now);
    this.#outbox.refresh();
    this.#sendStored(now, this.#confirmed.isFull);
    this.#deadline.notAfter(Math.min(this.#outbox.nextDueMs(now), this.#unstored.nextDueMs));
  }

  #mayGo(now: MonotonicMs): boolean {
    return this.#path.gate.isOpen(now) || this.#path.gate.hurry(() => this.#critical.look());
  }

  #sendUnstored(now: MonotonicMs): void {
    for (const unstored of this.#unstored.due(now)) {
      if (!this.#outbox.hold(CRITICAL)) return;
      this.#unstored.published(unstored, now);
      this.#track(this.#sendFromMemory(unstored));
    }
  }

  #sendStored(now: MonotonicMs, isOnlyCritical: boolean): void {
    for (;;) {
      const { critical, others } = this.#outbox.inFlight;
      const isTried = this.#path.gate.isOnTrial && critical + others > 0;
      const event = this.#outbox.take(now, isOnlyCritical || isTried);
      if (event === undefined) return;
      this.#track(this.#sendFromStore(event));
    }
  }

  #track(sending: Promise<void>): void {
    const tracked = sending.finally(() => this.#sending.delete(tracked));
    this.#sending.add(tracked);
  }

  async #sendFromMemory(event: UnstoredEvent): Promise<void> {
    const outcome = await this.#carry(event, event.json);
    this.#outbox.release();
    if (outcome.result === "delivered") this.#confirm(event);
    else {
      const now = this.ports.clock.monotonicMs();
      this.#unstored.failed(event.id, now, FAILED_RETRY_MS.critical);
    }
    this.#pumpSoon();
  }

  async #sendFromStore(event: StoredEvent): Promise<void> {
    const outcome = await this.#carry(event, eventJson(event));
    const now = this.ports.clock.monotonicMs();
    switch (outcome.result) {
      case "delivered":
        this.#outbox.settle(event, "taken", now);
        this.#confirm(event);
        break;
      case "refused":
      case "barred":
        this.#parked.refused(event.id, outcome.reason);
        this.#outbox.settle(event, "refused", now);
        break;
      case "failed":
      case "busy":
        this.#outbox.settle(event, "failed", now);
    }
    this.#pumpSoon();
  }

  async #carry(
    { id, lane, type }: Pick<StoredEvent, "id" | "lane" | "type">,
    json: string,
  ): Promise<CarrierOutcome> {
    this.#counters.sent++;
    this.ports.onSent?.(id);
    this.#idle.sent(this.ports.clock.monotonicMs());
    const message = {
      id,
      type: eventType(type as EventName),
      priority: lanePriority(lane),
      json,
    };
    const outcome = await this.ports.carrier.send(message, this.#cut.signal);
    this.#counters[outcome.result]++;
    if (!this.#isStopping) this.#goOn(this.#path.took(outcome));
    return outcome;
  }

  #confirm({ id, lane }: Pick<StoredEvent, "id" | "lane">): void {
    const onVerdict = () => {
      this.#outbox.confirmed(id);
      this.#parked.delivered(id);
    };
    this.#confirmed.add(id, undefined, onVerdict, { isPatient: lanePriority(lane) === "low" });
  }

  /** What failed for want of the receiver goes again once there is one. */
  #goOn({ ofBar, ofFailures }: Recovery): void {
    const now = this.ports.clock.monotonicMs();
    if (ofFailures) this.#outbox.hastenAll("failed", now);
    if (ofBar) this.#outbox.hastenAll("refused", now);
  }

  #probeWhenIdle(now: MonotonicMs): void {
    if (this.#idle.isDue(now)) this.#track(this.#probe());
    this.#deadline.notAfter(this.#idle.nextAtMs);
  }

  async #probe(): Promise<void> {
    const reason = await this.ports.carrier.probe(this.#cut.signal);
    if (!this.#isStopping) this.#path.probed(reason);
  }

  /** What fails here is a read of the store; it is tried again at the next wake or probe. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (cause) {
      const fields = { destination: this.ports.destination.name, reason: String(cause) };
      this.ports.log.warn("cannot read what is owed", fields);
    }
  }
}
