/**
 * Bytes of a cellular modem to lines. Three things make it more than cutting at line ends: the
 * prompt for a message has none, a PDU belongs to the line before it, and lines that nobody asked
 * for may come between the two.
 */
import { LineReader } from "../line_reader.ts";
import { type FinalResult, readFinalResult } from "./at_error.ts";

export type CellularLine =
  | { readonly kind: "final"; readonly result: FinalResult }
  /** The modem waits for the PDU of a message. */
  | { readonly kind: "prompt" }
  /** A line that announces a PDU, and the PDU. */
  | { readonly kind: "pdu"; readonly header: string; readonly pdu: string }
  /** Part of an answer, or unasked for. */
  | { readonly kind: "text"; readonly text: string };

const ANNOUNCES_PDU = /^\+(?:CMGL|CMGR|CMT|CDS|CBM):/;
const PROMPT = /^> ?$/;
const HEX = /^[0-9A-Fa-f]+$/;
/** Lines that can come at any moment; whatever else stands where a PDU belongs is taken for it. */
const UNSOLICITED = /^[+^*#%$]|^[A-Z][A-Za-z ]*$/;
/** Lines that may come between an announcement and its PDU before it is given up. */
const MAX_BETWEEN = 4;

/** Reads one modem. Keeps no more than an unfinished line and one announcement. */
export class CellularReader {
  readonly #lines = new LineReader();
  #header: string | undefined;
  #between = 0;

  /** Takes bytes in chunks of any size. */
  feed(bytes: Uint8Array): CellularLine[] {
    const lines = this.#lines.feed(bytes).flatMap(({ text }) => this.#read(text));
    if (this.#lines.takeUnfinished(PROMPT)) lines.push({ kind: "prompt" });
    return lines;
  }

  /** Forgets an announcement whose PDU will not come. */
  forget(): void {
    this.#header = undefined;
  }

  #read(raw: string): CellularLine[] {
    // Modems that wake up say zero bytes first.
    const text = raw.replace(/^[\0\s]+/, "");
    if (text.trim() === "") return [];
    const result = readFinalResult(text);
    if (result !== undefined) {
      this.forget();
      return [{ kind: "final", result }];
    }
    return this.#readText(text.trimEnd());
  }

  #readText(text: string): CellularLine[] {
    if (ANNOUNCES_PDU.test(text)) {
      this.#header = text;
      this.#between = 0;
      return [];
    }
    if (this.#header === undefined) return [{ kind: "text", text }];
    if (HEX.test(text) || !UNSOLICITED.test(text)) {
      const header = this.#header;
      this.forget();
      return [{ kind: "pdu", header, pdu: text }];
    }
    if (++this.#between > MAX_BETWEEN) this.forget();
    return [{ kind: "text", text }];
  }
}
