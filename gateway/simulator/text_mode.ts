/** What a modem in text mode shows of a message (3GPP TS 27.005, sections 3.4.2 and 3.4.3). */
import { textOf } from "../../devices/codecs/sms/content.ts";
import { decodeTpdu } from "../../devices/codecs/sms/decode.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { Slot } from "./message_store.ts";

const STATUSES = ["REC UNREAD", "REC READ", "STO UNSENT", "STO SENT"];

/** The fields behind the index, and the text. */
export function inTextMode({ pdu, status }: Slot): readonly [header: string, text: string] {
  const word = `"${STATUSES[status] ?? "REC READ"}"`;
  const tpdu = decodeTpdu(pdu);
  if (!tpdu.ok || tpdu.value.kind === "status-report") return [`${word},""`, pdu];
  const message = tpdu.value;
  const number = message.kind === "deliver" ? message.sender : message.recipient;
  const time = message.kind === "deliver" ? ',,"26/11/29,18:00:00+04"' : ",";
  const text = textOf(message.content) ?? encodeHex(message.content.body).toUpperCase();
  return [`${word},"${number}"${time}`, text];
}
