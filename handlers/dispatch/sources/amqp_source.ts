/**
 * Takes the events of all gateways from the queues of RabbitMQ, one for each priority, so that an alarm
 * never stands behind a backlog. A message leaves its queue after the commit; then a receipt goes out.
 */
import { Connection, type Consumer, ConsumerStatus, type Publisher } from "rabbitmq-client";
import { PRIORITIES, type Priority } from "../../../devices/event.ts";
import { topicsOf } from "../../formats/mqtt_topics.ts";
import { readReceivedEvent } from "../received_event.ts";
import { receivedReceipt } from "../receipts.ts";
import type { SourcePorts, SourceTls } from "./source.ts";

export interface AmqpSettings {
  readonly name: string;
  /** `amqp://user:password@host:5672/vhost`; several hosts of a cluster, each whole. */
  readonly urls: readonly string[];
  readonly tls?: SourceTls;
  /** Names of the queues: this, a dot, and the priority; heartbeats: `.heartbeat`. */
  readonly queues: string;
}

/** Messages on their way to this program at once, by priority. */
const PREFETCH: Readonly<Record<Priority, number>> = {
  critical: 500,
  high: 200,
  normal: 200,
  low: 200,
};
/** Where RabbitMQ's MQTT plugin looks for what is published to its clients. */
const EXCHANGE = "amq.topic";

export class AmqpSource implements AsyncDisposable {
  readonly #name: string;
  readonly #ports: SourcePorts;
  readonly #connection: Connection;
  readonly #publisher: Publisher;
  readonly #consumers: readonly Consumer[];
  #lastError: string | undefined;

  constructor({ name, queues, tls, urls }: AmqpSettings, ports: SourcePorts) {
    this.#name = name;
    this.#ports = ports;
    this.#connection = new Connection({
      url: urls[0]!,
      hosts: urls.map((url) => new URL(url).host),
      ...(tls === undefined ? {} : { tls: { ...tls } }),
      connectionName: `vigil dispatch ${ports.author.name}`,
    });
    this.#connection.on("error", (cause) => this.#fail(cause as Error));
    this.#connection.on("connection", () => this.#lastError = undefined);
    this.#publisher = this.#connection.createPublisher({ confirm: true });
    this.#consumers = [
      ...PRIORITIES.map((priority) => this.#consume(`${queues}.${priority}`, PREFETCH[priority])),
      this.#consume(`${queues}.heartbeat`, PREFETCH.low),
    ];
  }

  /** Why the last attempt failed; undefined: it did not. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.close()));
    await this.#publisher.close();
    await this.#connection.close();
  }

  #consume(queue: string, prefetchCount: number): Consumer {
    const options = {
      queue,
      queueOptions: { queue, passive: true },
      qos: { prefetchCount },
      concurrency: prefetchCount,
      // A message that was taken back keeps the place of its priority: that is its queue.
      requeue: true,
    };
    const consumer = this.#connection.createConsumer(options, async ({ body, routingKey }) => {
      const text = typeof body === "string" ? body : new TextDecoder().decode(asBytes(body));
      return await this.#take(routingKey, text);
    });
    consumer.on("error", (cause) => this.#fail(cause as Error));
    return consumer;
  }

  async #take(routingKey: string, text: string): Promise<ConsumerStatus> {
    const [, , zone, gateway, kind] = routingKey.split(".");
    const source = `urn:vigil:${zone}:${gateway}`;
    if (kind === "heartbeat") {
      this.#ports.watch.hear(source, text);
      return ConsumerStatus.ACK;
    }
    const read = readReceivedEvent(text, { way: this.#name, gateway: source });
    if (!read.ok) {
      this.#ports.onRefused(this.#name, read.error);
      // Into the dead-letter queue, where there is one: it would never become an event.
      return ConsumerStatus.DROP;
    }
    try {
      await this.#ports.taker.take(read.value);
    } catch (cause) {
      this.#fail(cause as Error);
      return ConsumerStatus.REQUEUE;
    }
    this.#ports.watch.hear(source);
    const at = this.#ports.clock.unixMs();
    await this.#confirm(zone!, gateway!, receivedReceipt(read.value, this.#ports.author, at));
    return ConsumerStatus.ACK;
  }

  /** Without it the gateway publishes again, and gets its receipt then. */
  async #confirm(zone: string, name: string, receipt: string): Promise<void> {
    const routingKey = topicsOf({ zone, name }).receipts.replaceAll("/", ".");
    const message = { exchange: EXCHANGE, routingKey, durable: true };
    await this.#publisher.send(message, receipt).catch((cause) => this.#fail(cause));
  }

  #fail(cause: Error): void {
    this.#lastError = cause.message;
    this.#ports.log.warn("cannot take from the queues", { way: this.#name, cause: cause.message });
  }
}

/** A body with a content type of JSON comes parsed. */
function asBytes(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
}
