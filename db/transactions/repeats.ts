/** Repeats of messages that were taken: counted, and answered with what is stored. */
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";
import { addToCounter } from "./counter.ts";
import { splitAnswers } from "./answers.ts";
import type { ReceivedEvent } from "./confirm.ts";
import { isEventReceived } from "./confirmed.ts";
import type { Uplink } from "./events.ts";
import { type DueStage, dueTo } from "./incidents.ts";
import { keepReception, type StoredReception } from "./receptions.ts";
import { findSeen } from "./seen.ts";
import { REPEATED, type Write } from "./write.ts";

/** How urgent the answer to a repeat is whose event retention has removed. */
const DEFAULT_LANE_FOR_EXPIRED = 6;

/** What a repeat is answered with. */
export interface RepeatOutcome {
  readonly lane: LaneNumber;
  /** Plaintexts of the stored answers, in the order of their index. */
  readonly answers: Uint8Array[];
  /** Present when dispatch has the event: the wearable may get answer 9 once more. */
  readonly received?: ReceivedEvent;
  /** Of its event, 16 bytes. */
  readonly incident?: Uint8Array;
  /** The stage that the wearable is to get an answer about as well. */
  readonly due?: DueStage;
}

/** A message that was heard again. */
export interface RepeatedFrame {
  readonly uplink: Uplink;
  readonly reception: StoredReception;
  /** It is not answered now, so no caller waits for it. */
  readonly mayDefer?: boolean;
}

export const REPEAT_FRAME: Write<RepeatedFrame, RepeatOutcome | undefined> = {
  run: repeatFrame,
  rank: () => REPEATED,
  mayDefer: ({ mayDefer }) => mayDefer === true,
  device: ({ uplink }) => uplink.device,
};

/** Counts a repeat and keeps its reception; undefined when the message is not known after all. */
function repeatFrame(db: Connection, frame: RepeatedFrame): RepeatOutcome | undefined {
  const row = findSeen(db, frame.uplink);
  if (row === undefined) return undefined;
  addToCounter(db, "frames/received");
  addToCounter(db, "frames/repeated");
  const sequence = row.event;
  keepReception(db, sequence, frame.reception);
  const event = db.get(
    "select sequence, lane, ordinal, answerable, incident from event where sequence = ?",
    sequence,
  );
  const lane = event?.lane ?? DEFAULT_LANE_FOR_EXPIRED;
  const isAnswerable = event?.answerable === 1;
  const isReceived = isAnswerable && isEventReceived(db, sequence);
  const incident = event?.incident ?? undefined;
  return {
    lane,
    answers: splitAnswers(row.answers),
    ...(isReceived ? { received: { sequence, lane, uplink: frame.uplink } } : {}),
    ...(incident === undefined ? {} : { incident }),
    ...(event === undefined ? {} : dueTo(db, frame.uplink, incident, isAnswerable)),
  };
}
