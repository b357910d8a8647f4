/** The answers that the wearable of an incident got, read from the store. */
import type { Reader } from "../../db/store.ts";
import type { EventCore } from "../../devices/event.ts";
import { decodeStageBody } from "../../devices/frame/answer_bodies.ts";
import { downTypeName } from "../../devices/frame/types.ts";
import { WEARABLE_STAGES } from "../../devices/incident.ts";

/** Messages of an incident whose answers are looked at. */
const SHOWN_MESSAGES = 200;

export const GIVEN = ["stored", "received", ...WEARABLE_STAGES] as const;
export type GivenName = (typeof GIVEN)[number];

/** One answer that the wearable got. */
export interface GivenAnswer {
  readonly what: GivenName;
  /** When it was first said; undefined: that is not known, or it is not said yet. */
  readonly atUnixMs: number | undefined;
  /**
   * The answer itself says no time, as the gateway's clock was not synchronised: this is when the
   * message came, or dispatch spoke, which is what is answered at once.
   */
  readonly isAbout: boolean;
  /** Whether it was said at all: what is due is not. */
  readonly isSaid: boolean;
  /** When the wearable proved to have heard it; undefined: it has not, so far. */
  readonly heardAtUnixMs: number | undefined;
}

/** In the order of the stages; empty: nothing yet. @param incident 16 bytes. */
export function readGivenAnswers(reader: Reader, incident: Uint8Array): GivenAnswer[] {
  const said = firstSaid(reader, incident);
  const stages = new Map(
    reader.stages.ofIncident(incident).map((its) => [its.stage as GivenName, its]),
  );
  return GIVEN.filter((what) => said.has(what) || stages.has(what)).map((what) => {
    const exact = said.get(what)?.atUnixMs ?? stages.get(what)?.sentAtUnixMs;
    return {
      what,
      atUnixMs: exact ?? causeOf(what, reader, incident, said.get(what)?.event),
      isAbout: exact === undefined,
      isSaid: said.has(what) || (stages.get(what)?.sent ?? 0) > 0,
      heardAtUnixMs: stages.get(what)?.heardAtUnixMs,
    };
  });
}

interface Said {
  /** Sequence of the event whose message was answered. */
  readonly event: number;
  readonly atUnixMs: number | undefined;
}

/** Each answer as it was first stored for a message. */
function firstSaid(reader: Reader, incident: Uint8Array): Map<GivenName, Said> {
  const said = new Map<GivenName, Said>();
  for (const { answer, event } of reader.incidents.answers(incident, SHOWN_MESSAGES)) {
    const what = GIVEN.find((its) => its === downTypeName(answer[0]!));
    if (what === undefined || said.has(what)) continue;
    const timeS = decodeStageBody(answer.subarray(1))?.timeS ?? 0;
    said.set(what, { event, atUnixMs: timeS > 0 ? timeS * 1_000 : undefined });
  }
  return said;
}

/** When what an answer says became so: the message came, or dispatch moved the incident. */
function causeOf(
  what: GivenName,
  reader: Reader,
  incident: Uint8Array,
  event: number | undefined,
): number | undefined {
  if (what !== "stored") {
    return reader.incidents.transitions(incident).find(({ to }) => to === what)?.atUnixMs;
  }
  const [answered] = event === undefined ? [] : reader.incidents.events(incident, event - 1, 1);
  return answered && Date.parse((JSON.parse(answered.body) as EventCore).time);
}
