/** Bytes of a make to lines, and lines to their meaning. */
import type { MonotonicMs } from "../../time.ts";
import { type Line, odd } from "../line.ts";
import { LineReader } from "./line_reader.ts";

/** Bytes to meaning; may need to know the time to give up what is unfinished. */
export interface LineSource {
  feed(bytes: Uint8Array, now: MonotonicMs): Line[];
  tick(now: MonotonicMs): Line[];
  readonly wakeAtMs: MonotonicMs | undefined;
}

/** What the first line of a packet says of the second. */
export interface SignalLine {
  readonly kind: "signal";
  /** Absent: it does not say how long the packet is. */
  readonly sizeBytes?: number;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
}

/** Reads a make that says all in lines. Keeps one unfinished line and one first line of a packet. */
export class MakeReader implements LineSource {
  readonly wakeAtMs = undefined;
  readonly #lines = new LineReader();
  readonly #packetStart: RegExp;
  readonly #read: (text: string) => Line | SignalLine;
  #signal: SignalLine | undefined;

  /**
   * @param packetStart Matches nothing before a packet that begins inside a line, behind garbage or
   * an answer without its end.
   * @param read Says what a line means.
   */
  constructor(packetStart: RegExp, read: (text: string) => Line | SignalLine) {
    this.#packetStart = packetStart;
    this.#read = read;
  }

  /** Takes bytes in chunks of any size. */
  feed(bytes: Uint8Array): Line[] {
    return this.#lines.feed(bytes).flatMap(({ text, droppedBytes }) => {
      const read = text.trim().split(this.#packetStart)
        .flatMap((piece) => this.#join(this.#read(piece)));
      return droppedBytes === 0
        ? read
        : [odd("garbage", "bytes without a line end", droppedBytes), ...read];
    });
  }

  tick(): Line[] {
    return [];
  }

  /** An answer can come between the two lines of a packet. */
  #join(line: Line | SignalLine): Line[] {
    if (line.kind === "signal") {
      this.#signal = line;
      return [];
    }
    if (line.kind !== "frame") return [line];
    const signal = this.#signal;
    this.#signal = undefined;
    if (signal === undefined || line.rssiDbm !== undefined) return [line];
    const { kind: _, sizeBytes = line.payload.length, ...heard } = signal;
    return sizeBytes === line.payload.length
      ? [{ ...line, ...heard }]
      : [odd("malformed", "a packet of another length than it says", line.payload.length)];
  }
}
