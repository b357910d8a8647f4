/**
 * A way out for lines that never holds up who writes them.
 *
 *     write ─▶ [queue, at most 256 KiB] ─▶ one write aside, on another thread ─▶ descriptor
 *                  └─ full: dropped and counted, said once writing works again
 *
 * A pipe that nobody reads, a paused terminal or a journal on a dead card block a write for as long
 * as they like. Such a write holds a thread of the runtime's pool and nothing else. Switching the
 * descriptor itself to non-blocking would do the same to whoever shares it.
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

export class BoundedOutput {
  readonly dropped: CountByLevel = noCounts();
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #untold = 0;
  #writing: Promise<void> | undefined;

  /** @param tell Makes the line that says how many lines were dropped. */
  constructor(readonly descriptor: Descriptor, readonly tell: (dropped: number) => string) {}

  /** Takes one line, without its line feed. Never throws, never waits. */
  write(level: LogLevel, line: string): void {
    const bytes = encoder.encode(`${line}\n`);
    const limit = level === "error" ? QUEUE_LIMIT_BYTES : QUEUE_LIMIT_BYTES - FOR_ERRORS_BYTES;
    if (this.#queuedBytes + bytes.length > limit) {
      this.dropped[level]++;
      this.#untold++;
      return;
    }
    this.#enqueue(bytes);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when all is written, or the time is over. */
  async flush(limitMs: number): Promise<void> {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    await Promise.race([this.#writing, over]);
    clearTimeout(timer);
  }

  #enqueue(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#writeSome(this.#takeSome());
      if (this.#untold > 0) {
        this.#enqueue(encoder.encode(`${this.tell(this.#untold)}\n`));
        this.#untold = 0;
      }
    }
    this.#writing = undefined;
  }

  #takeSome(): Uint8Array {
    let count = 0;
    let bytes = 0;
    while (count < this.#queue.length && (count === 0 || bytes < WRITE_BYTES)) {
      bytes += this.#queue[count++]!.length;
    }
    const taken = new Uint8Array(bytes);
    let at = 0;
    for (const line of this.#queue.splice(0, count)) {
      taken.set(line, at);
      at += line.length;
    }
    this.#queuedBytes -= bytes;
    return taken;
  }

  async #writeSome(bytes: Uint8Array): Promise<void> {
    try {
      let rest = bytes;
      while (rest.length > 0) rest = rest.subarray(await this.descriptor.write(rest));
    } catch {
      // Nobody reads the log any more; the gateway goes on.
    }
  }
}
