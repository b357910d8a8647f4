import { defined } from "../../devices/tools/defined.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { ShortMessage } from "../../devices/codecs/message.ts";
import type { SubmittedData, SubmittedText } from "../../devices/codecs/sms/encode.ts";
import { encodeArmour } from "../../devices/frame/armour.ts";

/** Senders of which it is remembered how they write. */
const SENDER_LIMIT = 1_000;

/** How a sender writes: as text, or as data to a port. */
interface Form {
  readonly isText: boolean;
  readonly port?: number;
}

/** Answers go back in the form that the question had: what reads texts may not read data. */
export class ReplyForms {
  readonly #forms = new BoundedMap<string, Form>(SENDER_LIMIT);

  /** A message came. */
  heard({ data, port, sender }: ShortMessage): void {
    this.#forms.set(sender, { isText: data === undefined, ...defined({ port }) });
  }

  /** A frame as the content of a message to a number; data, to one that is not known. */
  contentFor(recipient: string, frame: Uint8Array): SubmittedText | SubmittedData {
    const form = this.#forms.get(recipient);
    if (form?.isText === true) return { text: encodeArmour(frame) };
    return { data: frame, ...defined({ port: form?.port }) };
  }
}
