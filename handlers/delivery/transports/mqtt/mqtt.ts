/**
 * Carries events over connections to an MQTT broker. A broker carries and proves nothing: with
 * receipts, only what dispatch says ends a delivery.
 */
import type { Clock } from "../../../../devices/time.ts";
import type { Raise } from "../../../events/gateway_events.ts";
import { type GatewayName, sourceOf } from "../../../events/new_event.ts";
import type { Log } from "../../../ports.ts";
import type { Receipt } from "../../confirmations/receipt.ts";
import { ReceiptKeys, Receipts } from "../../confirmations/receipts.ts";
import { CongestionWindow } from "../../queue/congestion_window.ts";
import type { RetryDelays } from "../../queue/priority_lanes.ts";
import { CRITICAL, type Urgency } from "../../queue/scheduler.ts";
import type { Link, LinkHost, Transport } from "../../transport.ts";
import {
  type HeartbeatContent,
  stateJson,
  type Topics,
  topicsOf,
} from "../../../formats/mqtt_topics.ts";
import { newMqttCounters } from "./mqtt_counters.ts";
import type { MqttLink } from "./mqtt_link.ts";
import { mqttOptions, type MqttSettings } from "./mqtt_options.ts";
import type { Statement } from "./mqtt_publisher.ts";

const HEARTBEAT_MS = 30_000;
/** How long a farewell may take when the gateway stops. */
const FAREWELL_MS = 500;
/** Within the 90 s that are promised. */
const LOST_AFTER_MS = 60_000;
/** An event that was refused waits this many times longer than one without a confirmation. */
const REFUSED_FACTOR = 2;

export interface MqttTransportPorts {
  /** Name of the destination. */
  readonly name: string;
  readonly settings: MqttSettings;
  readonly gateway: GatewayName;
  readonly clock: Clock;
  readonly log: Log;
  readonly raise: Raise;
  readonly heartbeat: () => HeartbeatContent;
  /** Default: 30 s. */
  readonly heartbeatMs?: number;
  /** Dispatch is further with an event than having received it. Its hash was right. */
  readonly onStage: (receipt: Receipt) => void;
}

export class MqttTransport implements Transport {
  readonly type = "mqtt";
  readonly lostAfterMs = LOST_AFTER_MS;
  readonly #ports: MqttTransportPorts;
  readonly #topics: Topics;
  readonly #receiptKeys: ReceiptKeys;
  readonly #counters = newMqttCounters();
  readonly #heartbeatTimer: ReturnType<typeof setInterval>;
  #receipts: Receipts | undefined;
  #link: MqttLink | undefined;
  #isStopping = false;

  constructor(ports: MqttTransportPorts) {
    this.#ports = ports;
    this.#topics = topicsOf(ports.gateway);
    this.#receiptKeys = new ReceiptKeys(ports.settings.receiptKey);
    this.#heartbeatTimer = setInterval(
      () => this.#sayHeartbeat(),
      ports.heartbeatMs ?? HEARTBEAT_MS,
    );
  }

  retryDelays(urgency: Urgency): RetryDelays {
    const { republishCriticalS, republishS } = this.#ports.settings;
    const taken = 1_000 * (urgency === CRITICAL ? republishCriticalS : republishS);
    return { taken, refused: taken * REFUSED_FACTOR, failed: taken };
  }

  counters(): Readonly<Record<string, number>> {
    return { ...this.#counters };
  }

  async open(host: LinkHost): Promise<Link> {
    const { clock, log, name, settings } = this.#ports;
    const unread = await this.#receiptKeys.refresh();
    if (unread !== undefined) this.#warn("receipts are checked by the keys known before", unread);
    const will = { topic: this.#topics.status, payload: stateJson("offline", clock.unixMs()) };
    const options = await mqttOptions(settings, this.#clientId, will);
    // The client is a large library: a gateway without a broker does not load it, and no start waits for it.
    const { MqttLink } = await import("./mqtt_link.ts");
    if (this.#isStopping) throw new Error("the gateway stops");
    this.#link = new MqttLink({
      url: settings.url,
      options,
      topics: this.#topics,
      clock,
      counters: this.#counters,
      maxInFlight: settings.window,
      congestion: (window) => new CongestionWindow(window),
      receipts: this.#receipts ??= this.#newReceipts(host),
      greeting: () => this.#statement("online"),
      host,
      onDeaf: (cause) =>
        log.warn("a broker refuses the topic of receipts", {
          destination: name,
          reason: cause.message,
        }),
    });
    await this.#link.connected;
    this.#sayHeartbeat();
    return this.#link;
  }

  /** Says that the gateway is offline and ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#heartbeatTimer);
    await this.#link?.close(this.#statement("offline"), FAREWELL_MS);
  }

  #newReceipts(host: LinkHost): Receipts {
    const { clock, gateway, log, name, onStage, raise, settings } = this.#ports;
    return new Receipts({
      name,
      confirm: settings.confirm,
      confirmations: host,
      counters: this.#counters,
      raise,
      clock,
      log,
      rules: () => ({ source: sourceOf(gateway), keys: this.#receiptKeys.keys }),
      onStage,
    });
  }

  #sayHeartbeat(): void {
    if (this.#link === undefined || this.#link.isOver) return;
    try {
      const payload = JSON.stringify(this.#ports.heartbeat());
      this.#link.say({ topic: this.#topics.heartbeat, payload, isRetained: false });
    } catch (cause) {
      this.#warn("cannot tell the state of the gateway", String(cause));
    }
  }

  #statement(state: "online" | "offline"): Statement {
    const payload = stateJson(state, this.#ports.clock.unixMs());
    return { topic: this.#topics.status, payload, isRetained: true };
  }

  #warn(message: string, reason: string): void {
    this.#ports.log.warn(message, { destination: this.#ports.name, reason });
  }

  get #clientId(): string {
    const { gateway, name } = this.#ports;
    return `vigil-${gateway.zone}-${gateway.name}-${name}`;
  }
}
