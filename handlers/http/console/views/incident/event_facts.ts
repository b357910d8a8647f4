/** The facts of one event of an incident: its press, its hearings, its storing and its deliveries. */
import type { SpanDelivery, SpanReception, StoredEvent } from "../../../../../db/store.ts";
import {
  type EventCore,
  type EventName,
  POSITION_ANOMALIES,
} from "../../../../../devices/event.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import type { KnownBy } from "../../pages/known.tsx";
import type { Axis } from "./axis.ts";
import type { EventFact, Fact, FactContent, Hearing, PlacedFact, Reached } from "./fact.ts";

/** Events whose way is shown step by step; that of all others is one line. */
const WHOLE: readonly EventName[] = ["panic", "duress", "fall", "tamper", "cancel-requested"];
/** Hearings by other modems so soon after the first are of the same sending, in ms. */
const SAME_SENDING_MS = 2_000;
/** Offered so soon after the first destination is one line with it, in ms. */
const TOGETHER_MS = 1_000;

/** What is known of an event beside itself. */
export interface EventTraces {
  readonly receptions: readonly SpanReception[];
  readonly deliveries: readonly SpanDelivery[];
  readonly isAnswered: boolean;
}

/** An event with its place on the axis. */
export interface PlacedEvent {
  readonly event: StoredEvent;
  readonly core: EventCore;
  readonly place: number;
}

/** All facts of an event. */
export function eventFacts(placed: PlacedEvent, traces: EventTraces, axis: Axis): PlacedFact[] {
  const name = placed.event.type as EventName;
  const facts = new EventFacts(placed, axis);
  const hearings = hearingsOf(placed.core, traces.receptions);
  const reached = traces.deliveries.flatMap((its) => reachedOf(its, placed.core) ?? []);
  if (!WHOLE.includes(name)) {
    facts.add(0, factOf(placed, { hearings, reached }), knownBy(placed.core));
    return facts.placed;
  }
  addPress(facts, placed);
  facts.add(0, factOf(placed, { hearings: [], reached: [] }), knownBy(placed.core));
  addHearings(facts, hearings);
  const { sequence } = placed.event;
  facts.add(3, { kind: "stored", sequence, isAnswered: traces.isAnswered }, "gateway");
  addDeliveries(facts, traces.deliveries, placed.core);
  return facts.placed;
}

class EventFacts {
  readonly placed: PlacedFact[] = [];
  readonly #axis: Axis;
  readonly #event: PlacedEvent;

  constructor(event: PlacedEvent, axis: Axis) {
    this.#event = event;
    this.#axis = axis;
  }

  /** @param atUnixMs Absent: with the event itself. */
  add(
    rank: number,
    content: FactContent,
    by: KnownBy,
    { atUnixMs, suffix = "" }: { readonly atUnixMs?: number; readonly suffix?: string } = {},
  ): void {
    const { core, event, place } = this.#event;
    const key = `${content.kind}-${event.sequence}${suffix}`;
    const fact: Fact = { ...content, key, by, atUnixMs: atUnixMs ?? Date.parse(core.time) };
    const own = atUnixMs === undefined ? place : this.#axis.placeOf(atUnixMs, place);
    this.placed.push({ fact, place: own, rank });
  }

  /** Adds what was before the event. */
  addBefore(content: FactContent, by: KnownBy, beforeMs: number): void {
    const { core, event, place } = this.#event;
    const key = `${content.kind}-${event.sequence}`;
    const atUnixMs = Date.parse(core.time) - beforeMs;
    const fact: Fact = { ...content, key, by, atUnixMs, isAbout: true };
    this.placed.push({ fact, place: place - beforeMs, rank: -1 });
  }
}

function addPress(facts: EventFacts, { core, event }: PlacedEvent): void {
  const { sinceTriggerS } = core.data;
  if (sinceTriggerS === undefined || event.type === "cancel-requested") return;
  const content = { kind: "pressed", beforeS: sinceTriggerS } as const;
  facts.addBefore(content, knownBy(core), sinceTriggerS * 1_000);
}

/** The hearings of the first sending in one line, those of its repeats in another. */
function addHearings(facts: EventFacts, hearings: readonly Hearing[]): void {
  const [first] = hearings;
  if (first === undefined) return;
  const ofOneSending = hearings.filter(({ atUnixMs, modem }, at) =>
    atUnixMs - first.atUnixMs < SAME_SENDING_MS &&
    hearings.findIndex((its) => its.modem === modem) === at
  );
  facts.add(1, { kind: "heard", hearings: ofOneSending }, "network");
  const again = hearings.filter((its) => !ofOneSending.includes(its));
  if (again.length === 0) return;
  const { atUnixMs } = again[0]!;
  facts.add(2, { kind: "heard-again", hearings: again }, "network", { atUnixMs });
}

function addDeliveries(
  facts: EventFacts,
  deliveries: readonly SpanDelivery[],
  core: EventCore,
): void {
  const offered = deliveries.flatMap(({ destination, offeredAtUnixMs: atUnixMs }) =>
    atUnixMs === undefined ? [] : [{ destination, atUnixMs }]
  ).toSorted((a, b) => a.atUnixMs - b.atUnixMs);
  while (offered.length > 0) {
    const { atUnixMs } = offered[0]!;
    const count = offered.filter((its) => its.atUnixMs - atUnixMs < TOGETHER_MS).length;
    const destinations = offered.splice(0, count).map(({ destination }) => destination);
    const suffix = `-${destinations[0]}`;
    facts.add(4, { kind: "sent", destinations }, "gateway", { atUnixMs, suffix });
  }
  for (const delivery of deliveries) {
    const reached = reachedOf(delivery, core);
    if (reached === undefined) continue;
    const { confirmedAtUnixMs: atUnixMs, destination } = delivery;
    facts.add(5, { kind: "reached", ...reached }, saidBy(delivery), {
      atUnixMs: atUnixMs!,
      suffix: `-${destination}`,
    });
  }
}

/** What a broker or a mobile network took is not said by dispatch. */
function saidBy({ receipt, type }: SpanDelivery): KnownBy {
  return receipt === undefined && (type === "mqtt" || type === "sms") ? "network" : "person";
}

/** What the key of a wearable proves; else it is known from the modem. The gateway speaks for itself. */
function knownBy({ data }: EventCore): KnownBy {
  if (data.device === undefined || data.authenticity === undefined) return "gateway";
  return data.authenticity === "verified" ? "key" : "network";
}

function factOf(
  { core: { data }, event }: PlacedEvent,
  way: Pick<EventFact, "hearings" | "reached">,
): EventFact {
  return {
    kind: "event",
    name: event.type as EventName,
    sequence: event.sequence,
    flags: data.flags ?? [],
    anomalies: data.anomalies ?? [],
    ...defined({ batteryPercent: data.batteryPercent, position: data.position }),
    isLate: data.late === true,
    isUnverified: data.authenticity === "unverified",
    isDrill: data.drill === true,
    ...way,
  };
}

/** Whether the position of an event cannot be as the wearable says. */
export function isImplausible({ anomalies }: Pick<EventFact, "anomalies">): boolean {
  return POSITION_ANOMALIES.some((its) => anomalies.includes(its));
}

/** The first hearings are in the event itself. */
function hearingsOf({ data }: EventCore, later: readonly SpanReception[]): Hearing[] {
  const first = (data.receptions ?? []).map(({ at, ...its }) => ({
    ...its,
    atUnixMs: Date.parse(at),
  }));
  return [...first, ...later.map(({ event: _, ...its }) => its)];
}

function reachedOf(delivery: SpanDelivery, { time }: EventCore): Reached | undefined {
  const { confirmedAtUnixMs, destination, receipt } = delivery;
  if (confirmedAtUnixMs === undefined) return undefined;
  const afterMs = confirmedAtUnixMs - Date.parse(time);
  return {
    destination,
    ...(afterMs >= 0 && { afterMs }),
    ...defined({ said: nameIn(receipt) }),
  };
}

/** Whom a receipt names. It was checked when it came; a damaged disk may have changed it since. */
function nameIn(receipt: string | undefined): string | undefined {
  try {
    const by = receipt && JSON.parse(receipt).by;
    return typeof by === "string" ? by : undefined;
  } catch {
    return undefined;
  }
}
