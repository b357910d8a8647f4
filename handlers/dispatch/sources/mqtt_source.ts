/**
 * Takes the events of all gateways of a broker over MQTT. The session is kept by the broker while this
 * program is away, a message is confirmed to it after the commit, and a receipt goes to the gateway:
 * only that ends an event there.
 */
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { topicsOf } from "../../formats/mqtt_topics.ts";
import { readReceivedEvent } from "../received_event.ts";
import { receivedReceipt } from "../receipts.ts";
import type { SourcePorts, SourceTls } from "./source.ts";

export interface MqttSourceSettings {
  readonly name: string;
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  readonly protocol: 4 | 5;
  readonly username?: string;
  readonly password?: string;
  readonly tls: SourceTls;
}

/** How long the broker keeps the session of a program that is away, in s: RabbitMQ keeps no longer. */
const SESSION_S = 86_400;
const RECONNECT_MS = 1_000;
const ROOT = "vigil/v1/+/+";
const SUBSCRIPTIONS = [`${ROOT}/events/#`, `${ROOT}/heartbeat`];

export class MqttSource implements AsyncDisposable {
  readonly #name: string;
  readonly #ports: SourcePorts;
  readonly #client: MqttClient;
  #lastError: string | undefined;

  constructor(settings: MqttSourceSettings, ports: SourcePorts) {
    this.#name = settings.name;
    this.#ports = ports;
    this.#client = connect(settings.url, optionsOf(settings, ports.author.name));
    // The broker hears of a message when it is kept; of one that cannot be kept, it hears nothing.
    this.#client.handleMessage = ({ payload, topic }, done) => {
      void this.#take(topic, payload.toString()).then(() => done(), (cause) => {
        this.#fail(cause);
        done(cause);
      });
    };
    this.#client.on("connect", () => {
      this.#lastError = undefined;
      this.#client.subscribe(SUBSCRIPTIONS, { qos: 1 }, (cause) => cause && this.#fail(cause));
    });
    this.#client.on("error", (cause) => this.#fail(cause));
  }

  /** Why the last attempt failed; undefined: it did not. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.endAsync(true);
  }

  async #take(topic: string, text: string): Promise<void> {
    const [, , zone, gateway, kind] = topic.split("/");
    const source = `urn:vigil:${zone}:${gateway}`;
    if (kind === "heartbeat") return this.#ports.watch.hear(source, text);
    const read = readReceivedEvent(text, { way: this.#name, gateway: source });
    if (!read.ok) return this.#ports.onRefused(this.#name, read.error);
    await this.#ports.taker.take(read.value);
    this.#ports.watch.hear(source);
    const receipt = receivedReceipt(read.value, this.#ports.author, this.#ports.clock.unixMs());
    this.#client.publish(topicsOf({ zone: zone!, name: gateway! }).receipts, receipt, { qos: 1 });
  }

  #fail(cause: Error): void {
    this.#lastError = cause.message;
    this.#ports.log.warn("cannot take from the broker", { way: this.#name, cause: cause.message });
  }
}

function optionsOf(settings: MqttSourceSettings, dispatch: string): IClientOptions {
  const { password, protocol, tls, username } = settings;
  return {
    protocolVersion: protocol,
    clientId: `vigil-dispatch-${dispatch}`,
    clean: false,
    reconnectPeriod: RECONNECT_MS,
    resubscribe: false,
    log: () => {},
    ...(protocol === 5 ? { properties: { sessionExpiryInterval: SESSION_S } } : {}),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...tls,
  };
}
