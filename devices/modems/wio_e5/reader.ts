/**
 * The language of Seeed LoRa-E5 (Wio-E5) in test mode. Source: Seeed LoRa-E5 AT command
 * specification.
 *
 *     +TEST: LEN:4, RSSI:-36, SNR:9      a packet, first line
 *     +TEST: RX "010009EF"               second line
 *     +TEST: TX DONE                     a transmission is over
 *     +TEST: ERROR(-12)                  an answer; others begin with the name of their command
 *
 * An answer can come between the two lines of a packet. Where the first line is missing, the packet
 * is taken without its signal.
 */
import { decodeHex } from "../../hex.ts";
import { type Line, odd } from "../line.ts";
import { LineReader } from "../at/line_reader.ts";

const SIGNAL = /^\+TEST: ?LEN:(\d{1,3})(?:, ?RSSI:(-?\d{1,3}), ?SNR:(-?\d{1,3}))?$/;
const RECEIVED = /^\+TEST: ?RX (?:"([0-9A-Fa-f ]*)"|([0-9A-Fa-f ]+))$/;
const ERROR = /^\+[A-Z]+: ?ERROR\((-\d{1,3})\)$/;

/** What the first line of a packet says of the second. */
interface Signal {
  readonly kind: "signal";
  readonly sizeBytes: number;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
}

/**
 * Says what a line from a LoRa-E5 means.
 * @param text One line, without its CR LF.
 */
export function readWioE5Line(text: string): Line | Signal {
  if (text === "+AT: OK") return { kind: "final", ok: true };
  const code = ERROR.exec(text)?.[1];
  if (code !== undefined) return { kind: "final", ok: false, code: `ERROR(${code})` };
  if (text === "+TEST: TX DONE") return { kind: "transmitted" };
  if (/^\+(?:RESET|FDEFAULT): ?OK$/.test(text)) return { kind: "reset", text };
  if (/^\+TEST: ?(?:LEN:|RX )/.test(text)) return readPacketLine(text);
  if (text.startsWith("+INFO:")) return odd("unsolicited", text);
  return /^[\x20-\x7e]*$/.test(text)
    ? { kind: "info", text }
    : odd("garbage", "bytes that are no line", text.length);
}

function readPacketLine(text: string): Line | Signal {
  const [, size, rssiDbm, snrDb] = SIGNAL.exec(text) ?? [];
  if (size !== undefined) {
    const signal = rssiDbm === undefined ? {} : { rssiDbm: Number(rssiDbm), snrDb: Number(snrDb) };
    return { kind: "signal", sizeBytes: Number(size), ...signal };
  }
  const [, quoted, bare] = RECEIVED.exec(text) ?? [];
  const payload = decodeHex((quoted ?? bare ?? "").replaceAll(" ", ""));
  return payload === undefined || payload.length === 0
    ? odd("malformed", "a packet that is not whole", text.length)
    : { kind: "frame", payload };
}

/** Bytes from a LoRa-E5 to their meaning. Keeps one unfinished line and one first line. */
export class WioE5Reader {
  readonly #lines = new LineReader();
  #signal: Signal | undefined;

  /** Takes bytes in chunks of any size. */
  feed(bytes: Uint8Array): Line[] {
    return this.#lines.feed(bytes).flatMap(({ text, droppedBytes }) => {
      const read = unglue(text).flatMap((piece) => this.#join(readWioE5Line(piece)));
      return droppedBytes === 0
        ? read
        : [odd("garbage", "bytes without a line end", droppedBytes), ...read];
    });
  }

  #join(line: Line | Signal): Line[] {
    if (line.kind === "signal") {
      this.#signal = line;
      return [];
    }
    if (line.kind !== "frame") return [line];
    const signal = this.#signal;
    this.#signal = undefined;
    if (signal === undefined) return [line];
    const { kind: _, sizeBytes, ...heard } = signal;
    return sizeBytes === line.payload.length
      ? [{ ...line, ...heard }]
      : [odd("malformed", "a packet of another length than it says", line.payload.length)];
  }
}

/** Parts a line where a packet begins in it, behind garbage or an answer without its end. */
function unglue(text: string): string[] {
  return text.trim().split(/(?=\+TEST: ?(?:LEN:|RX ))/);
}
