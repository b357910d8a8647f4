/** What is said to a modem, one command at a time, and what comes of it. */
import type { Line } from "../line.ts";

/** A line that announces a PDU, and the PDU. */
export interface PduEntry {
  readonly kind: "pdu";
  readonly header: string;
  readonly pdu: string;
}

/** What may belong to an answer; everything else that a modem says is a matter of its protocol. */
export type AnswerLine =
  | Extract<Line, { kind: "final" | "info" }>
  /** The modem waits for what belongs to the command, as the PDU of a message. */
  | { readonly kind: "prompt" }
  | PduEntry;

/** One command, and which lines are its answer. */
export interface AtCommand {
  /** Without its line end, one character a byte, as in `AT+CSQ`. */
  readonly command: string;
  /** For answers that have no final: the line that is the answer. */
  readonly endsWith?: RegExp;
  /** How the lines of the answer begin, as in `+CSQ:`. */
  readonly prefix?: string;
  /** The answer has lines without a prefix, as that to `AT+CGMM`. */
  readonly isBare?: boolean;
  /** An answer with a prefix may have no line, as that to a list of nothing. */
  readonly mayBeEmpty?: boolean;
  /** A line is an answer though no final comes after it. */
  readonly needsNoFinal?: boolean;
  /**
   * Nothing counts before a line of the answer, finals neither: all of it is to commands of another
   * conversation, as of a process that was killed. The time starts again with what comes.
   */
  readonly isLandmark?: boolean;
  /** How long the answer may take, in milliseconds; absent: as the rules say. */
  readonly timeoutMs?: number;
  /** Said when the modem asks for it. */
  readonly pdu?: string;
  /** Takes the PDUs of a list as they come. */
  readonly onEntry?: (entry: PduEntry) => void;
  /** True: the modem restarts to take it. */
  readonly restarts?: true;
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
  /** `code`: `PACKETS_GO_ON`. */
  | { readonly ok: false; readonly why: "timeout"; readonly code?: string }
  /** `code`: the modem's own word or number for what is wrong. */
  | { readonly ok: false; readonly why: "refused"; readonly code: string };

/** What the shell must now do. The queue itself does no I/O. */
export type AtEffect =
  | { readonly do: "write"; readonly text: string }
  | { readonly do: "settle"; readonly reply: Reply }
  /** A line, or a PDU, that answers nothing that was asked. */
  | { readonly do: "stray"; readonly text: string }
  | { readonly do: "stray-entry"; readonly entry: PduEntry }
  /** The modem answers nothing. */
  | { readonly do: "dead" };

/** How modems answer, as far as they differ. */
export interface AnswerRules {
  /** Ends each command. */
  readonly lineEnd: string;
  /** Sent before a command that must not wait for the answer to the one before it. */
  readonly interrupt: string;
  /** How long an answer may take of which the command does not say it, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * How long an answer may come after its command timed out, in milliseconds; with `resync`, the
   * silence that ends the wait.
   */
  readonly lateAnswerMs: number;
  /** How long a landmark is waited for while lines come, in milliseconds: some modems babble. */
  readonly landmarkLimitMs: number;
  /**
   * Absent: each command has one end, every line before it is part of the answer, and what else
   * comes is reported. Present: unsolicited lines come at any time, and so do ends that may belong
   * to another command; after such an end, AT is sent until it is answered.
   */
  readonly resync?: {
    /** Whether only this command is refused so. */
    readonly isOwnRefusal: (command: string, code: string) => boolean;
    /** Whether a message in text mode follows, whose lines can look like anything. */
    readonly isTextMode: (header: string) => boolean;
  };
}

/** Modules that only this program talks to, and that send few unsolicited lines. */
export const MODULE_RULES: AnswerRules = {
  lineEnd: "\r\n",
  interrupt: "\r\n",
  timeoutMs: 2_000,
  lateAnswerMs: 2_000,
  landmarkLimitMs: 15_000,
};
