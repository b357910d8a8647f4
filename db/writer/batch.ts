/** One batch of writes becomes one commit, and a write that fails does so alone. */
import { type Connection, StoreError } from "../sqlite/connection.ts";
import { faultOf } from "../sqlite/store_fault.ts";
import type { EventPlace } from "../transactions/events.ts";
import type { AcceptedFrame } from "../transactions/frames.ts";
import { settleAlarms, takeIn, writeTransaction } from "../transactions/intake.ts";
import { commitPolicy, runTransaction, type WriteRequest } from "../transactions/transactions.ts";
import type { WriteFailure, WriteResult } from "./messages.ts";

/**
 * Runs a batch as one transaction; when a write fails, once more so that only that write fails.
 * @param isDiskFull What can be done without is.
 * @throws StoreError when the disk is at fault: nothing of the batch is known to be stored.
 */
export function runBatch(
  db: Connection,
  writes: readonly WriteRequest[],
  isDiskFull: boolean,
): WriteResult[] {
  const run = (write: WriteRequest) => runTransaction(db, write, isDiskFull);
  try {
    return writeTransaction(db, () => writes.map((write) => ({ ok: true, value: run(write) })));
  } catch (cause) {
    if (isDiskFault(cause)) throw cause;
    if (writes.length === 1) return [{ ok: false, error: toFailure(cause) }];
  }
  try {
    // Still one commit for all: a write that fails is undone alone.
    return writeTransaction(db, () => writes.map((write) => runPart(db, () => run(write))));
  } catch (cause) {
    if (isDiskFault(cause)) throw cause;
    // The commit was refused, or a failure ended the transaction: each write is tried alone.
    return writes.flatMap((write) => runBatch(db, [write], isDiskFull));
  }
}

/** The frames of a batch of alarms alone; undefined: it is another one. */
export function alarmsOf(writes: readonly WriteRequest[]): readonly AcceptedFrame[] | undefined {
  const alarms = writes.flatMap((write) =>
    write.name === "acceptFrame" && commitPolicy(write.name, write.input).isUrgent
      ? [write.input]
      : []
  );
  return alarms.length > 0 && alarms.length === writes.length ? alarms : undefined;
}

/** Makes alarms safe with a row each; undefined: they are to be stored as any other batch. */
export function makeSafe(
  db: Connection,
  alarms: readonly AcceptedFrame[],
): readonly EventPlace[] | undefined {
  return writeTransaction(db, () => takeIn(db, alarms));
}

/** Stores everything else of them. */
export function completeAlarms(db: Connection, alarms: readonly AcceptedFrame[]): WriteResult[] {
  return settleAlarms(db, alarms).map((outcome) =>
    "failure" in outcome
      ? { ok: false, error: { message: outcome.failure, errcode: undefined } }
      : { ok: true, value: outcome }
  );
}

function runPart(db: Connection, run: () => unknown): WriteResult {
  try {
    return { ok: true, value: db.part(run) };
  } catch (cause) {
    if (isDiskFault(cause) || !db.isInTransaction) throw cause;
    return { ok: false, error: toFailure(cause) };
  }
}

function isDiskFault(cause: unknown): boolean {
  return faultOf(toFailure(cause).errcode) !== undefined;
}

/** What the main thread gets of an error, which cannot cross to it as an object. */
export function toFailure(cause: unknown): WriteFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { message, errcode: cause instanceof StoreError ? cause.errcode : undefined };
}
