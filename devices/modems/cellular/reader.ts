/**
 * Bytes of a cellular modem to lines. Four things make it more than cutting at line ends: the
 * prompt for a message has none, and a hint may stand right behind it; a PDU belongs to the line
 * before it, and unsolicited lines may come between the two.
 */
import { LineReader } from "../at/line_reader.ts";
import type { AnswerLine } from "../at/command.ts";
import { readFinal } from "./at_error.ts";
import { meaningOfUnasked } from "./makes.ts";
import { readPduHeader } from "./storage_answers.ts";

export type CellularLine =
  | AnswerLine
  /** A call to the SIM rings or has ended; it is never part of an answer. */
  | { readonly kind: "call"; readonly isRinging: boolean };

/**
 * What a modem says of telephone calls. Nothing is ever dialled here, so none of it ends a command:
 * otherwise a caller who rings or hangs up could end a command that is still being answered.
 *
 * Sources: ITU-T V.250, section 5.7.1; 3GPP TS 27.007, sections 6.11 (`+CRING`), 7.6 to 7.30
 * (`+CLIP`, `+CCWA`, `+CDIP`, `+CNAP`); the makers' own words for the same.
 */
const ABOUT_CALLS = new RegExp(
  [
    "RING|NO CARRIER|BUSY|NO ANSWER|NO DIAL ?TONE|CONNECT(?: .*)?",
    String.raw`\+(?:CRING|CLIP|COLP|CDIP|CNAP|CCWA):.*`,
    // SIMCom, then Huawei.
    "MISSED_CALL: ?.*|VOICE CALL: ?(?:BEGIN|END).*",
    String.raw`\^(?:ORIG|CONF|CONN|CEND):.*`,
  ].map((words) => `^(?:${words})$`).join("|"),
);

const RINGING = /^(?:RING|\+CRING:.*)$/;
const ANNOUNCES_PDU = /^\+(?:CMGL|CMGR|CMT|CDS|CBM):/;
const PROMPT = /^> ?$/;
/** The prompt, and what stands behind it on its line. */
const GLUED_PROMPT = /^> ?(.*)$/;
/** How most lines begin that can come at any moment; the others are words that are known. */
const UNSOLICITED = /^[+^*#%$]/;
/** Lines that may come between an announcement and its PDU before it is given up. */
const MAX_BETWEEN = 4;

/** Reads one modem. Keeps no more than an unfinished line, one announcement and what follows it. */
export class CellularReader {
  readonly #lines = new LineReader();
  #header: string | undefined;
  #between: string[] = [];

  /** Takes bytes in chunks of any size. */
  feed(bytes: Uint8Array): CellularLine[] {
    const lines = this.#lines.feed(bytes).flatMap(({ text }) => this.#read(text));
    if (this.#lines.takeUnfinished(PROMPT)) lines.push({ kind: "prompt" });
    return lines;
  }

  /** Forgets an announcement whose PDU will not come. */
  forget(): void {
    this.#header = undefined;
    this.#between = [];
  }

  #read(raw: string): CellularLine[] {
    // Modems that wake up say zero bytes first.
    const text = raw.replace(/^[\0\s]+/, "");
    if (text.trim() === "") return [];
    const behindPrompt = GLUED_PROMPT.exec(text)?.[1];
    if (behindPrompt !== undefined) return [{ kind: "prompt" }, ...this.#read(behindPrompt)];
    const final = readFinal(text);
    if (final !== undefined) return [...this.#giveUpHeader(), final];
    return this.#readText(text.trimEnd());
  }

  #readText(text: string): CellularLine[] {
    if (ABOUT_CALLS.test(text)) return [{ kind: "call", isRinging: RINGING.test(text) }];
    if (ANNOUNCES_PDU.test(text)) {
      const before = this.#giveUpHeader();
      this.#header = text;
      return before;
    }
    if (this.#header === undefined) return [{ kind: "info", text }];
    if (!UNSOLICITED.test(text) && meaningOfUnasked(text) === undefined) {
      const header = this.#header;
      this.forget();
      return [{ kind: "pdu", header, pdu: text }];
    }
    this.#between.push(text);
    if (this.#between.length > MAX_BETWEEN) this.forget();
    return [{ kind: "info", text }];
  }

  /**
   * No PDU comes any more. If a line that looks unsolicited followed the header of a message, that line
   * is the content of the slot. It is handed over: a slot that is passed over would stay full.
   */
  #giveUpHeader(): CellularLine[] {
    const header = this.#header;
    const [instead] = this.#between;
    this.forget();
    if (header === undefined || instead === undefined) return [];
    return readPduHeader(header).announcedBytes === 0
      ? []
      : [{ kind: "pdu", header, pdu: instead }];
  }
}
