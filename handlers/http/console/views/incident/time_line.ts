/**
 * The whole story of an incident in one order, a page of it: the newest events of it before a sequence,
 * with all that lies between them.
 */
import type { Reader, StoredEvent } from "../../../../../db/store.ts";
import type { EventCore } from "../../../../../devices/event.ts";
import { decodeHex } from "../../../../../devices/hex.ts";
import { Axis } from "./axis.ts";
import { eventFacts, type PlacedEvent } from "./event_facts.ts";
import type { Fact, FactGroup, PlacedFact } from "./fact.ts";
import { folded } from "./grouping.ts";
import { incidentFacts } from "./incident_facts.ts";
import type { NamedLooker } from "./lookers.ts";

/** Events on one page. */
export const PAGE_EVENTS = 100;
/** Events of a report on paper; of more the newest are in it, and the proof has all. */
export const REPORT_EVENTS = 1_000;
/** Hearings and deliveries that are read for one page. */
const TRACES_LIMIT = 5_000;
/** Before this every sequence is. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** A page of the time line. */
export interface TimeLine {
  /** Oldest first. */
  readonly lines: readonly (Fact | FactGroup)[];
  /** Sequence before which the page before this one ends; absent: this one begins with the first event. */
  readonly older?: number;
  /** False: what came later is on a page of its own. */
  readonly isNewest: boolean;
}

interface Asked {
  /** Of the incident, 32 hex digits. */
  readonly id: string;
  /** UID of its wearable. */
  readonly device: string;
  readonly openedAtUnixMs: number;
  /** Sequence before which it ends. */
  readonly before: number;
  readonly lookers: readonly NamedLooker[];
  readonly fullNames: ReadonlyMap<string, string>;
  /** Events on the page; absent: as many as the page of an incident has. */
  readonly limit?: number;
}

/** Reads a page. */
export function readTimeLine(reader: Reader, asked: Asked): TimeLine {
  const { before, limit = PAGE_EVENTS } = asked;
  const id = decodeHex(asked.id)!;
  const found = reader.incidents.eventsBefore(id, before, limit + 1);
  const events = found.slice(0, limit).toReversed();
  // The first event of the next page says where this one ends.
  const next = before === NEWEST ? [] : reader.incidents.events(id, before - 1, 1);
  const cores = [...events, ...next].map(({ body }) => JSON.parse(body) as EventCore);
  const axis = new Axis(
    cores.map(({ data, time }) => ({ ...data.clock, unixMs: Date.parse(time) })),
  );
  const hasOlder = found.length > limit;
  const span = {
    from: hasOlder ? axis.places[0]! : -Infinity,
    to: next.length > 0 ? axis.places[events.length]! : Infinity,
  };
  const placed = [
    ...factsOfEvents(reader, id, { events, cores, axis }),
    ...stepFacts(axis, cores.slice(0, events.length)),
    ...looseFacts(reader, asked, axis).filter(({ place }) => place >= span.from && place < span.to),
  ];
  return {
    lines: folded(placed.toSorted(inOrder).map(({ fact }) => fact)),
    ...(hasOlder ? { older: events[0]!.sequence } : {}),
    isNewest: next.length === 0,
  };
}

function inOrder(a: PlacedFact, b: PlacedFact): number {
  return a.place - b.place || a.rank - b.rank;
}

interface PlacedEvents {
  readonly events: readonly StoredEvent[];
  readonly cores: readonly EventCore[];
  readonly axis: Axis;
}

function factsOfEvents(
  reader: Reader,
  incident: Uint8Array,
  { axis, cores, events }: PlacedEvents,
): PlacedFact[] {
  if (events.length === 0) return [];
  const span = { incident, first: events[0]!.sequence, last: events.at(-1)!.sequence };
  const receptions = Map.groupBy(reader.timeLine.receptions(span, TRACES_LIMIT), byEvent);
  const deliveries = Map.groupBy(reader.timeLine.deliveries(span, TRACES_LIMIT), byEvent);
  const answered = reader.timeLine.answered(span);
  return events.flatMap((event, at) => {
    const { sequence } = event;
    const placed: PlacedEvent = { event, core: cores[at]!, place: axis.places[at]! };
    return eventFacts(placed, {
      receptions: receptions.get(sequence) ?? [],
      deliveries: deliveries.get(sequence) ?? [],
      isAnswered: answered.has(sequence),
    }, axis);
  });
}

function byEvent({ event }: { readonly event: number }): number {
  return event;
}

/** Where the clock was set: without that, times on the page would seem to run back. */
function stepFacts(axis: Axis, cores: readonly EventCore[]): PlacedFact[] {
  return axis.steps.filter(({ index }) => index < cores.length).map(({ byMs, index }) => ({
    place: axis.places[index]!,
    rank: -2,
    fact: {
      kind: "clock-set",
      key: `clock-set-${index}`,
      atUnixMs: Date.parse(cores[index]!.time),
      isAbout: true,
      by: "inferred",
      byMs,
    },
  }));
}

/** What has a wall time only. Of one kind, none comes before the one before it. */
function looseFacts(reader: Reader, asked: Asked, axis: Axis): PlacedFact[] {
  return incidentFacts(reader, asked).flatMap((facts) => {
    let last = -Infinity;
    return facts.map(({ fact, rank }) => {
      const place = axis.placeOf(fact.atUnixMs, last);
      if (fact.kind === "moved") last = place;
      return { fact, place, rank };
    });
  });
}
