import { closeSync, openSync, writeSync } from "node:fs";
import type { Log, LogFields } from "../../handlers/ports.ts";

/** A log that goes to a file, so that a terminal stays readable. */
export class FileLog implements Log, Disposable {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, "a");
  }

  debug(): void {}

  info(message: string, fields?: LogFields): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write("error", message, fields);
  }

  #write(level: string, message: string, fields: LogFields = {}): void {
    writeSync(this.#file, `${JSON.stringify({ level, message, ...fields })}\n`);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}
