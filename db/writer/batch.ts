/** One batch of writes becomes one commit, and a write that fails does so alone. */
import { type Connection, StoreError } from "../sqlite/connection.ts";
import { faultOf } from "../sqlite/store_fault.ts";
import { runTransaction, type WriteRequest } from "../transactions/transactions.ts";
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
    return db.transaction(() => writes.map((write) => ({ ok: true, value: run(write) })));
  } catch (cause) {
    if (isDiskFault(cause)) throw cause;
    if (writes.length === 1) return [{ ok: false, error: toFailure(cause) }];
  }
  try {
    // Still one commit for all: a write that fails is undone alone.
    return db.transaction(() => writes.map((write) => runPart(db, () => run(write))));
  } catch (cause) {
    if (isDiskFault(cause)) throw cause;
    // The commit was refused, or a failure ended the transaction: each write is tried alone.
    return writes.flatMap((write) => runBatch(db, [write], isDiskFull));
  }
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
