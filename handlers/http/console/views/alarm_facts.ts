/** What a card of the wall shows beside the alarm itself: by which way it got out, and what came of it. */
import type { Reader } from "../../../../db/store.ts";
import type { EventCore } from "../../../../devices/event.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { type GivenAnswer, readGivenAnswers } from "../../../answers/given_answers.ts";
import { hasKey } from "./incident_view.ts";
import { ageMs, type Moment } from "./moment.ts";
import type { OpenIncident, OpenView } from "./open_view.ts";

/** A destination that has confirmed an alarm. */
export interface ReachedDestination {
  readonly name: string;
  /** Between the storing of the alarm and its confirmation; absent where a clock was set between. */
  readonly afterMs?: number;
}

/** By the id of the incident. */
export type FactsById = ReadonlyMap<string, AlarmFacts>;

export interface AlarmFacts {
  /** The quickest first. */
  readonly reached: readonly ReachedDestination[];
  /** The answers to its wearable, in the order of the stages. */
  readonly answers: readonly GivenAnswer[];
  /** Its wearable has a key of this product; others cannot be answered. */
  readonly canBeAnswered: boolean;
  /** The wearable asked, last then, that the alarm be cancelled, which ends nothing. */
  readonly cancelAsked?: { readonly atUnixMs: number; readonly ageMs: number };
}

/** Reads them for each open alarm, by the id of its incident. */
export function readAlarmFacts(
  reader: Reader,
  { incidents }: OpenView,
  now: Moment,
): FactsById {
  return new Map(incidents.map((incident) => [
    incident.id,
    incident.isStored ? storedFacts(reader, incident, now) : volatileFacts(incident),
  ]));
}

function storedFacts(reader: Reader, incident: OpenIncident, now: Moment): AlarmFacts {
  const id = decodeHex(incident.id)!;
  const answers = readGivenAnswers(reader, id);
  return {
    reached: reachedBy(reader, id),
    answers,
    canBeAnswered: answers.length > 0 || hasKey(reader, incident.device),
    ...defined({ cancelAsked: cancelAsked(reader, id, now) }),
  };
}

/** Of one that is in memory only, no times are kept and no answer was given. */
function volatileFacts({ confirmedBy = [] }: OpenIncident): AlarmFacts {
  return { reached: confirmedBy.map((name) => ({ name })), answers: [], canBeAnswered: true };
}

function reachedBy(reader: Reader, id: Uint8Array): ReachedDestination[] {
  const record = reader.incidents.byId(id);
  if (record === undefined) return [];
  return reader.evidence.deliveries(record.opened)
    .flatMap(({ confirmedAtUnixMs, destination }) =>
      confirmedAtUnixMs === undefined
        ? []
        : [{ name: destination, afterMs: confirmedAtUnixMs - record.openedAtUnixMs }]
    )
    .toSorted((a, b) => a.afterMs - b.afterMs)
    .map(({ afterMs, name }) => afterMs < 0 ? { name } : { name, afterMs });
}

function cancelAsked(reader: Reader, id: Uint8Array, now: Moment): AlarmFacts["cancelAsked"] {
  const event = reader.incidents.newestOfType(id, "cancel-requested");
  if (event === undefined) return undefined;
  const { data, time } = JSON.parse(event.body) as EventCore;
  const atUnixMs = Date.parse(time);
  return { atUnixMs, ageMs: ageMs(defined({ unixMs: atUnixMs, clock: data.clock }), now) };
}
