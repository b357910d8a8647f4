/** Building of events: from what is known at the first reception to what is stored. */
import { createHash } from "node:crypto";
import { laneNumber, type NewEvent } from "../../db/store.ts";
import {
  type EventCore,
  type EventData,
  type EventName,
  eventType,
  type Priority,
} from "../../devices/event.ts";
import { decodeHex } from "../../devices/hex.ts";
import { type Clock, isoTime, type MonotonicMs, type UnixMs } from "../../devices/time.ts";
import { canonicalJson } from "../../devices/tools/canonical_json.ts";

/** What the gateway is called in its zone. */
export interface GatewayName {
  readonly zone: string;
  readonly name: string;
}

/** The CloudEvents `source` of everything that this gateway says. */
export function sourceOf(gateway: GatewayName): string {
  return `urn:vigil:${gateway.zone}:${gateway.name}`;
}

export interface EventFacts {
  /** 32 hex digits. */
  readonly id: string;
  readonly name: EventName;
  readonly priority: Priority;
  /** `device/<uid>`, `modem/<name>`, `destination/<name>` or `gateway`. */
  readonly subject: string;
  /** 32 hex digits. */
  readonly incident?: string;
  readonly at: UnixMs;
  readonly data: EventData;
}

/** The event as the store takes it: canonical JSON and its SHA-256. */
export function newEvent(gateway: GatewayName, facts: EventFacts, isAnswerable = false): NewEvent {
  const core: EventCore = {
    data: facts.data,
    datacontenttype: "application/json",
    id: facts.id,
    ...(facts.incident === undefined ? {} : { incident: facts.incident }),
    priority: facts.priority,
    source: sourceOf(gateway),
    specversion: "1.0",
    subject: facts.subject,
    time: isoTime(facts.at),
    type: eventType(facts.name),
  };
  const body = canonicalJson(core);
  return {
    id: decodeHex(facts.id)!,
    lane: laneNumber(facts.priority, facts.data.authenticity === "unverified"),
    type: facts.name,
    isAnswerable,
    ...(facts.incident === undefined ? {} : { incident: decodeHex(facts.incident)! }),
    receivedAtUnixMs: facts.at,
    hash: createHash("sha256").update(body).digest(),
    body,
  };
}

/** What an event says of the clocks at the moment it was received. */
export function clockReading(clock: Clock, atMs: MonotonicMs): EventData["clock"] {
  return { bootId: clock.bootId, monotonicMs: Math.round(atMs), quality: clock.quality() };
}
