/**
 * What the main thread of a program does, seen by strace(1): how long it goes without looking for what
 * has come (a turn: from one epoll_wait(2) to the next), when it reads a file (pread64(2), by which
 * SQLite reads), and when it sends something as long as an event. Other calls are not traced, and go
 * on at full speed.
 */

/** A turn, or a read; by the wall clock. */
export interface Turn {
  readonly beganUnixMs: number;
  /** Waiting for a core included. */
  readonly tookMs: number;
}

export interface MainThreadTrace {
  readonly turns: readonly Turn[];
  readonly readsUnixMs: readonly number[];
  /** When each write that is as long as an event began. */
  readonly sendsUnixMs: readonly number[];
}

/** The command before which a program's own is put, to have it traced into a file. It keeps its pid. */
export function tracing(file: string): string[] {
  const calls = "trace=epoll_wait,epoll_pwait,pread64,write,writev,sendto";
  return ["strace", "-D", "-f", "--seccomp-bpf", "-ttt", "-T", "-e", calls, "-e", "signal=none"]
    .concat("-o", file);
}

const LINE = /^(\d+) +(\d+\.\d+) (.*)$/;
/** A wait that ended on its line; what it took stands at the end. */
const WAITED = /^epoll_p?wait\(.*<(\d+\.\d+)>$/;
const BEGAN_TO_WAIT = /^epoll_p?wait\(/;
const HAS_WAITED = /^<\.\.\. epoll_p?wait resumed>/;
const READ = /^pread64\(/;
const SENT = /^(?:write|writev|sendto)\(.*= (\d+) <[\d.]+>$/;
/** No answer to a wearable and no line of a log is so long. */
const EVENT_BYTES = 600;
const S_MS = 1_000;

/**
 * Reads a trace. @param pid The program, whose first thread has the same number.
 */
export function readTrace(text: string, pid: number): MainThreadTrace {
  const turns: Turn[] = [];
  const readsUnixMs: number[] = [];
  const sendsUnixMs: number[] = [];
  let beganUnixMs: number | undefined;
  const end = (atMs: number) => {
    if (beganUnixMs !== undefined) turns.push({ beganUnixMs, tookMs: atMs - beganUnixMs });
    beganUnixMs = undefined;
  };
  for (const line of text.split("\n")) {
    const [, thread, seconds, what = ""] = LINE.exec(line) ?? [];
    if (Number(thread) !== pid) continue;
    const atMs = Number(seconds) * S_MS;
    const [, waitedS] = WAITED.exec(what) ?? [];
    if (BEGAN_TO_WAIT.test(what)) end(atMs);
    if (waitedS !== undefined) beganUnixMs = atMs + Number(waitedS) * S_MS;
    else if (HAS_WAITED.test(what)) beganUnixMs = atMs;
    else if (READ.test(what)) readsUnixMs.push(atMs);
    else if (Number(SENT.exec(what)?.[1]) >= EVENT_BYTES) sendsUnixMs.push(atMs);
  }
  return { turns, readsUnixMs, sendsUnixMs };
}

/** Whether a trace goes to the end of the program. */
export function hasEnded(text: string, pid: number): boolean {
  return new RegExp(`^${pid} .*\\+\\+\\+ (exited|killed)`, "m").test(text);
}

/** The longest turn that began within a time, in ms. @throws when there was none. */
export function longestTurnMs(
  { turns }: MainThreadTrace,
  { fromUnixMs, toUnixMs }: { readonly fromUnixMs: number; readonly toUnixMs: number },
): number {
  const within = turns.filter((it) => it.beganUnixMs >= fromUnixMs && it.beganUnixMs <= toUnixMs);
  if (within.length === 0) throw new Error("the trace has no turn of the main thread");
  return Math.max(...within.map(({ tookMs }) => tookMs));
}
