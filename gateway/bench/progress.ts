import { report } from "../commands/output.ts";

const encoder = new TextEncoder();

/** Says on stderr what is being measured: a line as it begins and ends, a counter on a terminal. */
export class Progress {
  #label = "";
  #startedAtMs = 0;
  #isCounterShown = false;

  begin(label: string): void {
    this.#label = label;
    this.#startedAtMs = performance.now();
    report(`measuring ${label} …`);
  }

  /** So much of the present measure is done. */
  count(done: number, total: number): void {
    if (!Deno.stderr.isTerminal()) return;
    this.#isCounterShown = true;
    Deno.stderr.writeSync(encoder.encode(`\r  ${this.#label} ${done}/${total}\x1b[K`));
  }

  end(): void {
    this.#clearCounter();
    report(`measured  ${this.#label} in ${this.#tookS()} s`);
  }

  /** It could not be measured. */
  skip(reason: string): void {
    this.#clearCounter();
    report(`SKIPPED   ${this.#label}: ${reason}`, "yellow");
  }

  #tookS(): string {
    return ((performance.now() - this.#startedAtMs) / 1_000).toFixed(1);
  }

  #clearCounter(): void {
    if (this.#isCounterShown) Deno.stderr.writeSync(encoder.encode("\r\x1b[K"));
    this.#isCounterShown = false;
  }
}
