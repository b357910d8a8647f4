/** What the wearable of an incident was told, read from the answers that were stored for it. */
import type { Reader } from "../../../db/reader.ts";
import { decodeStageBody } from "../../../devices/frame/answer_bodies.ts";
import { downTypeName } from "../../../devices/frame/types.ts";
import { WEARABLE_STAGES, type WearableStage } from "../../../devices/incident.ts";

/** Messages of an incident whose answers are looked at. */
const SHOWN_MESSAGES = 200;

export const TOLD = ["stored", "received", ...WEARABLE_STAGES] as const;
export type Told = (typeof TOLD)[number];

/** One thing that the wearable was told. */
export interface ToldRow {
  readonly what: Told;
  /** When it was first said; undefined: the gateway did not know the time, or has not said it yet. */
  readonly atUnixMs: number | undefined;
  /** Whether it was said at all: what is due is not. */
  readonly isSaid: boolean;
  /** When the wearable proved to have heard it; undefined: it has not, so far. */
  readonly heardAtUnixMs: number | undefined;
}

/** In the order of the stages; empty: nothing yet. @param incident 16 bytes. */
export function readTold(reader: Reader, incident: Uint8Array): ToldRow[] {
  const said = firstSaid(reader, incident);
  const stages = new Map(reader.incidentStages(incident).map((its) => [its.stage as Told, its]));
  return TOLD.filter((what) => said.has(what) || stages.has(what)).map((what) => ({
    what,
    atUnixMs: said.get(what) ?? stages.get(what)?.sentAtUnixMs,
    isSaid: said.has(what) || (stages.get(what as WearableStage)?.sent ?? 0) > 0,
    heardAtUnixMs: stages.get(what)?.heardAtUnixMs,
  }));
}

/** When each answer was first stored for a message; undefined: at a time that nobody knows. */
function firstSaid(reader: Reader, incident: Uint8Array): Map<Told, number | undefined> {
  const said = new Map<Told, number | undefined>();
  for (const { answer } of reader.incidentAnswers(incident, SHOWN_MESSAGES)) {
    const what = TOLD.find((its) => its === downTypeName(answer[0]!));
    if (what === undefined || said.has(what)) continue;
    const timeS = decodeStageBody(answer.subarray(1))?.timeS ?? 0;
    said.set(what, timeS > 0 ? timeS * 1_000 : undefined);
  }
  return said;
}
