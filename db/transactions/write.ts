/**
 * The declaration of a change of the store, beside its SQL: its rank while the disk takes nothing,
 * whether its commit may be deferred, and what is done on a full disk.
 */
import type { LaneNumber } from "../schema/lane_number.ts";
import type { Connection } from "../sqlite/connection.ts";

/** 0 is what a critical event needs and is given up last, 3 what can be done without. */
export type RetentionRank = 0 | 1 | 2 | 3;

/** Rank of what wearables repeat by themselves. */
export const REPEATED: RetentionRank = 2;
/** Rank of what can be dropped without losing an event. */
export const DISPENSABLE: RetentionRank = 3;

/** The rank of what is stored of an event: its priority. */
export function rankOf({ lane }: { readonly lane: LaneNumber }): RetentionRank {
  return lane >> 1 as RetentionRank;
}

/** One kind of write. What is absent is as for a critical event. */
export interface Write<Input, Output> {
  /** Makes the change, inside the transaction that the caller began. */
  readonly run: (db: Connection, input: Input) => Output;
  /** Absent: 0. */
  readonly rank?: (input: Input) => RetentionRank;
  /**
   * Whether it may share a commit with what comes within seconds. Every commit costs the disk at least
   * two pages and one sync however little is in it, and cards wear out by them. Absent: it may not.
   */
  readonly mayDefer?: (input: Input) => boolean;
  /**
   * Whether it goes before all others and without them, so that nothing is committed along while a life
   * waits. Absent: it does not.
   */
  readonly isUrgent?: (input: Input) => boolean;
  /** Number of the wearable that it comes from: these are never passed by one of the same. */
  readonly device?: (input: Input) => number;
  /** How many events it is about: so many of them fill a batch. Absent: 1. */
  readonly batchEvents?: (input: Input) => number;
  /**
   * It goes between others, in a commit of its own, and is never given up: it comes often, mostly
   * changes nothing and then writes nothing, and must not have telemetry written before its time.
   */
  readonly isStandalone?: true;
  /** What is done in place of `run` while the disk is full. Absent: the same. */
  readonly onDiskFull?: (db: Connection, input: Input) => Output;
  /** It may change wearables, their keys, their drills or who they are known as. */
  readonly changesRegistry?: boolean;
  /** What becomes of it is what becomes of alarms. */
  readonly bringsEvents?: true;
  /** How much it has taken away that must not stay readable in the log. Absent: nothing. */
  readonly erased?: (output: Output) => number;
}
