/** A frame that becomes an event, with everything that is stored of it at once. */
import type { Connection } from "../sqlite/connection.ts";
import { addToCounter } from "./counter.ts";
import { adoptNumber } from "./answer_numbers.ts";
import { splitAnswers } from "./answers.ts";
import { keepDrillAlarm } from "./drills.ts";
import { type EventPlace, findEvent, insertEvent, type NewEvent } from "./events.ts";
import { type DueStage, dueTo, markStagesHeard } from "./incidents.ts";
import { advanceReplayState, type ReplayAdvance } from "./replay_state.ts";
import { findSeen, rememberMessage } from "./seen.ts";
import { isTelemetry, shedFrame } from "./shed_frame.ts";
import { rankOf, type Write } from "./write.ts";

export interface AcceptedFrame extends ReplayAdvance {
  readonly event: NewEvent;
  /** The incident that this frame opens. */
  readonly opens?: { readonly id: Uint8Array; readonly alarm: number };
  /** Plaintext of the answer of index 0, 6 bytes; absent when this frame is not answered. */
  readonly answer?: Uint8Array;
  /** Its wearable is to be told something while it listens: its commit waits for nothing. */
  readonly isAwaited?: boolean;
  /** It came as a short message from this number, and may make it its wearable's. */
  readonly number?: string;
  /** It is an alarm that was marked as drill: when, for the quota. */
  readonly drillAlarm?: { readonly bootId: string; readonly uptimeMs: number };
}

/** What the store made of a frame that was thought to be new. */
export type FrameOutcome =
  | {
    readonly outcome: "accepted" | "repeated";
    readonly place: EventPlace;
    /** Plaintexts of its stored answers; not the one given, where it had been answered before. */
    readonly answers: Uint8Array[];
    /** What the wearable is to be told beyond that. */
    readonly due?: DueStage;
  }
  /** The disk is full, and telemetry can be done without. It is counted as rejected. */
  | { readonly outcome: "shed" };

/**
 * An alarm goes before all that waits of others. A heartbeat or a position may wait; a technician who
 * tests a wearable looks at its answers. On a full disk telemetry is done without.
 */
export const ACCEPT_FRAME: Write<AcceptedFrame, FrameOutcome> = {
  run: acceptFrame,
  rank: ({ event }) => rankOf(event),
  mayDefer: ({ event, isAwaited }) =>
    isTelemetry(event) && event.type !== "test" && isAwaited !== true,
  isUrgent: ({ event }) => rankOf(event) === 0,
  device: ({ uplink }) => uplink.device,
  onDiskFull: (db, frame) => isTelemetry(frame.event) ? shedFrame(db) : acceptFrame(db, frame),
  bringsEvents: true,
};

/** Stores event, replay state, incident, first answer and everything owed, or nothing of it. */
function acceptFrame(db: Connection, frame: AcceptedFrame): FrameOutcome {
  addToCounter(db, "frames/received");
  const known = findEvent(db, frame.event.id);
  if (known !== undefined) {
    addToCounter(db, "frames/repeated");
    const stored = rememberMessage(db, frame.uplink, known.sequence, frame.answer);
    return { outcome: "repeated", place: known, ...answersTo(db, frame, stored) };
  }
  addToCounter(db, "frames/accepted");
  const place = insertEvent(db, frame.event, frame.uplink);
  const stored = rememberMessage(db, frame.uplink, place.sequence, frame.answer);
  const isOpening = frame.opens !== undefined && openIncident(db, frame, place.sequence);
  if (frame.drillAlarm !== undefined) keepDrillAlarm(db, frame.uplink.device, frame.drillAlarm);
  if (isNewest(frame)) markStagesHeard(db, frame.uplink.device, frame.event.receivedAtUnixMs);
  advanceReplayState(db, frame, frame.event.receivedAtUnixMs);
  if (frame.number !== undefined) adoptNumber(db, adoptionOf(frame, frame.number));
  // An incident that has only just begun has not been moved: nothing is due of it.
  if (isOpening) return { outcome: "accepted", place, answers: splitAnswers(stored) };
  return { outcome: "accepted", place, ...answersTo(db, frame, stored) };
}

/** What the store made of a frame that it has taken; undefined: it has not. */
export function outcomeOf(db: Connection, frame: AcceptedFrame): FrameOutcome | undefined {
  const place = findEvent(db, frame.event.id);
  if (place === undefined) return undefined;
  const stored = findSeen(db, frame.uplink)?.answers ?? new Uint8Array();
  return { outcome: "accepted", place: { ...place }, ...answersTo(db, frame, stored) };
}

function adoptionOf({ event, uplink }: AcceptedFrame, number: string) {
  return { device: uplink.device, number, atUnixMs: event.receivedAtUnixMs };
}

/** A message that was held up on its way does not show what its wearable has heard by now. */
function isNewest({ uplink, newestCounter, newestEpoch }: AcceptedFrame): boolean {
  return uplink.epoch === newestEpoch && uplink.counter === newestCounter;
}

function answersTo(db: Connection, { event, uplink }: AcceptedFrame, stored: Uint8Array) {
  return {
    answers: splitAnswers(stored),
    ...dueTo(db, uplink, event.incident, event.isAnswerable === true),
  };
}

/** False when it had been opened before. */
function openIncident(db: Connection, frame: AcceptedFrame, sequence: number): boolean {
  const inserted = db.run(
    `insert into incident (id, device, kid, alarm, opened, opened_unix_ms)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
    frame.opens!.id,
    frame.uplink.device,
    frame.uplink.kid,
    frame.opens!.alarm,
    sequence,
    frame.event.receivedAtUnixMs,
  );
  return inserted === 1;
}
