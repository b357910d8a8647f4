/**
 * One connection to a broker, from its first packet to its end. It is never reused.
 *
 *     open ─CONNACK─▶ ready ─PUBLISH ≤ window─▶ … ─any failure, close()─▶ ended
 *
 * The client below queues, replays, ignores the broker's Receive Maximum, takes "nobody listens"
 * for success and never times out a PUBACK. So it publishes only when ready, PUBACKs are read from
 * its packets, and the window and the timers are those of this file.
 */
import { Socket } from "node:net";
import { clearImmediate, setImmediate } from "node:timers";
import mqtt, { type IClientOptions, type IConnackPacket, type MqttClient, type Packet } from "mqtt";
import type { StoredEvent } from "../../db/reader.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { eventJson } from "../outgoing.ts";
import { CRITICAL } from "../scheduler.ts";
import type { UnstoredEvent } from "../unstored.ts";
import type { MqttCounters } from "./counters.ts";
import { Deadline } from "./deadline.ts";
import { describeCause } from "./describe_cause.ts";
import type { UrgedEvent } from "./destination.ts";
import { PACKET_BYTES_LIMIT } from "./mqtt_options.ts";
import { MqttPacketMeter } from "./mqtt_packet_meter.ts";
import { type Flight, isTooLarge, MqttPublisher, type Statement } from "./mqtt_publisher.ts";
import type { Outbox } from "./outbox.ts";
import { type PubackMeaning, readPuback } from "./puback.ts";
import type { Topics } from "./topics.ts";
import type { UnstoredQueue } from "./unstored_queue.ts";

/** A PUBLISH without its PUBACK for so long ends the connection: only a new one may repeat it. */
const PUBACK_TIMEOUT_MS = 5_000;
/** Receive Maximum of a broker that names none (MQTT 5, 3.2.2.3.3). */
const UNLIMITED = 65_535;

export interface MqttConnectionPorts {
  readonly url: string;
  readonly options: IClientOptions;
  readonly topics: Topics;
  readonly clock: Clock;
  readonly counters: MqttCounters;
  /** Makes the outbox once the window is known. */
  readonly outbox: (receiveMaximum: number) => Outbox;
  /** What does not wait for the disk. */
  readonly unstored: () => UnstoredQueue;
  /** Said before any event, once connected. */
  readonly greeting: () => Statement;
  /** The connection is ready. */
  readonly onReady: () => void;
  /** An event was published. */
  readonly onSent: (id: string) => void;
  /** The broker answered a publish. */
  readonly onAnswer: () => void;
  /** The broker has an event, and somebody listens as far as it says. */
  readonly onTaken: (event: Pick<StoredEvent, "id" | "lane">) => void;
  /** The broker will not have an event. */
  readonly onRefused: (id: string, reason: string) => void;
  readonly onReceipt: (payload: Uint8Array) => void;
  /** The broker refuses the topic of receipts. */
  readonly onDeaf: (cause: Error) => void;
  /** Only critical events may go: the store cannot keep up with what is confirmed. */
  readonly isHeldBack: () => boolean;
}

export class MqttConnection {
  readonly #client: MqttClient;
  readonly #deadline: Deadline;
  readonly #publisher: MqttPublisher;
  readonly #statements: Statement[] = [];
  readonly #ended = Promise.withResolvers<string>();
  #outbox: Outbox | undefined;
  #unstored: UnstoredQueue | undefined;
  #packetBytesLimit: number | undefined;
  #soon: ReturnType<typeof setImmediate> | undefined;
  #isStale = false;
  #isOver = false;

  constructor(readonly ports: MqttConnectionPorts) {
    this.#deadline = new Deadline(ports.clock, () => this.pump());
    this.#client = mqtt.connect(ports.url, ports.options);
    this.#measure();
    this.#publisher = new MqttPublisher(this.#client, ports.topics);
    this.#client.on("connect", (connack) => this.#guard(() => this.#begin(connack)));
    this.#client.on("packetreceive", (packet) => this.#guard(() => this.#read(packet)));
    this.#client.on("message", (_topic, payload) => ports.onReceipt(payload));
    this.#client.on("error", (cause) => this.#end(describeCause(cause)));
    this.#client.on("disconnect", ({ reasonCode }) => {
      this.#end(`the broker ended the connection with reason ${reasonCode ?? 0}`);
    });
    this.#client.on("close", () => this.#end("the connection was closed"));
  }

  /** Resolves, once everything of the connection is closed, with the reason why it ended. */
  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  /** What is to be published; undefined before the connection is ready and after its end. */
  get outbox(): Outbox | undefined {
    return this.#isOver ? undefined : this.#outbox;
  }

  /** Publishes everything that is due and fits, before it returns. */
  pump(): void {
    this.#guard(() => this.#pump());
  }

  /**
   * There may be more in the store. What is critical is published before it returns, everything
   * else in a moment, so that a panic does not wait until all lanes were looked at.
   */
  wake(): void {
    this.#guard(() => {
      const outbox = this.outbox;
      if (outbox === undefined) return;
      this.#publishUnstored(outbox);
      outbox.refreshCritical();
      this.#publish(outbox, true);
      this.#isStale = true;
      this.#pumpSoon();
    });
  }

  /** Publishes an event without waiting for its time. */
  urge({ id, place }: UrgedEvent): void {
    this.#guard(() => {
      if (place === undefined) this.#unstored?.hasten(id);
      else this.outbox?.hasten({ id, ...place }, this.ports.clock.monotonicMs());
      this.#pump();
    });
  }

  /** Publishes a statement as soon as the window allows. */
  say(statement: Statement): void {
    this.#statements.push(statement);
    this.pump();
  }

  /** Says farewell if the broker still listens, and ends the connection. Takes at most `limitMs`. */
  async close(farewell: Statement, limitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#end("closed"), limitMs);
    if (this.outbox === undefined) this.#end("closed");
    else this.#sayFarewell(farewell);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends the connection at a packet that is too large, by its length, before it is collected. */
  #measure(): void {
    const meter = new MqttPacketMeter(PACKET_BYTES_LIMIT);
    this.#client.stream.prependListener("data", (bytes: Uint8Array) => {
      const fault = this.#isOver ? undefined : meter.feed(bytes);
      if (fault?.code === "too-large") {
        this.#end(
          `the broker sent a packet of ${fault.sizeBytes} bytes, more than any receipt needs`,
        );
      } else if (fault !== undefined) this.#end("the broker sent what is not MQTT");
    });
  }

  #pump(): void {
    const outbox = this.outbox;
    if (outbox === undefined) return;
    const now = this.ports.clock.monotonicMs();
    if (now - this.#publisher.oldestSentAtMs >= PUBACK_TIMEOUT_MS) {
      return this.#end("the broker does not answer publishes");
    }
    while (this.#statements.length > 0 && outbox.hold()) {
      this.#publisher.publishStatement(this.#statements.shift()!, now);
    }
    this.#publishUnstored(outbox);
    if (this.#isStale) outbox.refresh();
    this.#isStale = false;
    this.#publish(outbox, this.ports.isHeldBack());
    this.#deadline.notAfter(Math.min(outbox.nextDueMs(now), this.#unstored!.nextDueMs));
    this.#deadline.notAfter(this.#publisher.oldestSentAtMs + PUBACK_TIMEOUT_MS);
  }

  #publish(outbox: Outbox, isOnlyCritical: boolean): void {
    const now = this.ports.clock.monotonicMs();
    let event: StoredEvent | undefined;
    while ((event = outbox.take(now, isOnlyCritical)) !== undefined) this.#send(event, outbox, now);
  }

  /** What fails here, such as a read of the store, ends the connection; a new one begins again. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#end(describeCause(cause));
    }
  }

  #sayFarewell(farewell: Statement): void {
    this.#outbox = undefined;
    this.#publisher.sayFarewell(
      farewell,
      () => this.#client.end(false, () => this.#end("closed")),
    );
  }

  #begin({ properties }: IConnackPacket): void {
    if (this.#isOver) return;
    sendAtOnce(this.#client.stream);
    this.#packetBytesLimit = properties?.maximumPacketSize;
    this.#outbox = this.ports.outbox(properties?.receiveMaximum ?? UNLIMITED);
    this.#unstored = this.ports.unstored();
    this.#client.subscribe(this.ports.topics.receipts, { qos: 1 }, (cause) => {
      if (cause && !this.#isOver) this.ports.onDeaf(cause);
    });
    this.#statements.push(this.ports.greeting());
    this.ports.onReady();
    this.#pump();
  }

  #send(event: StoredEvent, outbox: Outbox, now: MonotonicMs): void {
    const payload = eventJson(event);
    if (isTooLarge(payload, this.#packetBytesLimit)) {
      return this.#refuse(event, outbox, `larger than ${this.#packetBytesLimit} bytes`);
    }
    this.#publishEvent(event, payload, { sentAtMs: now, event });
  }

  /** The disk has not taken these yet; they go first. */
  #publishUnstored(outbox: Outbox): void {
    const now = this.ports.clock.monotonicMs();
    for (const unstored of this.#unstored!.due(now)) {
      if (!outbox.hold(CRITICAL)) return;
      this.#unstored!.published(unstored, now);
      this.#publishEvent(unstored, unstored.json, { sentAtMs: now, unstored });
    }
  }

  #publishEvent(labels: StoredEvent | UnstoredEvent, payload: string, flight: Flight): void {
    this.ports.counters.publishes++;
    this.#publisher.publishEvent(labels, payload, flight);
    this.ports.onSent(labels.id);
  }

  #read(packet: Packet): void {
    const answered = this.#publisher.answered(packet);
    if (answered === undefined || this.outbox === undefined) return;
    this.ports.onAnswer();
    const { flight: { event, unstored }, puback } = answered;
    const meaning = readPuback(puback);
    if (event === undefined) this.outbox.release();
    else this.#settle(event, this.outbox, meaning);
    if (unstored !== undefined) this.#settleUnstored(unstored, meaning);
    this.#pumpSoon();
  }

  /** After all packets that came together, so that what takes their slots leaves together too. */
  #pumpSoon(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.pump();
    });
  }

  #settle(event: StoredEvent, outbox: Outbox, meaning: PubackMeaning): void {
    const { counters, clock, onTaken } = this.ports;
    counters.pubacks++;
    if (meaning.outcome === "refused") return this.#refuse(event, outbox, meaning.reason);
    outbox.settle(event, "taken", clock.monotonicMs());
    if (meaning.outcome === "unheard") counters.unheard++;
    else onTaken(event);
  }

  #settleUnstored(event: UnstoredEvent, meaning: PubackMeaning): void {
    if (meaning.outcome === "taken") this.ports.onTaken(event);
    if (meaning.outcome === "refused") this.ports.onRefused(event.id, meaning.reason);
  }

  #refuse(event: StoredEvent, outbox: Outbox, reason: string): void {
    const { clock, counters, onRefused } = this.ports;
    counters.refused++;
    outbox.settle(event, "refused", clock.monotonicMs());
    onRefused(event.id, reason);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#deadline[Symbol.dispose]();
    clearImmediate(this.#soon);
    this.#client.end(true, () => this.#ended.resolve(reason));
    // Ending by force is ignored while the client disconnects in an orderly way.
    this.#client.stream.destroy();
  }
}

/** Without this a panic waits until the peer's TCP has acknowledged what went before it. */
function sendAtOnce(stream: MqttClient["stream"]): void {
  if (stream instanceof Socket) stream.setNoDelay(true);
}
