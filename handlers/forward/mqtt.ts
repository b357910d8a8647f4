/**
 * A destination that is reached by MQTT: publishes what its lanes owe until it is confirmed.
 *
 *     connecting ─CONNACK─▶ connected ─broken─▶ waiting ─pause over, or a panic─▶ connecting …
 *
 * A broker carries and proves nothing: with receipts, only what dispatch says ends a delivery.
 */
import type { StoredEvent } from "../../db/reader.ts";
import { type GatewayName, sourceOf } from "../new_event.ts";
import { CRITICAL } from "../scheduler.ts";
import { type MqttCounters, newMqttCounters } from "./counters.ts";
import { Deliveries } from "./deliveries.ts";
import type {
  Destination,
  DestinationPorts,
  DestinationReport,
  UrgedEvent,
} from "./destination.ts";
import { type HeartbeatContent, stateJson } from "./gateway_state.ts";
import { MqttConnection } from "./mqtt_connection.ts";
import { mqttOptions } from "./mqtt_options.ts";
import { MqttPath } from "./mqtt_path.ts";
import type { Statement } from "./mqtt_publisher.ts";
import type { MqttSettings } from "./mqtt_settings.ts";
import { Outbox } from "./outbox.ts";
import { Pace } from "./pace.ts";
import { ParkedEvents } from "./parked_events.ts";
import { PendingCritical } from "./pending_critical.ts";
import type { Receipt } from "./receipt.ts";
import { ReceiptKeys } from "./receipt_keys.ts";
import { type Topics, topicsOf } from "./topics.ts";
import { UnstoredQueue } from "./unstored_queue.ts";

const HEARTBEAT_MS = 30_000;
/** How long a farewell may take when the gateway stops. */
const FAREWELL_MS = 500;

export interface MqttDestinationPorts extends DestinationPorts {
  readonly settings: MqttSettings;
  readonly gateway: GatewayName;
  readonly heartbeat: () => HeartbeatContent;
  /** Default: 30 s. */
  readonly heartbeatMs?: number;
  /** Dispatch is further with an event than having received it. Its hash was right. */
  readonly onStage: (receipt: Receipt) => void;
}

/** What a status page and metrics show of it. */
export interface MqttReport extends DestinationReport, Readonly<MqttCounters> {
  readonly type: "mqtt";
  /** Publishes that may be in flight on this connection; absent: there is none. */
  readonly window?: number;
}

export class MqttDestination implements Destination {
  readonly #topics: Topics;
  readonly #receiptKeys: ReceiptKeys;
  readonly #deliveries: Deliveries;
  readonly #path: MqttPath;
  readonly #parked = new ParkedEvents();
  readonly #critical: PendingCritical;
  readonly #counters = newMqttCounters();
  readonly #stopListening: () => void;
  readonly #heartbeatTimer: ReturnType<typeof setInterval>;
  readonly #running: Promise<void>;
  #connections = 0;
  #connection: MqttConnection | undefined;
  #isStopping = false;

  /** Connects at once and goes on until it is disposed. */
  constructor(readonly ports: MqttDestinationPorts) {
    this.#topics = topicsOf(ports.gateway);
    this.#critical = new PendingCritical(ports.reader, ports.destination.number);
    this.#receiptKeys = new ReceiptKeys(ports.settings.receiptKey);
    this.#deliveries = new Deliveries({
      destination: ports.destination,
      confirm: ports.settings.confirm,
      confirmations: ports.confirmations,
      unstored: ports.unstored,
      counters: this.#counters,
      log: ports.log,
      raise: ports.raise,
      clock: ports.clock,
      receiptRules: () => ({ source: sourceOf(ports.gateway), keys: this.#receiptKeys.keys }),
      onConfirmed: (id) => this.#onConfirmed(id),
      onStage: ports.onStage,
      onRoom: () => this.#connection?.pump(),
    });
    this.#path = new MqttPath({
      ...ports,
      name: ports.destination.name,
      hasCritical: () => this.#hasCriticalPending(),
    });
    this.#stopListening = ports.wake.listen(() => this.#onWake());
    this.#heartbeatTimer = setInterval(
      () => this.#sayHeartbeat(),
      ports.heartbeatMs ?? HEARTBEAT_MS,
    );
    this.#running = this.#run();
  }

  get destination() {
    return this.ports.destination;
  }

  status(): MqttReport {
    const outbox = this.#connection?.outbox;
    const inFlight = outbox?.inFlight ?? { critical: 0, others: 0 };
    return {
      name: this.ports.destination.name,
      type: "mqtt",
      ...this.#path.report(),
      ...(outbox === undefined ? {} : { window: outbox.ports.window }),
      inFlight: inFlight.critical + inFlight.others,
      parked: this.#parked.report(),
      ...this.#counters,
    };
  }

  urge(event: UrgedEvent): void {
    if (this.#connection?.outbox !== undefined) this.#connection.urge(event);
    else this.#path.urge();
  }

  /** Says that the gateway is offline and ends; what is not confirmed stays owed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isStopping) return this.#running;
    this.#isStopping = true;
    this.#stopListening();
    clearInterval(this.#heartbeatTimer);
    this.#path.stop();
    await this.#connection?.close(this.#statement("offline"), FAREWELL_MS);
    await this.#running;
    this.#path[Symbol.dispose]();
    await this.#deliveries.settled();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      this.#path.connecting();
      const reason = await this.#connectOnce();
      if (this.#isStopping) return;
      this.#path.broken(reason);
      this.#warn("a connection to a destination ended", reason);
      await this.#path.pause();
    }
  }

  /** Makes one connection and resolves after its end with the reason. */
  async #connectOnce(): Promise<string> {
    const { settings, clock } = this.ports;
    const will = { topic: this.#topics.status, payload: stateJson("offline", clock.unixMs()) };
    const unread = await this.#receiptKeys.refresh();
    if (unread !== undefined) this.#warn("receipts are checked by the keys known before", unread);
    try {
      const options = await mqttOptions(settings, this.#clientId, will);
      if (this.#isStopping) return "stopped";
      this.#connection = this.#open(options);
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
    try {
      return await this.#connection.ended;
    } finally {
      this.#connection = undefined;
    }
  }

  #open(options: Awaited<ReturnType<typeof mqttOptions>>): MqttConnection {
    return new MqttConnection({
      url: this.ports.settings.url,
      options,
      topics: this.#topics,
      clock: this.ports.clock,
      counters: this.#counters,
      outbox: (receiveMaximum) => this.#newOutbox(receiveMaximum),
      unstored: () => this.#newUnstoredQueue(),
      greeting: () => this.#statement("online"),
      onReady: () => this.#onReady(),
      onSent: (id) => this.ports.onSent?.(id),
      onAnswer: () => this.#path.answered(),
      onTaken: (event) => this.#onTaken(event),
      onRefused: (id, reason) => this.#onRefused(id, reason),
      onReceipt: (payload) => this.#deliveries.receive(payload),
      onDeaf: (cause) => this.#warn("a broker refuses the topic of receipts", cause.message),
      isHeldBack: () => this.#deliveries.isFull,
    });
  }

  #newOutbox(receiveMaximum: number): Outbox {
    const { reader, destination, settings } = this.ports;
    const window = Math.min(settings.window, receiveMaximum);
    return new Outbox({
      reader,
      destination: destination.number,
      window,
      pace: new Pace(window),
      republishMs: (urgency) =>
        1_000 * (urgency === CRITICAL ? settings.republishCriticalS : settings.republishS),
    });
  }

  #newUnstoredQueue(): UnstoredQueue {
    const { reader, destination, settings, unstored } = this.ports;
    const lanes = reader.lanes().filter(({ number }) => number === destination.number);
    return new UnstoredQueue({
      unstored,
      destination: destination.number,
      lanes: new Set(lanes.map(({ lane }) => lane)),
      republishMs: 1_000 * settings.republishCriticalS,
    });
  }

  #onReady(): void {
    if (this.#connections++ > 0) this.#counters.reconnects++;
    this.#path.connected();
    this.ports.log.info("connected to a destination", { destination: this.#name });
    this.#sayHeartbeat();
  }

  /** Synchronous up to the wire: a panic waits for nothing. */
  #onWake(): void {
    if (this.#connection?.outbox !== undefined) this.#connection.wake();
    else this.#path.wake();
  }

  #hasCriticalPending(): boolean {
    try {
      return this.#critical.look();
    } catch (cause) {
      this.#warn("cannot read what is pending", String(cause));
      return false;
    }
  }

  #onTaken(event: Pick<StoredEvent, "id" | "lane">): void {
    this.#parked.delivered(event.id);
    this.#deliveries.taken(event);
  }

  #onRefused(id: string, reason: string): void {
    this.#parked.refused(id, reason);
    this.#warn("a broker refuses an event", reason);
  }

  #onConfirmed(id: string): void {
    this.#path.delivered();
    this.#parked.delivered(id);
    this.#connection?.outbox?.confirmed(id);
  }

  #sayHeartbeat(): void {
    if (this.#connection?.outbox === undefined) return;
    try {
      const payload = JSON.stringify(this.ports.heartbeat());
      this.#connection.say({ topic: this.#topics.heartbeat, payload, isRetained: false });
    } catch (cause) {
      this.#warn("cannot tell the state of the gateway", String(cause));
    }
  }

  #statement(state: "online" | "offline"): Statement {
    const payload = stateJson(state, this.ports.clock.unixMs());
    return { topic: this.#topics.status, payload, isRetained: true };
  }

  #warn(message: string, reason: string): void {
    this.ports.log.warn(message, { destination: this.#name, reason });
  }

  get #name(): string {
    return this.ports.destination.name;
  }

  get #clientId(): string {
    const { zone, name } = this.ports.gateway;
    return `vigil-${zone}-${name}-${this.#name}`;
  }
}
