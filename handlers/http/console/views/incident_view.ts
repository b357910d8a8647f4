/** What the page of one incident shows of the store, as plain values. Times are RFC 3339. */
import type { Reader, StoredEvent } from "../../../../db/store.ts";
import type { EventCore } from "../../../../devices/event.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { findId } from "../../../tools/short_id.ts";
import { incidentDetails, incidentInfo } from "../../../incidents/incident_views.ts";
import { fullNamesOf } from "./audit_view.ts";
import { type NamedLooker, readLookers } from "./incident/lookers.ts";
import { type Path, readPaths } from "./incident/paths.ts";
import { NEWEST, readTimeLine, type TimeLine } from "./incident/time_line.ts";
import { ageMs, type Moment } from "./moment.ts";
import { type GivenAnswer, readGivenAnswers } from "../../../answers/given_answers.ts";

export type { NamedLooker };

export type IncidentView =
  & ReturnType<typeof incidentInfo>
  & Pick<ReturnType<typeof incidentDetails>, "escalation" | "notes" | "transitions">
  & {
    readonly timeLine: TimeLine;
    readonly paths: readonly Path[];
    /** The file that its wearable served when it was opened. */
    readonly reference?: string;
    /** Its wearable has a key of this product; others cannot be answered. */
    readonly canBeAnswered: boolean;
    readonly given: readonly GivenAnswer[];
    readonly openedAgoMs: number;
    /** Who has looked at it, the last first. */
    readonly lookers: readonly NamedLooker[];
  };

/** What of it is read. */
export interface ShownPart {
  /** Sequence before which its events end; absent: the newest are shown. */
  readonly before?: number;
  /** Highest number of events; absent: as many as a page has. */
  readonly limit?: number;
}

/**
 * Reads what is shown now; undefined when there is no such incident.
 * @param id 32 hex digits, or the first 8.
 */
export function readIncidentView(
  reader: Reader,
  id: string,
  now: Moment,
  { before = NEWEST, limit }: ShownPart = {},
): IncidentView | undefined {
  const asked = findId(reader, "incident", id);
  const incident = asked.ok ? reader.incidents.byId(asked.value) : undefined;
  if (!asked.ok || incident === undefined) return undefined;
  const { escalation, notes, transitions } = incidentDetails(incident, [], reader);
  const fullNames = fullNamesOf(reader);
  const lookers = readLookers(reader, incident.id, fullNames);
  const given = readGivenAnswers(reader, asked.value);
  const opening = reader.events.opening(asked.value);
  const shown = { ...incident, before, lookers, fullNames, ...defined({ limit }) };
  return {
    ...incidentInfo(incident),
    ...{ escalation, notes, transitions, lookers, given },
    timeLine: readTimeLine(reader, shown),
    paths: readPaths(reader, incident, opening),
    ...defined({ reference: opening && coreOf(opening).data.assignment?.reference }),
    canBeAnswered: given.length > 0 || hasKey(reader, incident.device),
    openedAgoMs: openedAgoMs(incident.openedAtUnixMs, opening, now),
  };
}

/** Whether a wearable has a key of this product; others cannot be answered. @param uid Of it. */
export function hasKey(reader: Reader, uid: string): boolean {
  const device = reader.devices.byUid(uid);
  return device !== undefined && reader.devices.keys(device.number).length > 0;
}

/** By the clock that never steps, while its opening is stored and of this boot. */
function openedAgoMs(unixMs: number, opening: StoredEvent | undefined, now: Moment): number {
  return ageMs(defined({ unixMs, clock: opening && coreOf(opening).data.clock }), now);
}

function coreOf({ body }: StoredEvent): EventCore {
  return JSON.parse(body);
}
