/**
 * Folds lines that are said again and again.
 *
 *     line ─▶ the first 5 of a kind pass ─▶ the rest is counted ─▶ one line after 5, 10 … 300 s
 *
 * A kind is everything of a line but its time. A kind that is not repeated for a whole hold time is
 * forgotten.
 */
import type { MonotonicMs } from "../../devices/time.ts";
import type { LogEntry } from "./format.ts";

/** Equal lines that pass before the rest is counted. */
const PASSING = 5;
/** For how long equal lines are counted before one line says how many, in ms: first, and at most. */
const FIRST_HOLD_MS = 5_000;
const LAST_HOLD_MS = 300_000;
/** Kinds remembered at once; what comes beyond passes unfolded. */
const KINDS_LIMIT = 256;

interface Kind {
  readonly entry: LogEntry;
  passed: number;
  heldBack: number;
  /** When the first of those held back was said. */
  heldSinceMs: number;
  holdMs: number;
  dueAtMs: number;
}

/** Decides which lines are written. The caller has the clock and the output. */
export class Folding {
  readonly #kinds = new Map<string, Kind>();

  /** Whether a line is written now; otherwise it is counted. */
  passes(entry: LogEntry, nowMs: MonotonicMs): boolean {
    const key = JSON.stringify([entry.level, entry.message, entry.fields]);
    const kind = this.#kinds.get(key);
    if (kind === undefined || isOver(kind, nowMs)) {
      this.#remember(key, newKind(entry, nowMs));
      return true;
    }
    if (kind.passed < PASSING) {
      kind.passed++;
      return true;
    }
    if (kind.heldBack++ === 0) kind.heldSinceMs = nowMs;
    return false;
  }

  /** Whether something is held back, so that `due` is to be asked. */
  get isHolding(): boolean {
    return this.#kinds.values().some(({ heldBack }) => heldBack > 0);
  }

  /** Summaries of what was held back for long enough. */
  due(nowMs: MonotonicMs): LogEntry[] {
    const due: LogEntry[] = [];
    for (const [key, kind] of this.#kinds) {
      if (nowMs < kind.dueAtMs) continue;
      if (isOver(kind, nowMs)) this.#kinds.delete(key);
      else due.push(summary(kind, nowMs));
      kind.holdMs = Math.min(2 * kind.holdMs, LAST_HOLD_MS);
      kind.dueAtMs = nowMs + kind.holdMs;
    }
    return due;
  }

  /** Summaries of all that is held back; nothing is remembered afterwards. */
  end(nowMs: MonotonicMs): LogEntry[] {
    const held = [...this.#kinds.values()].filter(({ heldBack }) => heldBack > 0);
    this.#kinds.clear();
    return held.map((kind) => summary(kind, nowMs));
  }

  #remember(key: string, kind: Kind): void {
    if (this.#kinds.size >= KINDS_LIMIT) this.#forgetOver(kind.heldSinceMs);
    if (this.#kinds.size < KINDS_LIMIT) this.#kinds.set(key, kind);
  }

  #forgetOver(nowMs: number): void {
    for (const [key, kind] of this.#kinds) if (isOver(kind, nowMs)) this.#kinds.delete(key);
  }
}

/** It was not repeated for a whole hold time. */
function isOver({ dueAtMs, heldBack }: Kind, nowMs: number): boolean {
  return heldBack === 0 && nowMs >= dueAtMs;
}

function newKind(entry: LogEntry, nowMs: number): Kind {
  const holdMs = FIRST_HOLD_MS;
  return { entry, passed: 1, heldBack: 0, heldSinceMs: nowMs, holdMs, dueAtMs: nowMs + holdMs };
}

/** The line once more, with how often it was said since it was last written. */
function summary(kind: Kind, nowMs: number): LogEntry {
  const { entry: { level, message, fields }, heldBack, heldSinceMs } = kind;
  kind.heldBack = 0;
  const withinS = Math.round((nowMs - heldSinceMs) / 1_000);
  return { level, message, fields: { ...fields, times: heldBack, withinS } };
}
