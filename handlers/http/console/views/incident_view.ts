/** What the page of one incident shows of the store, as plain values. Times are RFC 3339. */
import type { Looker, Reader, StoredEvent } from "../../../../db/store.ts";
import type { EventCore } from "../../../../devices/event.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { findId } from "../../../tools/short_id.ts";
import { incidentDetails, incidentInfo } from "../../../incidents/incident_views.ts";
import { fullNamesOf } from "./audit_view.ts";
import { ageMs, type Moment } from "./moment.ts";
import { type GivenAnswer, readGivenAnswers } from "../../../answers/given_answers.ts";
import { type EventView, eventView } from "./view.ts";

/** Events on the page; an incident of two hours has more, which are a link away. */
const SHOWN_EVENTS = 100;

/** Somebody who has looked; a person by the full name, as the account has it today. */
export interface NamedLooker extends Looker {
  readonly fullName?: string;
}

export type IncidentView =
  & ReturnType<typeof incidentInfo>
  & ReturnType<typeof incidentDetails>
  & {
    /** Newest first. */
    readonly events: readonly EventView[];
    /** Sequence before which the next page of its events begins; absent: there is nothing older. */
    readonly older?: number;
    /** Its wearable has a key of this product; others cannot be answered. */
    readonly canBeAnswered: boolean;
    readonly given: readonly GivenAnswer[];
    readonly openedAgoMs: number;
    /** Who has looked at it, the last first. */
    readonly lookers: readonly NamedLooker[];
  };

/**
 * Reads what is shown now; undefined when there is no such incident.
 * @param id 32 hex digits, or the first 8.
 * @param before Sequence before which its events begin.
 */
export function readIncidentView(
  reader: Reader,
  id: string,
  now: Moment,
  before = Number.MAX_SAFE_INTEGER,
): IncidentView | undefined {
  const asked = findId(reader, "incident", id);
  const incident = asked.ok ? reader.incidents.byId(asked.value) : undefined;
  if (!asked.ok || incident === undefined) return undefined;
  const found = reader.incidents.eventsBefore(asked.value, before, SHOWN_EVENTS + 1);
  const events = found.slice(0, SHOWN_EVENTS);
  const given = readGivenAnswers(reader, asked.value);
  return {
    ...incidentInfo(incident),
    ...incidentDetails(incident, events, reader),
    events: events.map((event) => eventView(reader, event)),
    ...(found.length > SHOWN_EVENTS ? { older: events.at(-1)!.sequence } : {}),
    canBeAnswered: given.length > 0 || hasKey(reader, incident.device),
    given,
    lookers: lookersAt(reader, incident.id),
    openedAgoMs: openedAgoMs(incident.openedAtUnixMs, reader.events.opening(asked.value), now),
  };
}

function lookersAt(reader: Reader, id: string): NamedLooker[] {
  const lookers = reader.auditSubjects.lookersAt(id);
  const fullNames = lookers.length === 0 ? new Map() : fullNamesOf(reader);
  return lookers.map((looker) => ({
    ...looker,
    ...defined({
      fullName: looker.by.kind === "person" ? fullNames.get(looker.by.name) : undefined,
    }),
  }));
}

/** Whether a wearable has a key of this product; others cannot be answered. @param uid Of it. */
export function hasKey(reader: Reader, uid: string): boolean {
  const device = reader.devices.byUid(uid);
  return device !== undefined && reader.devices.keys(device.number).length > 0;
}

/** By the clock that never steps, while its opening is stored and of this boot. */
function openedAgoMs(unixMs: number, opening: StoredEvent | undefined, now: Moment): number {
  const clock = opening && (JSON.parse(opening.body) as EventCore).data.clock;
  return ageMs(defined({ unixMs, clock }), now);
}
