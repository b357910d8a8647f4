/**
 * One connection to a broker, from its first packet to its end. It is never reused.
 *
 *     connecting ─CONNACK─▶ connected ─PUBLISH, PUBACK─▶ … ─any failure, close()─▶ over
 *
 * The client below queues, replays, ignores the broker's Receive Maximum, takes "no subscriber"
 * for success and never times out a PUBACK. So it publishes only when connected, PUBACKs are read
 * from its packets, and the window and the timers are not its own.
 */
import { Socket } from "node:net";
import mqtt, { type IClientOptions, type IConnackPacket, type MqttClient, type Packet } from "mqtt";
import type { Clock } from "../../../../devices/time.ts";
import type { Receipts } from "../../confirmations/receipts.ts";
import { describeCause } from "../../shown_text.ts";
import type { CongestionWindow } from "../../queue/congestion_window.ts";
import type { Link, LinkHost, Message, SendOutcome } from "../../transport.ts";
import { ForgetfulStore } from "./forgetful_store.ts";
import type { MqttCounters } from "./mqtt_counters.ts";
import { PACKET_BYTES_LIMIT } from "./mqtt_options.ts";
import { MqttPacketMeter } from "./mqtt_packet_meter.ts";
import {
  type Flight,
  isTooLarge,
  MqttPublisher,
  readPuback,
  type Statement,
} from "./mqtt_publisher.ts";
import type { Topics } from "../../../formats/mqtt_topics.ts";

/** A PUBLISH without its PUBACK for so long ends the connection: only a new one may repeat it. */
const PUBACK_TIMEOUT_MS = 5_000;
/** Receive Maximum of a broker that names none (MQTT 5, 3.2.2.3.3). */
const UNLIMITED = 65_535;

export interface MqttLinkPorts {
  readonly url: string;
  readonly options: IClientOptions;
  readonly topics: Topics;
  readonly clock: Clock;
  readonly counters: MqttCounters;
  /** Publishes without PUBACK at once, if the broker takes so many. */
  readonly maxInFlight: number;
  /** Made once the window is known. */
  readonly congestion: (maxInFlight: number) => CongestionWindow;
  readonly receipts: Receipts;
  /** Said before any event, once connected. */
  readonly greeting: () => Statement;
  readonly host: LinkHost;
  /** The broker refuses the topic of receipts. */
  readonly onDeaf: (cause: Error) => void;
}

export class MqttLink implements Link {
  readonly isConnection = true;
  readonly #ports: MqttLinkPorts;
  readonly #client: MqttClient;
  readonly #publisher: MqttPublisher;
  readonly #statements: Statement[] = [];
  readonly #connected = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<string>();
  #maxInFlight = 1;
  #congestion: CongestionWindow | undefined;
  #packetBytesLimit: number | undefined;
  #isConnected = false;
  #isOver = false;

  constructor(ports: MqttLinkPorts) {
    this.#ports = ports;
    this.#client = mqtt.connect(ports.url, {
      ...ports.options,
      outgoingStore: new ForgetfulStore(),
    });
    this.#publisher = new MqttPublisher(this.#client, ports.topics);
    this.#client.on("connect", (connack) => this.#guard(() => this.#begin(connack)));
    this.#client.on("packetreceive", (packet) => this.#guard(() => this.#read(packet)));
    this.#client.on("message", (_topic, payload) => ports.receipts.receive(payload));
    this.#client.on("error", (cause) => this.#end(describeCause(cause)));
    this.#client.on("disconnect", ({ reasonCode }) => {
      this.#end(`the broker ended the connection with reason ${reasonCode ?? 0}`);
    });
    this.#client.on("close", () => this.#end("the connection was closed"));
    this.#measure();
    void this.#ended.promise.then((reason) => this.#reportEnd(reason));
  }

  /** Resolves once it is connected. Rejects with the reason when it ends before. */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  get maxInFlight(): number {
    return this.#maxInFlight;
  }

  get congestion(): CongestionWindow {
    return this.#congestion!;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get nextTickMs(): number {
    return this.#publisher.oldestSentAtMs + PUBACK_TIMEOUT_MS;
  }

  send(message: Message, settle: (outcome: SendOutcome) => void): void {
    if (isTooLarge(message.json, this.#packetBytesLimit)) {
      return settle({
        result: "refused",
        reason: `larger than ${this.#packetBytesLimit} bytes`,
      });
    }
    const sentAtMs = this.#ports.clock.monotonicMs();
    const { id, priority } = message;
    const flight = { sentAtMs, message: { id, priority }, settle };
    this.#guard(() => this.#publisher.publishEvent(message, flight));
  }

  tick(): void {
    const now = this.#ports.clock.monotonicMs();
    if (now >= this.nextTickMs) return this.#end("the broker does not answer publishes");
    while (this.#statements.length > 0 && this.#ports.host.hold()) {
      this.#publisher.publishStatement(this.#statements.shift()!, now);
    }
  }

  /** Publishes a statement as soon as the window allows. */
  say(statement: Statement): void {
    this.#statements.push(statement);
    this.#ports.host.pump();
  }

  /** Says farewell if the broker still listens, and ends the connection. Takes at most `limitMs`. */
  async close(farewell: Statement, limitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#end("closed"), limitMs);
    if (!this.#isConnected || this.#isOver) this.#end("closed");
    else {
      this.#publisher.sayFarewell(
        farewell,
        () => this.#client.end(false, () => this.#end("closed")),
      );
    }
    await this.#ended.promise;
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

  #begin({ properties }: IConnackPacket): void {
    if (this.#isOver) return;
    sendAtOnce(this.#client.stream);
    this.#packetBytesLimit = properties?.maximumPacketSize;
    this.#maxInFlight = Math.min(
      this.#ports.maxInFlight,
      properties?.receiveMaximum ?? UNLIMITED,
    );
    this.#congestion = this.#ports.congestion(this.#maxInFlight);
    this.#client.subscribe(this.#ports.topics.receipts, { qos: 1 }, (cause) => {
      if (cause && !this.#isOver) this.#ports.onDeaf(cause);
    });
    this.#statements.push(this.#ports.greeting());
    this.#isConnected = true;
    this.#connected.resolve();
  }

  #read(packet: Packet): void {
    const answered = this.#publisher.answered(packet);
    if (answered === undefined || this.#isOver) return;
    const { flight: { message, settle }, puback } = answered;
    this.#ports.host.answered();
    if (message === undefined) return this.#ports.host.release();
    this.#ports.counters.pubacks++;
    settle!(this.#outcomeOf(message, readPuback(puback)));
  }

  #outcomeOf(
    message: NonNullable<Flight["message"]>,
    meaning: ReturnType<typeof readPuback>,
  ): SendOutcome {
    switch (meaning.outcome) {
      case "taken":
        return this.#ports.receipts.taken(message);
      case "unheard":
        return { result: "unheard" };
      case "refused":
        return { result: "refused", reason: meaning.reason };
    }
  }

  /** What fails here ends the connection; a new one begins again. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#end(describeCause(cause));
    }
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#client.end(true, () => this.#ended.resolve(reason));
    // Ending by force is ignored while the client disconnects in an orderly way.
    this.#client.stream.destroy();
  }

  /** Once everything of the connection is closed. */
  #reportEnd(reason: string): void {
    if (this.#isConnected) this.#ports.host.ended(reason);
    else this.#connected.reject(new Error(reason));
  }
}

/** Without this a panic waits until the peer's TCP has acknowledged what went before it. */
function sendAtOnce(stream: MqttClient["stream"]): void {
  if (stream instanceof Socket) stream.setNoDelay(true);
}
