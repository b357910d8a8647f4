/**
 * Publishes on one connection, and keeps in mind which of them the broker has not answered.
 *
 * The client below takes "no subscriber" for success and never times out a PUBACK. So PUBACKs are
 * read from its packets, and the link looks at the age of the oldest one that is missing.
 */
import { Buffer } from "node:buffer";
import type { MqttClient, Packet } from "mqtt";
import type { MonotonicMs } from "../../../../devices/time.ts";
import type { Message, SendOutcome } from "../../transport.ts";
import type { Topics } from "../../../formats/mqtt_topics.ts";
import { shownText } from "../../shown_text.ts";

/** Room for topic and properties when a broker limits the size of packets. */
const HEADER_BYTES = 512;

/** What the gateway says besides events. */
export interface Statement {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
}

/** A publish that waits for its PUBACK. */
export interface Flight {
  readonly sentAtMs: MonotonicMs;
  /** Absent, as is `settle`: a statement. Its text is not kept: what is not answered is read again. */
  readonly message?: Pick<Message, "id" | "priority">;
  readonly settle?: (outcome: SendOutcome) => void;
}

export class MqttPublisher {
  readonly #client: MqttClient;
  readonly #topics: Topics;
  /** By packet identifier, oldest first. */
  readonly #flights = new Map<number, Flight>();

  constructor(client: MqttClient, topics: Topics) {
    this.#client = client;
    this.#topics = topics;
  }

  /** When the oldest publish without a PUBACK left; Infinity: there is none. */
  get oldestSentAtMs(): number {
    return this.#flights.values().next().value?.sentAtMs ?? Infinity;
  }

  publishEvent({ id, json, priority, type }: Message, flight: Flight): void {
    this.#client.publish(this.#topics.events[priority], json, {
      qos: 1,
      properties: {
        contentType: "application/cloudevents+json",
        userProperties: { id, type, priority },
      },
    });
    this.#flights.set(this.#client.getLastMessageId(), flight);
  }

  publishStatement({ topic, payload, isRetained }: Statement, sentAtMs: MonotonicMs): void {
    this.#client.publish(topic, payload, { qos: 1, retain: isRetained });
    this.#flights.set(this.#client.getLastMessageId(), { sentAtMs });
  }

  /** The publish that a packet answers; undefined when it answers none. */
  answered(packet: Packet): { flight: Flight; puback: Puback } | undefined {
    if (packet.cmd !== "puback") return undefined;
    const flight = this.#flights.get(packet.messageId!);
    this.#flights.delete(packet.messageId!);
    return flight && { flight, puback: packet };
  }

  /** Says a last thing. What is in flight is given up, or the client would wait for it. */
  sayFarewell({ payload, topic }: Statement, onSaid: () => void): void {
    for (const id of this.#flights.keys()) this.#client.removeOutgoingMessage(id);
    this.#client.publish(topic, payload, { qos: 1, retain: true }, onSaid);
  }
}

/** Whether an event is larger than a broker takes. @param limitBytes Undefined: it names no limit. */
export function isTooLarge(payload: string, limitBytes: number | undefined): boolean {
  return limitBytes !== undefined && Buffer.byteLength(payload) + HEADER_BYTES > limitBytes;
}

export type Puback = Extract<Packet, { cmd: "puback" }>;

const NO_SUBSCRIBERS = 0x10;
const FIRST_FAILURE = 0x80;

/** Reasons for which a broker refuses a publish. */
const REFUSALS: Readonly<Record<number, string>> = {
  0x80: "unspecified error",
  0x83: "implementation specific error",
  0x87: "not authorized",
  0x90: "topic name invalid",
  0x91: "packet identifier in use",
  0x97: "quota exceeded",
  0x99: "payload format invalid",
};

export type PubackMeaning =
  /** The broker has it, and there is a subscriber as far as it says. */
  | { readonly outcome: "taken" }
  /** The broker has it, and there is no subscriber. */
  | { readonly outcome: "unheard" }
  | { readonly outcome: "refused"; readonly reason: string };

/** What the answer to a publish means. */
export function readPuback({ properties, reasonCode = 0 }: Puback): PubackMeaning {
  if (reasonCode === NO_SUBSCRIBERS) return { outcome: "unheard" };
  if (reasonCode < FIRST_FAILURE) return { outcome: "taken" };
  const code = `0x${reasonCode.toString(16)}`;
  const name = REFUSALS[reasonCode] ?? "unknown reason";
  const words = shownText(properties?.reasonString ?? "");
  return { outcome: "refused", reason: `${name} (${code})${words === "" ? "" : `: ${words}`}` };
}
