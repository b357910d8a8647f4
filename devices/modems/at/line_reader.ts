/**
 * Bytes to lines, with a bound on what is kept and a way out of garbage.
 *
 * A line ends at CR or LF; empty lines are nothing. Of a line that does not end, only the newest
 * bytes are kept: the packet that follows garbage without a line end is still whole when its own
 * end comes.
 */
import { Buffer } from "node:buffer";

/** Most bytes kept of a line that has not ended: room for two of the longest packets in hex. */
export const MAX_LINE_BYTES = 2048;

/** What stays when that is reached: more than the longest line of any make. */
const KEEP_BYTES = 1024;

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** One line, and how many bytes before it were thrown away for being too long. */
export interface RawLine {
  /** One character a byte (Latin-1): nothing is lost to an encoding. */
  readonly text: string;
  readonly droppedBytes: number;
}

/** Cuts a stream of bytes into lines. Keeps at most `MAX_LINE_BYTES`. */
export class LineReader {
  readonly #kept = new Uint8Array(MAX_LINE_BYTES);
  #size = 0;
  #dropped = 0;

  /** Takes bytes in chunks of any size and gives the lines that they end. */
  feed(bytes: Uint8Array): RawLine[] {
    const lines: RawLine[] = [];
    for (const byte of bytes) {
      if (byte === CARRIAGE_RETURN || byte === LINE_FEED) {
        if (this.#size + this.#dropped > 0) lines.push(this.#take());
      } else {
        this.#keep(byte);
      }
    }
    return lines;
  }

  /** Takes away what has come of a line that has not ended, if it is all of such a form. */
  takeUnfinished(form: RegExp): boolean {
    if (this.#dropped > 0 || !form.test(latin1(this.#kept.subarray(0, this.#size)))) return false;
    this.#size = 0;
    return true;
  }

  #keep(byte: number): void {
    if (this.#size === MAX_LINE_BYTES) {
      this.#kept.copyWithin(0, MAX_LINE_BYTES - KEEP_BYTES);
      this.#dropped += MAX_LINE_BYTES - KEEP_BYTES;
      this.#size = KEEP_BYTES;
    }
    this.#kept[this.#size++] = byte;
  }

  #take(): RawLine {
    const line = { text: latin1(this.#kept.subarray(0, this.#size)), droppedBytes: this.#dropped };
    this.#size = 0;
    this.#dropped = 0;
    return line;
  }
}

/** Bytes as text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Text whose characters are all below 256 as bytes. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}
