/** Steps of an escalation. Runs inside the writer's transaction. */
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";
import { isConfirmedByAny } from "./confirmed.ts";
import { type EventPlace, findEvent } from "./events.ts";
import { numberInStream } from "./stream_numbers.ts";
import { LaneState } from "./lane_state.ts";

/** One event goes to one more destination. */
export interface EscalationStep {
  /** Id of the event, 16 bytes. */
  readonly event: Uint8Array;
  /** Number of the destination. */
  readonly destination: number;
  /** When the step was due, for people; Unix ms. */
  readonly dueAtUnixMs: number;
  /** The step was taken from memory, before the event was stored; a confirmation since does not undo it. */
  readonly isTaken?: boolean;
}

export type EscalationOutcome =
  /** The destination owes the event, by this step or anyway. */
  | { readonly outcome: "escalated"; readonly place: EventPlace }
  /** A destination has it: no further step is needed. */
  | { readonly outcome: "confirmed" }
  /** No such event is stored, or the destination does not take it. */
  | { readonly outcome: "unknown" };

/** Takes one step unless the event was confirmed meanwhile. Once taken, it stays as it is. */
export function escalate(db: Connection, step: EscalationStep): EscalationOutcome {
  const place = findEvent(db, step.event);
  if (place === undefined) return { outcome: "unknown" };
  const { lane, ordinal } = place;
  if (step.isTaken !== true && isConfirmedByAny(db, lane, ordinal)) return { outcome: "confirmed" };
  const state = LaneState.load(db, step.destination, lane);
  if (state === undefined) return { outcome: "unknown" };
  recordStep(db, step, place, !state.owes(ordinal));
  return { outcome: "escalated", place };
}

function recordStep(
  db: Connection,
  { destination, dueAtUnixMs }: EscalationStep,
  { lane, ordinal, sequence }: EventPlace,
  isOwedByStep: boolean,
): void {
  const isNew = db.run(
    `insert into escalation (destination, lane, ordinal, event, owed, due_unix_ms)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
    destination,
    lane,
    ordinal,
    sequence,
    isOwedByStep ? 1 : 0,
    dueAtUnixMs,
  ) === 1;
  if (!isNew || !isOwedByStep) return;
  db.run(
    "update lane set escalated = escalated + 1 where destination = ? and lane = ?",
    destination,
    lane,
  );
  numberInStream(db, destination, sequence);
}

/** Notes when an escalated event was first handed over to its destination, for people. */
export function noteEscalationSent(
  db: Connection,
  sent: { readonly event: Uint8Array; readonly destination: number; readonly atUnixMs: number },
): void {
  const place = findEvent(db, sent.event);
  if (place === undefined) return;
  db.run(
    `update escalation set sent_unix_ms = ?
     where destination = ? and lane = ? and ordinal = ? and sent_unix_ms is null`,
    sent.atUnixMs,
    sent.destination,
    place.lane,
    place.ordinal,
  );
}

/** Notes that and when a destination confirmed what had been escalated to it. */
export function noteEscalationConfirmed(
  db: Connection,
  destination: number,
  lane: LaneNumber,
  ordinal: number,
  atUnixMs: number | undefined,
): void {
  db.run(
    `update escalation set confirmed = 1, confirmed_unix_ms = coalesce(confirmed_unix_ms, ?)
     where destination = ? and lane = ? and ordinal = ?`,
    atUnixMs ?? null,
    destination,
    lane,
    ordinal,
  );
}
