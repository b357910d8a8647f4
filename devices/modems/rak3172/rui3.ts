/**
 * The language of RAK3172 and its kin: RUI3 firmware in P2P mode, and the two-line packets of the
 * firmware before it (1.0.x). Source: RAKwireless AT command manual and AT migration guide.
 *
 *     +EVT:RXP2P:-60:11:AABBCCDD          RUI3
 *     +EVT:RXP2P, RSSI -60, SNR 11        1.0.x, first line
 *     +EVT:AABBCCDD                       1.0.x, second line
 *
 * There is no length and no checksum on the cable: a packet that lost digits in pairs looks whole,
 * and only the frame's own tag shows it.
 */
import { decodeHex } from "../../hex.ts";
import { MakeReader, type SignalLine } from "../at/make_reader.ts";
import { infoOrGarbage, type Line, odd } from "../line.ts";

// +EVT:RXP2P:<RSSI>:<SNR>:<payload in hex>. The whole line has to match: an older firmware begins
// its lines with the same letters and means something else.
const RECEIVED = /^\+EVT:RXP2P:(-?\d{1,3}):(-?\d{1,2}):([0-9A-Fa-f]*)$/;
const OLD_SIGNAL = /^\+EVT:RXP2P, ?RSSI (-?\d{1,3}), ?SNR (-?\d{1,2})$/;
const OLD_PAYLOAD = /^\+EVT:((?:[0-9A-Fa-f]{2})+)$/;
const FAILED_RECEPTION = /^\+EVT:RXP2P RECEIVE (TIMEOUT|ERROR)$/;
const ERROR_CODE = /^AT_[A-Z_]+$|^ERROR$/;
// The answer `OK` to AT+NWM=0 has no line end, so that the banner follows it on the same line.
const BANNER = /^(?:OK)?(?:RAKwireless\b.*|Current Work Mode:.*)$/;

/**
 * Says what a line from a RAK3172 (RUI3 firmware, P2P mode) means.
 * @param text One line, without its CR LF.
 */
export function readRui3Line(text: string): Line | SignalLine {
  if (text === "OK" || text === "+OK") return { kind: "final", ok: true };
  if (ERROR_CODE.test(text)) return { kind: "final", ok: false, code: text };
  if (BANNER.test(text)) return { kind: "reset", text };
  if (text.startsWith("+EVT:")) return readEvent(text);
  return infoOrGarbage(text);
}

function readEvent(text: string): Line | SignalLine {
  const [, rssiDbm, snrDb, hex] = RECEIVED.exec(text) ?? [];
  const payload = hex === undefined ? undefined : decodeHex(hex);
  if (payload !== undefined) {
    return { kind: "frame", payload, rssiDbm: Number(rssiDbm), snrDb: Number(snrDb) };
  }
  if (text === "+EVT:TXP2P DONE") return { kind: "transmitted" };
  if (FAILED_RECEPTION.test(text)) return odd("radio-error", text);
  return readOldEvent(text);
}

function readOldEvent(text: string): Line | SignalLine {
  const [, rssiDbm, snrDb] = OLD_SIGNAL.exec(text) ?? [];
  if (snrDb !== undefined) {
    return { kind: "signal", rssiDbm: Number(rssiDbm), snrDb: Number(snrDb) };
  }
  const payload = decodeHex(OLD_PAYLOAD.exec(text)?.[1] ?? "");
  if (payload !== undefined && payload.length > 0) return { kind: "frame", payload };
  // The text of a damaged packet may be a payload, and payloads do not go into logs.
  return text.startsWith("+EVT:RXP2P")
    ? odd("malformed", "a packet that is not whole", text.length)
    : odd("unsolicited", text.split(":", 3).join(":"));
}

/** Bytes from a RAK3172 to their meaning: nothing guarantees a line end before an event. */
export const rui3Reader = () => new MakeReader(/(?=\+EVT:)/, readRui3Line);
