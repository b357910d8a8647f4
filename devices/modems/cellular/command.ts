/** What is said to a cellular modem, one command at a time, and what comes of it. */
import type { AtError } from "./at_error.ts";
import type { CellularLine } from "./reader.ts";

/** A line that announces a PDU, and the PDU. */
export type PduEntry = Extract<CellularLine, { kind: "pdu" }>;

/** One command, and which lines are its answer. */
export interface CellularCommand {
  /** Without its line end, as in `AT+CSQ`. */
  readonly text: string;
  /** How the lines of the answer begin, as in `+CSQ:`; absent: there are none but the final. */
  readonly prefix?: string;
  /** The answer has lines without a prefix, as that to `AT+CGMM`. */
  readonly isBare?: boolean;
  /** An answer with a prefix may have no line, as that to a list of nothing. */
  readonly mayBeEmpty?: boolean;
  /** A line is an answer though no final comes after it. */
  readonly needsNoFinal?: boolean;
  /**
   * Nothing counts before a line of the answer, ends neither: all of it is to commands of somebody
   * else, as a process that was killed. The time begins anew with each end.
   */
  readonly isLandmark?: boolean;
  readonly timeoutMs: number;
  /** Said when the modem asks for it. */
  readonly pdu?: string;
}

/** What came of a command. */
export type Reply =
  | {
    readonly ok: true;
    readonly lines: readonly string[];
    readonly entries: readonly PduEntry[];
    /** The modem is in text mode: messages of this answer were passed over. */
    readonly isTextMode?: boolean;
  }
  | { readonly ok: false; readonly why: "timeout" }
  | { readonly ok: false; readonly why: "refused"; readonly error: AtError };

/** What the shell must now do. */
export type QueueEffect =
  | { readonly do: "write"; readonly text: string }
  | { readonly do: "settle"; readonly reply: Reply }
  /** A PDU of the answer that is coming. */
  | { readonly do: "entry"; readonly entry: PduEntry }
  /** A PDU that answers nothing that was asked. */
  | { readonly do: "stray-entry"; readonly entry: PduEntry }
  /** The modem answers nothing. */
  | { readonly do: "dead" };
