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
import { MakeReader, type SignalLine } from "../at/make_reader.ts";
import { infoOrGarbage, type Line, odd } from "../line.ts";

const SIGNAL = /^\+TEST: ?LEN:(\d{1,3})(?:, ?RSSI:(-?\d{1,3}), ?SNR:(-?\d{1,3}))?$/;
const RECEIVED = /^\+TEST: ?RX (?:"([0-9A-Fa-f ]*)"|([0-9A-Fa-f ]+))$/;
const ERROR = /^\+[A-Z]+: ?ERROR\((-\d{1,3})\)$/;

/**
 * Says what a line from a LoRa-E5 means.
 * @param text One line, without its CR LF.
 */
export function readWioE5Line(text: string): Line | SignalLine {
  if (text === "+AT: OK") return { kind: "final", ok: true };
  const code = ERROR.exec(text)?.[1];
  if (code !== undefined) return { kind: "final", ok: false, code: `ERROR(${code})` };
  if (text === "+TEST: TX DONE") return { kind: "transmitted" };
  if (/^\+(?:RESET|FDEFAULT): ?OK$/.test(text)) return { kind: "reset", text };
  if (/^\+TEST: ?(?:LEN:|RX )/.test(text)) return readPacketLine(text);
  if (text.startsWith("+INFO:")) return odd("unsolicited", text);
  return infoOrGarbage(text);
}

function readPacketLine(text: string): Line | SignalLine {
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

/** Bytes from a LoRa-E5 to their meaning. */
export const wioE5Reader = () => new MakeReader(/(?=\+TEST: ?(?:LEN:|RX ))/, readWioE5Line);
