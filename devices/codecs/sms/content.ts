import { decodeGsm7 } from "./gsm7.ts";
import type { SmsContent } from "./tpdu.ts";

/** The text of a message or of one part; undefined for data. */
export function textOf({ coding, body }: Pick<SmsContent, "coding" | "body">): string | undefined {
  switch (coding.alphabet) {
    case "gsm7":
      return decodeGsm7(body, coding);
    case "ucs2":
      return decodeUtf16(body);
    case "data":
      return undefined;
  }
}

/**
 * UCS-2 that holds what UCS-2 cannot, characters of two units. Half a character becomes U+FFFD, a
 * last odd octet nothing.
 */
function decodeUtf16(octets: Uint8Array): string {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  let text = "";
  for (let at = 0; at + 1 < octets.length; at += 2) text += String.fromCharCode(view.getUint16(at));
  return text.toWellFormed();
}
