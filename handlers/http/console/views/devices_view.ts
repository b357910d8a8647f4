/** What the page of wearables shows, as plain values: the most worrying first, unless asked otherwise. */
import type { AlarmOutcomesByDevice } from "./wearables/facts.ts";
import type { Reader } from "../../../../db/store.ts";
import type { Clock } from "../../../../devices/time.ts";
import { type AssignmentCounts, countEnds } from "../../../registry/assignment_ends.ts";
import { describeDevice, type DeviceDescription } from "../../../registry/describe.ts";
import { type GlanceFacts, glanceFacts, readOutcomes } from "./wearables/facts.ts";
import { HEALTH_BADGES, type HealthBadgeName, worryOf } from "./wearables/health.ts";

/** Wearables on one page. */
const SHOWN = 50;
/** Wearables that are looked through at most. */
const LOOKED_AT = 5_000;
/** A wearable that was heard within this is heard, in ms. */
const HEARD_WITHIN_MS = 86_400_000;

export const LISTED_STATES = ["none", "active", "suspended", "expired", "retired"] as const;
export type ListedState = (typeof LISTED_STATES)[number];

/** Which wearables are asked for. */
export interface DevicesQuery {
  readonly badge?: HealthBadgeName | undefined;
  /** Absent: all but the retired ones. */
  readonly state?: ListedState | undefined;
  readonly order: "worry" | "uid";
  /** From 1. */
  readonly page: number;
  /** A part of a UID or of a reference, in any case of letters. */
  readonly search?: string | undefined;
}

export interface DevicesView {
  readonly counts: AssignmentCounts;
  readonly devices: readonly DeviceDescription[];
  /** Of the shown, by UID. */
  readonly facts?: ReadonlyMap<string, GlanceFacts>;
  readonly query?: DevicesQuery;
  /** How many are as asked for, on all pages. */
  readonly found?: number;
  readonly heard?: { readonly assigned: number; readonly heard: number };
  /** Number of the next page; absent: this is the last. */
  readonly next?: number;
}

/** What an address asks for; what makes no sense in it is left out. */
export function devicesQuery(value: (name: string) => string | undefined): DevicesQuery {
  const page = Number(value("page"));
  return {
    badge: HEALTH_BADGES.find((name) => name === value("badge")),
    state: LISTED_STATES.find((name) => name === value("state")),
    order: value("order") === "uid" ? "uid" : "worry",
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** Reads what is shown now. */
export function readDevicesView(reader: Reader, clock: Clock, query: DevicesQuery): DevicesView {
  const now = clock.expiryUnixMs();
  const outcomes: AlarmOutcomesByDevice = readOutcomes(reader, now);
  const all = reader.wearables.glances(LOOKED_AT)
    .map((glance) => glanceFacts(glance, outcomes, now))
    .filter((facts) => isAskedFor(facts, query));
  const sorted = query.order === "uid"
    ? all
    : all.toSorted((a, b) => worryOf(b.badges) - worryOf(a.badges));
  const from = (query.page - 1) * SHOWN;
  const shown = sorted.slice(from, from + SHOWN);
  return {
    counts: countEnds(reader, now),
    devices: shown.map(({ glance }) => describeDevice(reader, glance.device, clock)),
    facts: new Map(shown.map((facts) => [facts.glance.device.uid, facts])),
    query,
    found: all.length,
    heard: reader.devices.heardSince(clock.unixMs() - HEARD_WITHIN_MS),
    ...(sorted.length > from + SHOWN ? { next: query.page + 1 } : {}),
  };
}

function isAskedFor({ badges, glance, state }: GlanceFacts, query: DevicesQuery): boolean {
  const { badge, search, state: wanted } = query;
  if (search !== undefined) {
    const { reference = "", uid } = glance.device;
    const part = search.toLowerCase();
    return uid.toLowerCase().includes(part) || reference.toLowerCase().includes(part);
  }
  if (badge !== undefined && !badges.some(({ name }) => name === badge)) return false;
  return wanted === undefined ? state !== "retired" : state === wanted;
}
