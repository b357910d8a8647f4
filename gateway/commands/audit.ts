/** `vigil audit`: the chain of who did or looked at what, out of the store and verified. */
import type { AuditHead } from "../../db/store.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";
import {
  type ChainFault,
  chainLines,
  type ChainVerdict,
  verifyChain,
  verifyExport,
} from "../../handlers/audit/verify.ts";
import { keepLook } from "./looks.ts";
import { WRONG_USE } from "./life_ports.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { print, printExact, printJson, report } from "./output.ts";

/** Acts read at once. */
const PAGE = 500;

export interface AuditExportOptions extends CommandOptions {
  /** Acts of before there was a chain, instead of it. */
  readonly former?: boolean;
}

/** Prints the chain, oldest first, one JSON object a line. */
export function runAuditExportCommand(options: AuditExportOptions): Promise<number> {
  return withStore(options, async (store) => {
    const isFormer = options.former === true;
    await keepLook(store, "audit export", { details: isFormer ? { former: true } : {} });
    if (isFormer) return printFormer(store);
    for await (const line of chainLines(store.read)) printExact(line);
    return 0;
  });
}

/** Acts of a version that had no chain yet, newest first. */
function printFormer({ read: reader }: Parameters<typeof keepLook>[0]): number {
  for (let before = 0;;) {
    const page = reader.acts.before(before, PAGE);
    for (const { atUnixMs, ...act } of page) {
      print(JSON.stringify({ ...act, at: isoTime(atUnixMs as UnixMs) }));
    }
    if (page.length < PAGE) return 0;
    before = page.at(-1)!.number;
  }
}

export interface AuditVerifyOptions extends CommandOptions {
  /** An exported chain; absent: the store. */
  readonly file?: string | undefined;
  /** A head that was seen before, as NUMBER:HASH. */
  readonly head?: string;
}

/** Follows the chain of the store, or one that was exported; status 1 when it is not whole. */
export async function runAuditVerifyCommand(options: AuditVerifyOptions): Promise<number> {
  const { file, head: text } = options;
  const head = text === undefined ? undefined : parseHead(text);
  if (text !== undefined && head === undefined) {
    report(`Cannot use --head "${text}": write NUMBER:HASH, as a heartbeat says both`);
    return WRONG_USE;
  }
  if (file === undefined) {
    return await withStore(options, async (store) => {
      const verdict = await verifyChain(store.read, head);
      await keepLook(store, "audit verify", { details: { ok: verdict.ok } });
      return show(verdict, options);
    });
  }
  try {
    using opened = await Deno.open(file);
    return show(await verifyExport(linesOf(opened), head), options);
  } catch (cause) {
    report(`Cannot read "${file}": ${(cause as Error).message}`);
    return 1;
  }
}

function parseHead(text: string): AuditHead | undefined {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  return number === undefined ? undefined : { number: Number(number), hash: hash!.toLowerCase() };
}

/** By line feeds alone: an entry may hold other characters that end lines elsewhere. */
async function* linesOf(file: Deno.FsFile): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let rest = "";
  for (let count = await file.read(buffer); count !== null; count = await file.read(buffer)) {
    rest += decoder.decode(buffer.subarray(0, count), { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}

function show(verdict: ChainVerdict, { json }: CommandOptions): number {
  const { closed, entries, firstBad, head, ok } = verdict;
  if (json === true) printJson(verdict);
  else {
    const days = closed === 0 ? "" : `, after ${closed} closed days`;
    print(`entries  ${entries}${days}`);
    print(`head     ${head.number}:${head.hash}`);
    print(firstBad === undefined ? "whole" : `not whole: ${textOf(firstBad)}`);
  }
  return ok ? 0 : 1;
}

function textOf({ number, reason }: ChainFault): string {
  switch (reason) {
    case "changed":
      return `entry ${number} is not the one that was written, or not after the one before it`;
    case "missing":
      return `entry ${number} is missing`;
    case "out-of-order":
      return `entry ${number} comes where it does not belong`;
    case "unreadable":
      return `what stands in the place of entry ${number} is no entry`;
    case "cut-off":
      return `it ended later once: entry ${number} and what came after it are missing`;
    case "another":
      return `entry ${number} had another hash once: the chain was written again`;
  }
}
