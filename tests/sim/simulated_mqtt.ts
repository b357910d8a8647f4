import { lanePriority } from "../../db/store.ts";
import { Receipts } from "../../handlers/delivery/confirmations/receipts.ts";
import type { RetryDelays } from "../../handlers/delivery/queue/priority_lanes.ts";
import { CRITICAL, type Urgency } from "../../handlers/delivery/queue/scheduler.ts";
import type {
  Link,
  LinkHost,
  Message,
  SendOutcome,
  Transport,
} from "../../handlers/delivery/transport.ts";
import { newMqttCounters } from "../../handlers/delivery/transports/mqtt/mqtt_counters.ts";
import { sourceOf } from "../../handlers/events/new_event.ts";
import type { Broker } from "./broker.ts";
import { GATEWAY, type GatewayProcess } from "./gateway_process.ts";
import { expect } from "./oracle.ts";

const WINDOW = 3;
const CRITICAL_REPUBLISH_MS = 2_000;
const REPUBLISH_MS = 5_000;
const PUBACK_TIMEOUT_MS = 5_000;
const CONNECT_MS = 20;
/** Lower publishes that may pass a critical event: a window of them, and a turn of each class. */
const PASSED_LIMIT = WINDOW + 3;

/** Carries events to the simulated broker, with packets that are function calls. */
export class SimulatedMqtt implements Transport {
  readonly type = "mqtt";
  readonly lostAfterMs = 60_000;
  readonly #gateway: GatewayProcess;
  readonly #broker: Broker;
  readonly #destination: { readonly number: number; readonly name: string };
  #receipts: Receipts | undefined;

  constructor(
    gateway: GatewayProcess,
    broker: Broker,
    destination: { readonly number: number; readonly name: string },
  ) {
    this.#gateway = gateway;
    this.#broker = broker;
    this.#destination = destination;
  }

  retryDelays(urgency: Urgency): RetryDelays {
    const taken = urgency === CRITICAL ? CRITICAL_REPUBLISH_MS : REPUBLISH_MS;
    return { taken, refused: 2 * taken, failed: taken };
  }

  counters(): Readonly<Record<string, number>> {
    return {};
  }

  open(host: LinkHost): Promise<Link> {
    const { promise, reject, resolve } = Promise.withResolvers<Link>();
    this.#receipts ??= this.#newReceipts(host);
    const receipts = this.#receipts;
    this.#gateway.timers.after(CONNECT_MS, () => {
      if (this.#broker.isDown) return reject(new Error("the broker is away"));
      const link = new SimulatedLink({
        gateway: this.#gateway,
        broker: this.#broker,
        destination: this.#destination.number,
        host,
        receipts,
      });
      this.#broker.accept(link);
      resolve(link);
    });
    return promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  #newReceipts(host: LinkHost): Receipts {
    const { clock, log, raise } = this.#gateway.core;
    return new Receipts({
      name: this.#destination.name,
      confirm: this.#broker.confirm,
      confirmations: host,
      counters: newMqttCounters(),
      raise,
      clock,
      log,
      rules: () => ({ source: sourceOf(GATEWAY) }),
      onStage: () => {},
    });
  }
}

interface Flight {
  readonly sentAtMs: number;
  readonly message: Message;
  readonly settle: (outcome: SendOutcome) => void;
}

interface SimulatedLinkPorts {
  readonly gateway: GatewayProcess;
  readonly broker: Broker;
  /** Number of the destination. */
  readonly destination: number;
  readonly host: LinkHost;
  readonly receipts: Receipts;
}

/** One connection of a gateway to the broker. */
export class SimulatedLink implements Link {
  readonly isConnection = true;
  readonly maxInFlight = WINDOW;
  readonly #ports: SimulatedLinkPorts;
  readonly #flights = new Map<number, Flight>();
  /** The last critical event that was published over this connection for the first time. */
  #lastCritical = 0;
  /** By critical event that waits, how many lower ones went before it. */
  readonly #passed = new Map<string, number>();
  #nextPacket = 1;
  #isOver = false;

  constructor(ports: SimulatedLinkPorts) {
    this.#ports = ports;
  }

  get isOver(): boolean {
    return this.#isOver || this.#ports.gateway.isOver;
  }

  get nextTickMs(): number {
    const oldest = this.#flights.values().next().value?.sentAtMs ?? Infinity;
    return oldest + PUBACK_TIMEOUT_MS;
  }

  send(message: Message, settle: (outcome: SendOutcome) => void): void {
    this.#checkUrgency(message.id);
    const packet = this.#nextPacket++;
    const sentAtMs = this.#ports.gateway.ports.time.monotonicMs();
    this.#flights.set(packet, { sentAtMs, message, settle });
    this.#ports.broker.take(message.json, this, packet);
  }

  tick(): void {
    if (this.#ports.gateway.ports.time.monotonicMs() >= this.nextTickMs) this.end();
  }

  end(): void {
    if (this.isOver) return;
    this.#isOver = true;
    this.#ports.gateway.timers.after(0, () => this.#ports.host.ended("the connection was closed"));
  }

  /** The broker answers a publish. */
  acknowledged(packet: number, reasonCode: number): void {
    const flight = this.#flights.get(packet);
    if (this.isOver || flight === undefined) return;
    this.#flights.delete(packet);
    this.#ports.host.answered();
    if (reasonCode >= 0x80) flight.settle({ result: "refused", reason: "quota exceeded" });
    else if (reasonCode === 0) flight.settle(this.#ports.receipts.taken(flight.message));
    else flight.settle({ result: "unheard" });
  }

  receipt(payload: Uint8Array): void {
    if (!this.isOver) this.#ports.receipts.receive(payload);
  }

  /** No critical event waits behind more than a window of lower ones. */
  #checkUrgency(id: string): void {
    const { destination, gateway: { ports: { disk: { read }, oracle } } } = this.#ports;
    const event = read.events.byId(Uint8Array.fromHex(id));
    if (event === undefined) return;
    if (lanePriority(event.lane) === "critical") {
      this.#lastCritical = Math.max(this.#lastCritical, event.ordinal);
      this.#passed.clear();
      return;
    }
    for (const waiting of read.lanes.pending(destination, 0, this.#lastCritical, 5)) {
      const passed = (this.#passed.get(waiting.id) ?? 0) + 1;
      this.#passed.set(waiting.id, passed);
      oracle.watch(() =>
        expect(passed <= PASSED_LIMIT, true, `${PASSED_LIMIT} lower events at most pass a panic`)
      );
    }
  }
}
