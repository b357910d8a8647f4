/**
 * The language of Microchip RN2483 with the radio under direct control. Source: RN2483 command
 * reference (DS40001784G).
 *
 *     radio_rx  48454C4C4F       a packet; it ends the reception, and its signal has to be asked for
 *     radio_err                  a reception or a transmission failed; it ends the reception, too
 *     radio_tx_ok                a transmission is over
 *     ok  busy  invalid_param    answers to commands
 *     RN2483 1.0.5 Oct 31 2018 15:06:52    at each start, and the answer to `sys get ver`
 */
import { decodeHex } from "../../hex.ts";
import { MakeReader } from "../at/make_reader.ts";
import { infoOrGarbage, type Line, odd } from "../line.ts";

// Two spaces in most firmware, one in some.
const RECEIVED = /^radio_rx {1,2}([0-9A-Fa-f]+)$/;
const REFUSALS = new Set([
  "busy",
  "denied",
  "frame_counter_err_rejoin_needed",
  "invalid_data_len",
  "invalid_param",
  "keys_not_init",
  "mac_paused",
  "no_free_ch",
  "not_joined",
  "silent",
]);
/** The text that the module begins with, and answers `sys get ver` with. */
export const RN2483_BANNER = /^(RN2\d{3}[A-Z]?) (\d{1,3}\.\d{1,3}\.\d{1,3})\b/;

/**
 * Says what a line from an RN2483 means.
 * @param text One line, without its CR LF.
 */
export function readRn2483Line(text: string): Line {
  if (text === "ok") return { kind: "final", ok: true };
  if (REFUSALS.has(text)) return { kind: "final", ok: false, code: text };
  if (text === "radio_tx_ok") return { kind: "transmitted" };
  if (text === "radio_err") return { kind: "failed", text };
  if (text.startsWith("radio_rx")) return readPacket(text);
  if (RN2483_BANNER.test(text)) return { kind: "reset", text };
  // LoRaWAN has no business here, and what it received stays out of the log.
  if (text.startsWith("mac_")) return odd("unsolicited", text.split(" ", 1)[0] ?? "");
  return infoOrGarbage(text);
}

function readPacket(text: string): Line {
  const hex = RECEIVED.exec(text)?.[1];
  const payload = hex === undefined ? undefined : decodeHex(hex);
  return payload === undefined
    ? odd("malformed", "a packet that is not whole", text.length)
    : { kind: "frame", payload };
}

/** Bytes from an RN2483 to their meaning. */
export const rn2483Reader = () => new MakeReader(/(?=radio_rx )/, readRn2483Line);
