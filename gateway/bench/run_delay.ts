/**
 * How long processes waited for a core although they could run: what a busy machine adds to every
 * figure (proc(5), /proc/PID/task/TID/schedstat: ns on a core, ns waited for one).
 */
import { readdirSync, readFileSync } from "node:fs";

interface ThreadTimes {
  readonly ranNs: number;
  readonly waitedNs: number;
}

/** Counts from its creation on. Threads that end meanwhile count until the last look. */
export class RunDelay {
  readonly #before = new Map<string, ThreadTimes>();
  readonly #latest = new Map<string, ThreadTimes>();

  private constructor(readonly pids: () => readonly number[]) {
    this.look();
    for (const [thread, times] of this.#latest) this.#before.set(thread, times);
  }

  /** @param pids Processes with all their threads; a function: those that there are at each look. */
  static of(pids: readonly number[] | (() => readonly number[])): RunDelay {
    return new RunDelay(typeof pids === "function" ? pids : () => pids);
  }

  /** The share of running threads over their whole life. */
  static sinceStart(pids: readonly number[]): number {
    const whole = RunDelay.of(pids);
    whole.#before.clear();
    return whole.share();
  }

  /** Looks at all threads again, before some of them end. */
  look(): void {
    for (const pid of this.pids()) {
      for (const [thread, times] of threadTimes(pid)) this.#latest.set(`${pid}/${thread}`, times);
    }
  }

  /**
   * The share of the time in which they could run that they waited for a core, 0 to 1; 0 when they
   * did not want to run.
   */
  share(): number {
    this.look();
    let [ranNs, waitedNs] = [0, 0];
    for (const [thread, times] of this.#latest) {
      const before = this.#before.get(thread);
      ranNs += times.ranNs - (before?.ranNs ?? 0);
      waitedNs += times.waitedNs - (before?.waitedNs ?? 0);
    }
    return waitedNs === 0 ? 0 : waitedNs / (ranNs + waitedNs);
  }
}

function threadTimes(pid: number): [string, ThreadTimes][] {
  const folder = `/proc/${pid}/task`;
  return unlessGone(() => readdirSync(folder), []).flatMap((thread) => {
    const text = unlessGone(() => readFileSync(`${folder}/${thread}/schedstat`, "utf8"), "");
    const [ranNs, waitedNs] = text.split(" ").map(Number);
    return waitedNs === undefined ? [] : [[thread, { ranNs: ranNs!, waitedNs }]];
  });
}

/** A process or thread may end between two looks. */
function unlessGone<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
