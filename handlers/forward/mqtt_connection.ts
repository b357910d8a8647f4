/**
 * One connection to a broker, from its first packet to its end. It is never reused.
 *
 *     open ─CONNACK─▶ ready ─PUBLISH ≤ window─▶ … ─any failure, close()─▶ ended
 *
 * The client below queues, replays, ignores the broker's Receive Maximum, takes "nobody listens"
 * for success and never times out a PUBACK. So it publishes only when ready, PUBACKs are read from
 * its packets, and the window and the timers are those of this file.
 */
import { Buffer } from "node:buffer";
import { Socket } from "node:net";
import { clearImmediate, setImmediate } from "node:timers";
import mqtt, { type IClientOptions, type IConnackPacket, type MqttClient, type Packet } from "mqtt";
import type { StoredEvent } from "../../db/reader.ts";
import { lanePriority } from "../../db/lane_number.ts";
import { type EventName, eventType } from "../../devices/event.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { eventJson } from "../outgoing.ts";
import { CRITICAL } from "../scheduler.ts";
import type { UnstoredEvent } from "../unstored.ts";
import type { MqttCounters } from "./counters.ts";
import { Deadline } from "./deadline.ts";
import { describeCause } from "./describe_cause.ts";
import type { UrgedEvent } from "./destination.ts";
import type { Outbox } from "./outbox.ts";
import type { Topics } from "./topics.ts";
import type { UnstoredQueue } from "./unstored_queue.ts";

/** A PUBLISH without its PUBACK for so long ends the connection: only a new one may repeat it. */
const PUBACK_TIMEOUT_MS = 5_000;
/** Receive Maximum of a broker that names none (MQTT 5, 3.2.2.3.3). */
const UNLIMITED = 65_535;
/** Room for topic and properties when a broker limits the size of packets. */
const HEADER_BYTES = 512;
const NO_SUBSCRIBERS = 0x10;
const FIRST_FAILURE = 0x80;

/** What the gateway says besides events. */
export interface Statement {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
}

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
  readonly onReceipt: (payload: Uint8Array) => void;
  /** The broker refuses the topic of receipts. */
  readonly onDeaf: (cause: Error) => void;
  /** Only critical events may go: the store cannot keep up with what is confirmed. */
  readonly isHeldBack: () => boolean;
}

/** A publish that waits for its PUBACK. */
interface Flight {
  readonly sentAtMs: MonotonicMs;
  /** Absent: nothing of the store. */
  readonly event?: StoredEvent;
  readonly unstored?: UnstoredEvent;
}

/** What a publish says of an event beside its payload. */
type Labels = Pick<StoredEvent, "id" | "type" | "lane">;

export class MqttConnection {
  readonly #client: MqttClient;
  readonly #deadline: Deadline;
  /** By packet identifier, oldest first. */
  readonly #flights = new Map<number, Flight>();
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

  #pump(): void {
    const outbox = this.outbox;
    if (outbox === undefined) return;
    const now = this.ports.clock.monotonicMs();
    if (now - (this.#oldestFlight()?.sentAtMs ?? now) >= PUBACK_TIMEOUT_MS) {
      return this.#end("the broker does not answer publishes");
    }
    while (this.#statements.length > 0 && outbox.hold()) {
      this.#state(this.#statements.shift()!, now);
    }
    this.#publishUnstored(outbox);
    if (this.#isStale) outbox.refresh();
    this.#isStale = false;
    this.#publish(outbox, this.ports.isHeldBack());
    this.#deadline.notAfter(Math.min(outbox.nextDueMs(now), this.#unstored!.nextDueMs));
    this.#deadline.notAfter((this.#oldestFlight()?.sentAtMs ?? Infinity) + PUBACK_TIMEOUT_MS);
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
    // What is in flight is given up, or the client would wait for it before it disconnects.
    for (const id of this.#flights.keys()) this.#client.removeOutgoingMessage(id);
    this.#outbox = undefined;
    this.#client.publish(farewell.topic, farewell.payload, { qos: 1, retain: true }, () => {
      this.#client.end(false, () => this.#end("closed"));
    });
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
    if (this.#isTooLarge(payload)) {
      this.ports.counters.refused++;
      return outbox.settle(event, "refused", now);
    }
    this.#publishEvent(event, payload);
    this.#flights.set(this.#client.getLastMessageId(), { sentAtMs: now, event });
  }

  /** The disk has not taken these yet; they go first. */
  #publishUnstored(outbox: Outbox): void {
    const now = this.ports.clock.monotonicMs();
    for (const unstored of this.#unstored!.due(now)) {
      if (!outbox.hold(CRITICAL)) return;
      this.#unstored!.published(unstored, now);
      this.#publishEvent(unstored, unstored.json);
      this.#flights.set(this.#client.getLastMessageId(), { sentAtMs: now, unstored });
    }
  }

  #publishEvent({ id, lane, type: name }: Labels, payload: string): void {
    const priority = lanePriority(lane);
    const type = eventType(name as EventName);
    this.ports.counters.publishes++;
    this.#client.publish(this.ports.topics.events[priority], payload, {
      qos: 1,
      properties: {
        contentType: "application/cloudevents+json",
        userProperties: { id, type, priority },
      },
    });
    this.ports.onSent(id);
  }

  #isTooLarge(payload: string): boolean {
    return this.#packetBytesLimit !== undefined &&
      Buffer.byteLength(payload) + HEADER_BYTES > this.#packetBytesLimit;
  }

  #state({ topic, payload, isRetained }: Statement, now: MonotonicMs): void {
    this.#client.publish(topic, payload, { qos: 1, retain: isRetained });
    this.#flights.set(this.#client.getLastMessageId(), { sentAtMs: now });
  }

  #read(packet: Packet): void {
    if (packet.cmd !== "puback" || this.outbox === undefined) return;
    const flight = this.#flights.get(packet.messageId!);
    if (flight === undefined) return;
    this.#flights.delete(packet.messageId!);
    this.ports.onAnswer();
    const reasonCode = packet.reasonCode ?? 0;
    if (flight.event === undefined) this.outbox.release();
    else this.#settle(flight.event, this.outbox, reasonCode);
    if (flight.unstored !== undefined && isHeard(reasonCode)) this.ports.onTaken(flight.unstored);
    this.#pumpSoon();
  }

  /** After all packets that came together, so that what takes their slots leaves together too. */
  #pumpSoon(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.pump();
    });
  }

  #settle(event: StoredEvent, outbox: Outbox, reasonCode: number): void {
    const { counters, clock, onTaken } = this.ports;
    counters.pubacks++;
    const isRefused = reasonCode >= FIRST_FAILURE;
    outbox.settle(event, isRefused ? "refused" : "taken", clock.monotonicMs());
    if (isRefused) counters.refused++;
    else if (reasonCode === NO_SUBSCRIBERS) counters.unheard++;
    else onTaken(event);
  }

  #oldestFlight(): Flight | undefined {
    return this.#flights.values().next().value;
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

function isHeard(reasonCode: number): boolean {
  return reasonCode < FIRST_FAILURE && reasonCode !== NO_SUBSCRIBERS;
}

/** Without this a panic waits until the peer's TCP has acknowledged what went before it. */
function sendAtOnce(stream: MqttClient["stream"]): void {
  if (stream instanceof Socket) stream.setNoDelay(true);
}
