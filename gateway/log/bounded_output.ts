/**
 * A way out for lines that never holds up who writes them.
 *
 *     write ─▶ [queue, at most 256 KiB] ─▶ one write aside, on another thread ─▶ descriptor
 *                  └─ full: dropped and counted, said once writing works again
 *
 * A pipe without a reader, a paused terminal or a journal on a dead card block a write for any time.
 * Such a write holds a thread of the runtime's pool and nothing else. The descriptor is not made
 * non-blocking, since every process that shares it would then have it so.
 */
import { type CountByLevel, type LogLevel, noCounts } from "./level.ts";

/** Where lines go in the end, such as `Deno.stderr`. */
export interface Descriptor {
  /** Writes some of the bytes, aside, and gives their count. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Bytes that wait to be written. */
export const QUEUE_LIMIT_BYTES = 262_144;
/** Of those, what is kept for errors. */
const FOR_ERRORS_BYTES = 65_536;
/** Bytes handed over at once. */
const WRITE_BYTES = 16_384;

const encoder = new TextEncoder();

interface Line {
  readonly level: LogLevel;
  readonly bytes: Uint8Array;
}

export class BoundedOutput {
  /** Lines that found no room, or that were lost because the other end is closed. */
  readonly dropped: CountByLevel = noCounts();
  #queue: Line[] = [];
  #queuedBytes = 0;
  #unreported = 0;
  #writing: Promise<void> | undefined;
  readonly #descriptor: Descriptor;
  readonly #noticeOf: (dropped: number) => string;

  /** @param noticeOf Makes the line that says how many lines were dropped. */
  constructor(descriptor: Descriptor, noticeOf: (dropped: number) => string) {
    this.#descriptor = descriptor;
    this.#noticeOf = noticeOf;
  }

  /** Takes one line, without its line feed. Never throws, never waits. */
  write(level: LogLevel, line: string): void {
    const bytes = encoder.encode(`${line}\n`);
    const limit = level === "error" ? QUEUE_LIMIT_BYTES : QUEUE_LIMIT_BYTES - FOR_ERRORS_BYTES;
    if (this.#queuedBytes + bytes.length > limit) {
      this.dropped[level]++;
      this.#unreported++;
      return;
    }
    this.#enqueue({ level, bytes });
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when all is written, or the time is over. */
  async flush(limitMs: number): Promise<void> {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    await Promise.race([this.#writing, over]);
    clearTimeout(timer);
  }

  #enqueue(line: Line): void {
    this.#queue.push(line);
    this.#queuedBytes += line.bytes.length;
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#writeSome(this.#takeSome());
      if (this.#unreported > 0) {
        const bytes = encoder.encode(`${this.#noticeOf(this.#unreported)}\n`);
        this.#enqueue({ level: "warn", bytes });
        this.#unreported = 0;
      }
    }
    this.#writing = undefined;
  }

  #takeSome(): Line[] {
    let count = 0;
    let bytes = 0;
    while (count < this.#queue.length && (count === 0 || bytes < WRITE_BYTES)) {
      bytes += this.#queue[count++]!.bytes.length;
    }
    this.#queuedBytes -= bytes;
    return this.#queue.splice(0, count);
  }

  async #writeSome(lines: readonly Line[]): Promise<void> {
    try {
      let rest = joined(lines);
      while (rest.length > 0) rest = rest.subarray(await this.#descriptor.write(rest));
    } catch {
      // The log has no reader any more; the gateway goes on.
      for (const { level } of lines) this.dropped[level]++;
    }
  }
}

function joined(lines: readonly Line[]): Uint8Array {
  const all = new Uint8Array(lines.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of lines) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
