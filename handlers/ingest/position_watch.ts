/**
 * Which positions cannot be as the wearable says: it jumped faster than anybody travels, or stands frozen
 * while the wearable reports that it moves. All of it from memory, so that no alarm waits for a disk; a
 * restart begins anew. A doubt marks a position and drops none: in doubt a position is plausible.
 */
import type { POSITION_ANOMALIES } from "../../devices/event.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { GatewayEventFacts } from "../events/gateway_events.ts";
import { type Frozen, frozenForHours, frozenSince } from "./frozen_position.ts";
import { jumpBetween, type ReportedPosition } from "./position_jump.ts";

/** What is said of a position that cannot be. */
export type PositionAnomaly = (typeof POSITION_ANOMALIES)[number];

/** What is found in a position: the word for its event, and what is raised of it, held off. */
export interface PositionFinding {
  readonly anomalies: readonly PositionAnomaly[];
  readonly raises: readonly GatewayEventFacts[];
}

/** How long a short message may be on its way, in s. */
export const MESSAGE_DELAY_S = 3_600;

/** Jumps of one wearable are raised again only after this time. */
const JUMP_HOLD_OFF_MS = 3_600_000;
/** So many positions that agree with each other, and not with those before, are where it is now. */
const SETTLED_AFTER = 3;
/** Wearables remembered. */
const REMEMBERED_LIMIT = 10_000;

interface Track {
  /** The newest position that is plausible. */
  last: ReportedPosition;
  /** The newest that jumped away from it, and how many have agreed with each other. */
  strayed?: { readonly last: ReportedPosition; readonly count: number } | undefined;
  frozen: Frozen;
  jumpRaisedMs: number;
  isFrozenRaised: boolean;
}

/** Of what says no position, or one that is not judged. */
export const NO_FINDING: PositionFinding = { anomalies: [], raises: [] };

/** Keeps the last positions of each wearable. */
export class PositionWatch {
  readonly #tracks = new BoundedMap<string, Track>(REMEMBERED_LIMIT);

  /** Judges a position and remembers it. */
  judge(uid: string, reported: ReportedPosition): PositionFinding {
    const track = this.#tracks.get(uid);
    if (track === undefined) {
      this.#tracks.set(uid, {
        last: reported,
        frozen: frozenSince(undefined, reported),
        jumpRaisedMs: -Infinity,
        isFrozenRaised: false,
      });
      return NO_FINDING;
    }
    const subject = `device/${uid}`;
    const found = [judgeFrozen(track, reported, subject), judgeJump(track, reported, subject)];
    return {
      anomalies: found.flatMap(({ anomalies }) => anomalies),
      raises: found.flatMap(({ raises }) => raises),
    };
  }
}

function judgeFrozen(track: Track, reported: ReportedPosition, subject: string): PositionFinding {
  track.frozen = frozenSince(track.frozen, reported);
  const hours = frozenForHours(track.frozen);
  if (hours === undefined) track.isFrozenRaised = false;
  if (hours === undefined) return NO_FINDING;
  const facts = {
    name: "position-implausible",
    reason: "frozen",
    subject,
    details: { hours },
  } as const;
  const raises = track.isFrozenRaised ? [] : [facts];
  track.isFrozenRaised = true;
  return { anomalies: ["position-frozen"], raises };
}

function judgeJump(track: Track, reported: ReportedPosition, subject: string): PositionFinding {
  const jump = jumpBetween(track.last, reported);
  if (jump === undefined || settles(track, reported)) {
    track.last = reported;
    track.strayed = undefined;
    return NO_FINDING;
  }
  const facts = { name: "position-implausible", reason: "jump", subject, details: jump } as const;
  const isHeldOff = reported.receivedAtMs - track.jumpRaisedMs < JUMP_HOLD_OFF_MS;
  if (!isHeldOff) track.jumpRaisedMs = reported.receivedAtMs;
  return { anomalies: ["position-jump"], raises: isHeldOff ? [] : [facts] };
}

/** Whether the wearable is where it strayed to: what it left was the wrong place. */
function settles(track: Track, reported: ReportedPosition): boolean {
  const { strayed } = track;
  const agrees = strayed !== undefined && jumpBetween(strayed.last, reported) === undefined;
  track.strayed = { last: reported, count: agrees ? strayed.count + 1 : 1 };
  return track.strayed.count >= SETTLED_AFTER;
}
