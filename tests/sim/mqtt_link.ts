import type { StoredEvent } from "../../db/reader.ts";
import { lanePriority } from "../../db/lane_number.ts";
import { newMqttCounters } from "../../handlers/forward/counters.ts";
import { Deliveries } from "../../handlers/forward/deliveries.ts";
import type { Outbox } from "../../handlers/forward/outbox.ts";
import { UnstoredQueue } from "../../handlers/forward/unstored_queue.ts";
import { sourceOf } from "../../handlers/new_event.ts";
import { eventJson } from "../../handlers/outgoing.ts";
import { CRITICAL, type Urgency } from "../../handlers/scheduler.ts";
import type { UnstoredEvent } from "../../handlers/unstored.ts";
import type { Broker } from "./broker.ts";
import { GATEWAY, type GatewayProcess } from "./gateway_process.ts";
import { expect } from "./oracle.ts";

const WINDOW = 3;
const CRITICAL_REPUBLISH_MS = 2_000;
const REPUBLISH_MS = 5_000;
const PUBACK_TIMEOUT_MS = 5_000;
/** Lower publishes that may pass a critical event: a window of them, and a turn of each class. */
const PASSED_LIMIT = WINDOW + 3;

interface Flight {
  readonly sentAtMs: number;
  readonly event?: StoredEvent;
  readonly unstored?: UnstoredEvent;
}

/**
 * One connection of a gateway to the broker: the gateway's outbox, scheduler and deliveries, with
 * packets that are function calls.
 */
export class MqttLink {
  readonly #outbox: Outbox;
  readonly #unstored: UnstoredQueue;
  readonly #deliveries: Deliveries;
  readonly #flights = new Map<number, Flight>();
  readonly #stopListening: () => void;
  /** The last critical event that was published over this connection for the first time. */
  #lastCritical = 0;
  /** By critical event that waits, how many lower ones went before it. */
  readonly #passed = new Map<string, number>();
  #nextPacket = 1;
  #stopWaiting = () => {};
  #isOver = false;

  constructor(
    readonly gateway: GatewayProcess,
    readonly broker: Broker,
    readonly destination: { readonly number: number; readonly name: string },
  ) {
    const { parts, disk: { reader } } = gateway.ports;
    const { unstored } = gateway;
    this.#outbox = parts.outbox({
      reader,
      destination: destination.number,
      window: WINDOW,
      republishMs: (urgency: Urgency) =>
        urgency === CRITICAL ? CRITICAL_REPUBLISH_MS : REPUBLISH_MS,
    });
    const lanes = reader.lanes().filter(({ number }) => number === destination.number);
    this.#unstored = new UnstoredQueue({
      unstored,
      destination: destination.number,
      lanes: new Set(lanes.map(({ lane }) => lane)),
      republishMs: CRITICAL_REPUBLISH_MS,
    });
    this.#deliveries = this.#createDeliveries();
    this.#stopListening = gateway.wake.listen(() => this.#wake());
    this.#pump();
  }

  get isOver(): boolean {
    return this.#isOver || this.gateway.isOver;
  }

  end(): void {
    this.#isOver = true;
    this.#stopWaiting();
    this.#stopListening();
  }

  /** The broker answers a publish. */
  acknowledged(packet: number, reasonCode: number): void {
    const flight = this.#flights.get(packet);
    if (this.isOver || flight === undefined) return;
    this.#flights.delete(packet);
    const isHeard = reasonCode === 0;
    const now = this.gateway.ports.time.monotonicMs();
    if (flight.event === undefined) this.#outbox.release();
    else this.#outbox.settle(flight.event, reasonCode < 0x80 ? "taken" : "refused", now);
    if (isHeard) this.#deliveries.taken((flight.event ?? flight.unstored)!);
    this.#pump();
  }

  receipt(payload: Uint8Array): void {
    if (!this.isOver) this.#deliveries.receive(payload);
  }

  #createDeliveries(): Deliveries {
    const { confirmations, log, raise, unstored } = this.gateway;
    return new Deliveries({
      destination: this.destination,
      confirm: this.broker.confirm,
      confirmations,
      unstored,
      clock: this.gateway.ports.time,
      timers: this.gateway.timers,
      counters: newMqttCounters(),
      log,
      raise,
      receiptRules: () => ({ source: sourceOf(GATEWAY) }),
      onConfirmed: (id) => this.#outbox.confirmed(id),
      onStage: () => {},
      onRoom: () => this.#pump(),
    });
  }

  #wake(): void {
    this.#publishUnstored();
    this.#outbox.refreshCritical();
    this.#publish(true);
    this.gateway.timers.after(0, () => this.#pump());
  }

  #pump(): void {
    if (this.isOver) return;
    const now = this.gateway.ports.time.monotonicMs();
    const oldest = this.#flights.values().next().value?.sentAtMs ?? Infinity;
    if (now - oldest >= PUBACK_TIMEOUT_MS) return this.end();
    this.#publishUnstored();
    this.#outbox.refresh();
    this.#publish(this.#deliveries.isFull);
    const dueMs = Math.min(
      this.#outbox.nextDueMs(now),
      this.#unstored.nextDueMs,
      oldest + PUBACK_TIMEOUT_MS,
    );
    this.#stopWaiting();
    if (dueMs === Infinity) return;
    this.#stopWaiting = this.gateway.timers.after(Math.max(1, dueMs - now), () => this.#pump());
  }

  #publishUnstored(): void {
    const now = this.gateway.ports.time.monotonicMs();
    for (const unstored of this.#unstored.due(now)) {
      if (!this.#outbox.hold(CRITICAL)) return;
      this.#unstored.published(unstored, now);
      this.#send(unstored.json, { sentAtMs: now, unstored });
    }
  }

  #publish(isOnlyCritical: boolean): void {
    const now = this.gateway.ports.time.monotonicMs();
    let event: StoredEvent | undefined;
    while ((event = this.#outbox.take(now, isOnlyCritical)) !== undefined) {
      this.#checkUrgency(event);
      this.#send(eventJson(event), { sentAtMs: now, event });
    }
  }

  #send(json: string, flight: Flight): void {
    const packet = this.#nextPacket++;
    this.#flights.set(packet, flight);
    this.broker.take(json, this, packet);
  }

  /** No critical event waits behind more than a window of lower ones. */
  #checkUrgency({ lane, ordinal }: StoredEvent): void {
    const { disk: { reader }, oracle } = this.gateway.ports;
    if (lanePriority(lane) === "critical") {
      this.#lastCritical = Math.max(this.#lastCritical, ordinal);
      this.#passed.clear();
      return;
    }
    for (const waiting of reader.pending(this.destination.number, 0, this.#lastCritical, 5)) {
      const passed = (this.#passed.get(waiting.id) ?? 0) + 1;
      this.#passed.set(waiting.id, passed);
      oracle.watch(() =>
        expect(passed <= PASSED_LIMIT, true, `${PASSED_LIMIT} lower events at most pass a panic`)
      );
    }
  }
}
