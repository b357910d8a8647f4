/**
 * A protocol with an end, as asking a module who it is: fed and told the time like a
 * `ModemProtocol`, it says `finished` once. Frames that come meanwhile are delivered as ever: an alarm
 * that was heard is an alarm.
 */
import type { MonotonicMs } from "../time.ts";
import type { ModemEffect } from "./modem.ts";

/** What a task does: the effects of any protocol, and its end. */
export type OneShotEffect<T> =
  | Extract<ModemEffect, { do: "write" | "deliver" | "report" }>
  | { readonly do: "finished"; readonly result: T };

/** One task, for one opening of a port. */
export interface OneShotTask<T> {
  start(now: MonotonicMs): OneShotEffect<T>[];
  feed(bytes: Uint8Array, now: MonotonicMs): OneShotEffect<T>[];
  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): OneShotEffect<T>[];
  readonly wakeAtMs: MonotonicMs | undefined;
}
