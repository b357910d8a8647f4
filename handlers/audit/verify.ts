/** Verifies the audit chain of a store, or one that was exported, a little at a time. */
import { setImmediate } from "node:timers/promises";
import type { AuditHead, AuditRecord, Reader } from "../../db/store.ts";
import { ChainCheck, type ChainVerdict } from "./chain_check.ts";

export type { ChainFault, ChainVerdict } from "./chain_check.ts";

/** Entries between two looks at what else waits: about 2 ms of work. */
const PIECE_ROWS = 200;
/** Times that it begins anew because days were closed meanwhile. */
const ATTEMPTS = 3;

/**
 * Follows the whole chain of a store, beside everything else that the gateway does.
 * @param known A head that was seen before, such as in a heartbeat: the chain has to hold it.
 */
export async function verifyChain(
  reader: Pick<Reader, "audit">,
  known?: AuditHead,
): Promise<ChainVerdict> {
  for (let attempt = 1;; attempt++) {
    const closed = reader.audit.days();
    const check = new ChainCheck(known);
    for (const day of closed) check.day(day);
    for await (const record of entriesAfter(reader, closed.at(-1)?.last ?? 0)) {
      check.entry(record.entry, record.hash);
    }
    const verdict = check.end();
    // What was closed meanwhile was removed under its hands, and is no gap.
    const isSame = reader.audit.days().at(-1)?.last === closed.at(-1)?.last;
    if (verdict.ok || isSame || attempt === ATTEMPTS) return verdict;
  }
}

/** Verifies the chain of one store for all who ask, once at a time. */
export class ChainVerification {
  readonly #reader: Pick<Reader, "audit">;
  #running: Promise<ChainVerdict> | undefined;

  constructor(reader: Pick<Reader, "audit">) {
    this.#reader = reader;
  }

  get isUnderWay(): boolean {
    return this.#running !== undefined;
  }

  /** What is asked for while it is under way is the same. */
  run(): Promise<ChainVerdict> {
    return this.#running ??= verifyChain(this.#reader).finally(() => this.#running = undefined);
  }
}

/** The entries after a number, oldest first. */
export async function* entriesAfter(
  reader: Pick<Reader, "audit">,
  number: number,
): AsyncGenerator<AuditRecord> {
  for (let after = number;;) {
    const piece = reader.audit.after(after, PIECE_ROWS);
    yield* piece;
    if (piece.length < PIECE_ROWS) return;
    after = piece.at(-1)!.number;
    await setImmediate();
  }
}

/** The whole chain as it is exported: the days that were closed, then the entries, oldest first. */
export async function* chainLines(reader: Pick<Reader, "audit">): AsyncGenerator<string, void> {
  const days = reader.audit.days();
  for (const day of days) yield dayLine(day);
  for await (const record of entriesAfter(reader, days.at(-1)?.last ?? 0)) yield entryLine(record);
}

/** A line of an exported chain, as `exportLine` and `dayLine` make them. */
const ENTRY_LINE = /^\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})"\}$/s;
const DAY_LINE = /^\{"day":\{.*\}\}$/s;

/** One entry of an exported chain; the entry in it is the very text that is hashed. */
export function entryLine({ entry, hash }: AuditRecord): string {
  return `{"entry":${entry},"hash":"${hash}"}`;
}

/** A day that was closed, in an exported chain. */
export function dayLine(day: ReturnType<Reader["audit"]["days"]>[number]): string {
  return JSON.stringify({ day });
}

/** Follows a chain that was exported, line by line. */
export async function verifyExport(
  lines: AsyncIterable<string>,
  known?: AuditHead,
): Promise<ChainVerdict> {
  const check = new ChainCheck(known);
  for await (const line of lines) {
    if (line === "") continue;
    const [, entry, hash] = ENTRY_LINE.exec(line) ?? [];
    if (entry !== undefined) check.entry(entry, hash!);
    else if (DAY_LINE.test(line)) check.day(JSON.parse(line).day);
    else check.entry(line, "");
  }
  return check.end();
}
