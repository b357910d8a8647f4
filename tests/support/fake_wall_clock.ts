import { join } from "node:path";

/** The library of the program faketime for programs with threads; undefined: it is not installed. */
export const FAKETIME = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });

/** The wall clock of a process, moved while it runs. Its monotonic clock goes on as it is. */
export class FakeWallClock {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, "faketime");
    this.shift(0);
  }

  /** Environment of the process. */
  get env(): Record<string, string> {
    return {
      LD_PRELOAD: FAKETIME!,
      FAKETIME_TIMESTAMP_FILE: this.#path,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    };
  }

  /** Sets how far the clock is ahead of the true one, in seconds. */
  shift(seconds: number): void {
    // Renamed into place: the process reads the file at every look at its clock.
    Deno.writeTextFileSync(`${this.#path}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`);
    Deno.renameSync(`${this.#path}.new`, this.#path);
  }
}
