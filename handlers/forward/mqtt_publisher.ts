/**
 * Publishes on one connection, and keeps in mind which of them the broker has not answered.
 *
 * The client below takes "nobody listens" for success and never times out a PUBACK. So PUBACKs are
 * read from its packets, and whoever publishes looks at the age of the oldest one that is missing.
 */
import { Buffer } from "node:buffer";
import type { MqttClient, Packet } from "mqtt";
import { lanePriority } from "../../db/lane_number.ts";
import type { StoredEvent } from "../../db/reader.ts";
import { type EventName, eventType } from "../../devices/event.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import type { UnstoredEvent } from "../unstored.ts";
import type { Puback } from "./puback.ts";
import type { Topics } from "./topics.ts";

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
  /** Absent: nothing of the store. */
  readonly event?: StoredEvent;
  readonly unstored?: UnstoredEvent;
}

/** What a publish says of an event beside its payload. */
type Labels = Pick<StoredEvent, "id" | "type" | "lane">;

export class MqttPublisher {
  /** By packet identifier, oldest first. */
  readonly #flights = new Map<number, Flight>();

  constructor(readonly client: MqttClient, readonly topics: Topics) {}

  /** When the oldest publish without a PUBACK left; Infinity: there is none. */
  get oldestSentAtMs(): number {
    return this.#flights.values().next().value?.sentAtMs ?? Infinity;
  }

  publishEvent({ id, lane, type: name }: Labels, payload: string, flight: Flight): void {
    const priority = lanePriority(lane);
    const type = eventType(name as EventName);
    this.client.publish(this.topics.events[priority], payload, {
      qos: 1,
      properties: {
        contentType: "application/cloudevents+json",
        userProperties: { id, type, priority },
      },
    });
    this.#flights.set(this.client.getLastMessageId(), flight);
  }

  publishStatement({ topic, payload, isRetained }: Statement, sentAtMs: MonotonicMs): void {
    this.client.publish(topic, payload, { qos: 1, retain: isRetained });
    this.#flights.set(this.client.getLastMessageId(), { sentAtMs });
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
    for (const id of this.#flights.keys()) this.client.removeOutgoingMessage(id);
    this.client.publish(topic, payload, { qos: 1, retain: true }, onSaid);
  }
}

/** Whether an event is larger than a broker takes. @param limitBytes Undefined: it names no limit. */
export function isTooLarge(payload: string, limitBytes: number | undefined): boolean {
  return limitBytes !== undefined && Buffer.byteLength(payload) + HEADER_BYTES > limitBytes;
}
