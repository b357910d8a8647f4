import { until } from "../support/until.ts";

/** Files of a store, by what is behind their name. */
const SUFFIXES = ["", "-wal"] as const;

/**
 * A disk that fails or waits under the store of a running process, and under nothing else of it:
 * strace tampers with its system calls until this is disposed of.
 */
export class DiskFault implements AsyncDisposable {
  #isOver = false;

  private constructor(readonly strace: Deno.ChildProcess) {}

  /**
   * @param pid A process that has the store open.
   * @param store Path of the database.
   * @param calls System calls, with commas.
   * @param effect What becomes of them, as strace's `inject` has it: `error=EIO:when=1`,
   * `delay_enter=1500000` (microseconds).
   */
  static async begin(
    pid: number,
    store: string,
    calls: string,
    effect: string,
  ): Promise<DiskFault> {
    const strace = new Deno.Command("strace", {
      args: [
        ...["-f", "-qq", "-o", "/dev/null", "-p", String(pid)],
        ...SUFFIXES.flatMap((suffix) => ["-P", store + suffix]),
        ...["-e", `trace=${calls}`, "-e", `inject=${calls}:${effect}`],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).spawn();
    const fault = new DiskFault(strace);
    await until("strace holds every thread", () => isTraced(pid));
    return fault;
  }

  /** The disk is well again. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    try {
      this.strace.kill("SIGINT");
    } catch {
      // It ends by itself together with the process that it traces.
    }
    await this.strace.status;
  }
}

function isTraced(pid: number): boolean {
  const tasks = [...Deno.readDirSync(`/proc/${pid}/task`)];
  return tasks.every(({ name }) => {
    const status = Deno.readTextFileSync(`/proc/${pid}/task/${name}/status`);
    return !/^TracerPid:\s0$/m.test(status);
  });
}
