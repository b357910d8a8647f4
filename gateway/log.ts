/** The log: one JSON line an event on stderr, where journald or a container engine takes it. */
import type { Log, LogFields } from "../handlers/ports.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

const encoder = new TextEncoder();

/** A log from a level on. */
export class JsonLog implements Log {
  constructor(readonly from: LogLevel = "info") {}

  debug(message: string, fields: LogFields = {}): void {
    this.#write("debug", message, fields);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields: LogFields = {}): void {
    this.#write("error", message, fields);
  }

  #write(level: LogLevel, message: string, fields: LogFields): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.from)) return;
    const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
    try {
      Deno.stderr.writeSync(encoder.encode(`${line}\n`));
    } catch {
      // Nobody reads the log any more; the gateway goes on.
    }
  }
}
