/**
 * SIGKILL at every system call by which a program changes the files of its store:
 *
 *     for each call: for n = 1, 2, …: a fresh store ─▶ the program, killed on entering its n-th such
 *     call ─▶ what it promised against what is there; the next call once it ends by itself
 *
 * strace counts the calls of each name apart, so each name has a sweep of its own. A commit is some
 * twenty writes and one sync; in a short run every sync is a point, and of the writes every fourth.
 */
import { join } from "node:path";
import { Connection } from "../../db/sqlite/connection.ts";
import { DirectStore } from "../../db/store.ts";
import { type FourNumbers, History, sumOf } from "./four_numbers.ts";
import type { Phase, Remains } from "./phases.ts";
import { IS_LONG } from "./programs_here.ts";
import { findFaults } from "./store_faults.ts";

const CALLS = ["pwrite64", "fsync", "fdatasync", "ftruncate", "unlink"] as const;
type Call = (typeof CALLS)[number];

/** From one write that is a point to the next. */
const WRITE_STRIDE = IS_LONG ? 1 : 4;
/** Programs that run at once. */
const AT_ONCE = 2;
/** Names of the files that are watched: the store, and a copy of it. */
const FILES = ["", "-wal", "-shm", ".copy", ".copy-wal", ".copy-journal"] as const;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** What a sweep came to. */
export interface SweepOutcome extends FourNumbers {
  /** Times that the program was killed. */
  readonly kills: number;
  /** What is wrong with a store that was left, one sentence each with its point. */
  readonly faults: readonly string[];
}

/** Kills the program of a phase at each of its points. */
export async function sweep(phase: Phase): Promise<SweepOutcome> {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-sweep-" });
  try {
    const points: PointOutcome[] = [];
    prepare(phase, join(folder, "prepared.db"));
    for (const call of CALLS) points.push(...await sweepCall(phase, folder, call));
    return {
      kills: points.filter(({ hasEnded }) => !hasEnded).length,
      ...sumOf(points),
      faults: points.flatMap(({ faults }) => faults),
    };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Without a log, so that it can be copied as one file. */
function prepare({ prepare }: Phase, path: string): void {
  if (prepare === undefined) return;
  using store = new DirectStore(path);
  prepare(store);
}

interface PointOutcome extends FourNumbers {
  readonly faults: readonly string[];
  /** The program ended by itself: it makes no more such calls. */
  readonly hasEnded: boolean;
}

async function sweepCall(phase: Phase, folder: string, call: Call): Promise<PointOutcome[]> {
  const outcomes: PointOutcome[] = [];
  const stride = call === "pwrite64" ? WRITE_STRIDE : 1;
  let next = 1;
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      const occurrence = next;
      next += stride;
      const outcome = await killAt(phase, folder, call, occurrence);
      outcomes.push(outcome);
      isOver ||= outcome.hasEnded;
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return outcomes;
}

async function killAt(
  phase: Phase,
  folder: string,
  call: Call,
  occurrence: number,
): Promise<PointOutcome> {
  const path = join(folder, `${call}-${occurrence}.db`);
  if (phase.prepare !== undefined) Deno.copyFileSync(join(folder, "prepared.db"), path);
  const { history, hasEnded } = await runKilled(phase.name, path, call, occurrence);
  const { faults, ...judgement } = judgeRemains(phase, path, history);
  for (const suffix of FILES) removeIfThere(path + suffix);
  return {
    ...judgement,
    hasEnded,
    faults: faults.map((fault) => `${phase.name}, ${call} ${occurrence}: ${fault}`),
  };
}

async function runKilled(name: string, path: string, call: Call, occurrence: number) {
  const program = new URL(`./programs/${name}.ts`, import.meta.url).pathname;
  const { code, signal, stdout, stderr } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-qq", "-o", "/dev/null"],
      ...FILES.flatMap((suffix) => ["-P", path + suffix]),
      ...["-e", `trace=${call}`, "-e", `inject=${call}:signal=KILL:when=${occurrence}`],
      ...[Deno.execPath(), "run", "-A", "--no-check", "--quiet", "--config", CONFIG, program, path],
    ],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0 && signal !== "SIGKILL") {
    throw new Error(`The program "${name}" failed: ${decoder.decode(stderr)}`);
  }
  return { history: readHistory(decoder.decode(stdout)), hasEnded: code === 0 };
}

/** What the program said: `ask FACT` and `ack FACT`. */
function readHistory(text: string): History {
  const history = new History();
  for (const line of text.split("\n").slice(0, -1)) {
    const facts = line.startsWith("ack ") ? history.promised : history.asked;
    facts.add(line.slice("ack ".length));
  }
  return history;
}

/** Looks as the next start does. */
function judgeRemains(
  phase: Phase,
  path: string,
  history: History,
): FourNumbers & { faults: string[] } {
  using store = new DirectStore(path);
  using connection = new Connection(path, "write");
  const remains: Remains = { path, store, connection };
  return {
    ...history.judge(phase.found(remains)),
    faults: [...findFaults(store, connection), ...phase.halves?.(remains) ?? []],
  };
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
}
