/**
 * The log: one line an event on stderr, where journald, a container engine or a person takes it.
 *
 *     debug · info · warn · error ─▶ level ─▶ folding of equal lines ─▶ bounded output
 */
import type { MonotonicMs } from "../../devices/time.ts";
import type { Log, LogFields } from "../../handlers/ports.ts";
import { BoundedOutput, type Descriptor } from "./bounded_output.ts";
import { Folding } from "./folding.ts";
import { colouredLine, jsonLine, type LogEntry, type LogFormat, plainLine } from "./format.ts";
import {
  type CountByLevel,
  isTaken,
  type LOG_FORMATS,
  LOG_LEVELS,
  type LogLevel,
  noCounts,
} from "./level.ts";
import { counter, type MetricFamily } from "../../handlers/http/api/exposition.ts";

export interface LogSettings {
  /** Lines that matter less are not written. Default: `info`. */
  readonly level?: LogLevel;
  /** Default: `auto`. */
  readonly format?: (typeof LOG_FORMATS)[number];
  /** Default: stderr. */
  readonly output?: Descriptor & { isTerminal?(): boolean };
}

/** What became of lines, for metrics. */
export interface LogCounts {
  /** Lines that were to be written, those folded and dropped as well. */
  readonly said: Readonly<CountByLevel>;
  /** Lines equal to one before, which were only counted. */
  readonly folded: Readonly<CountByLevel>;
  /** Lines that were lost, because the log was not read. */
  readonly dropped: Readonly<CountByLevel>;
}

/** How often folded lines are looked after, in ms. */
const LOOK_MS = 1_000;
/** What lines that are not written yet have left when the log ends, in ms. */
const FLUSH_MS = 250;

/** A log from a level on. No call waits, whatever becomes of stderr. */
export class ProcessLog implements Log, AsyncDisposable {
  readonly #from: LogLevel;
  readonly #format: LogFormat;
  readonly #folding = new Folding();
  readonly #output: BoundedOutput;
  readonly #said = noCounts();
  readonly #folded = noCounts();
  /** Runs only while something is held back. */
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ level = "info", format = "auto", output = Deno.stderr }: LogSettings = {}) {
    this.#from = level;
    this.#format = formatFor(format, output.isTerminal?.() ?? false);
    this.#output = new BoundedOutput(output, (lines) => this.#line(droppedLines(lines)));
  }

  /** What became of lines so far. */
  get counts(): LogCounts {
    return { said: this.#said, folded: this.#folded, dropped: this.#output.dropped };
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#say({ level: "debug", message, fields });
  }

  info(message: string, fields: LogFields = {}): void {
    this.#say({ level: "info", message, fields });
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#say({ level: "warn", message, fields });
  }

  error(message: string, fields: LogFields = {}): void {
    this.#say({ level: "error", message, fields });
  }

  /** Writes what is held back and waits a moment for it to go out; without a reader it gives up. */
  async flush(): Promise<void> {
    this.#stopLooking();
    this.#print(this.#folding.end(now()));
    await this.#output.flush(FLUSH_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
  }

  #say(entry: LogEntry): void {
    if (!isTaken(entry.level, this.#from)) return;
    this.#said[entry.level]++;
    if (this.#folding.passes(entry, now())) return this.#print([entry]);
    this.#folded[entry.level]++;
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
  }

  #look(): void {
    this.#print(this.#folding.due(now()));
    if (!this.#folding.isHolding) this.#stopLooking();
  }

  #stopLooking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #print(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#output.write(entry.level, this.#line(entry));
  }

  #line(entry: LogEntry): string {
    return this.#format(entry, new Date());
  }
}

function now(): MonotonicMs {
  return performance.now() as MonotonicMs;
}

function droppedLines(lines: number): LogEntry {
  return { level: "warn", message: "lines of the log were dropped", fields: { lines } };
}

function formatFor(format: (typeof LOG_FORMATS)[number], isTerminal: boolean): LogFormat {
  if (format === "json" || (format === "auto" && !isTerminal)) return jsonLine;
  return isTerminal && Deno.env.get("NO_COLOR") === undefined ? colouredLine : plainLine;
}

/** What became of the lines of the log, by level. */
export function logMetrics({ dropped, folded, said }: LogCounts): MetricFamily[] {
  const byLevel = (counts: Readonly<CountByLevel>) =>
    LOG_LEVELS.map((level) => ({ labels: { level }, value: counts[level] }));
  return [
    counter("vigil_log_lines_total", "Log lines", byLevel(said)),
    counter(
      "vigil_log_folded_lines_total",
      "Equal lines that were written as a number",
      byLevel(folded),
    ),
    counter(
      "vigil_log_dropped_lines_total",
      "Lines dropped since the output was not read in time",
      byLevel(dropped),
    ),
  ];
}
