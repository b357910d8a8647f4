/**
 * Short messages as a modem gives them in PDU mode (3GPP TS 23.040, section 9.2):
 *
 *     SMSC length │ SMSC address │ TPDU: first octet │ addresses, times, coding … │ user data
 *
 * These are the values; the octets are in `decode.ts` and `encode.ts`.
 */
import type { UnixMs } from "../../time.ts";

/** What a PDU says. Numbers are as in `address.ts`: digits, a leading + when international, or letters. */
export type SmsTpdu = SmsDeliver | SmsSubmit | SmsStatusReport;

/** A message that was received. */
export interface SmsDeliver {
  readonly kind: "deliver";
  /** Number of the service centre, where the modem gave it. */
  readonly smsc?: string;
  /** Proves nothing: the sender chooses it. */
  readonly sender: string;
  /** Absent where the time stamp is no date. */
  readonly sentAt?: ServiceTime;
  readonly content: SmsContent;
}

/** A message of ours that the modem keeps: it was not sent, or a copy stayed. */
export interface SmsSubmit {
  readonly kind: "submit";
  readonly smsc?: string;
  /** 0 to 255. */
  readonly reference: number;
  readonly recipient: string;
  readonly content: SmsContent;
}

/** What became of a message of ours. */
export interface SmsStatusReport {
  readonly kind: "status-report";
  readonly smsc?: string;
  /** The reference that the modem gave the message when it was sent (`+CMGS:`), 0 to 255. */
  readonly reference: number;
  readonly recipient: string;
  /** When the service centre got our message. */
  readonly sentAt?: ServiceTime;
  /** When the message reached the phone, or was given up. */
  readonly settledAt?: ServiceTime;
  /** TP-Status, 0 to 255 (section 9.2.3.15). */
  readonly status: number;
  readonly outcome: DeliveryOutcome;
}

/** `pending`: the service centre goes on trying; a further report follows. */
export type DeliveryOutcome = "delivered" | "pending" | "failed";

/**
 * A time of a service centre. It may be nonsense: age goes by the arrival, and order does but for
 * messages that are found together.
 */
export interface ServiceTime {
  readonly unixMs: UnixMs;
  /** Zone in which it was given, minutes east of Greenwich; −1 185 to 1 185. */
  readonly zoneMinutes: number;
}

/** What a message carries. */
export interface SmsContent {
  readonly coding: SmsCoding;
  /**
   * The user data behind its header: octets, or for `gsm7` one septet in each byte. Parts of one
   * message are joined in this form, since a character may be cut in two.
   */
  readonly body: Uint8Array;
  /** Where the data goes in the receiver, as of a header with port addresses. */
  readonly ports?: SmsPorts;
  /** Present in one part of a longer message. */
  readonly part?: SmsPart;
  /** The text ends before the length that it announces: its sender cut it. */
  readonly isCut?: true;
}

/** How the user data is to be read. */
export type SmsCoding =
  | {
    readonly alphabet: "gsm7";
    /** National language of the whole table, 0 = the default one (3GPP TS 23.038, section 6.2.1.2). */
    readonly locking: number;
    /** National language of the characters behind an escape, 0 = the default extension. */
    readonly single: number;
  }
  | { readonly alphabet: "ucs2" }
  | { readonly alphabet: "data" };

/** Application ports, 0 to 65 535. */
export interface SmsPorts {
  readonly destination: number;
  readonly source: number;
}

/** Which part of which message. */
export interface SmsPart {
  /** 0 to 65 535; senders use the same ones again. */
  readonly reference: number;
  /** Parts of the message, 1 to 255. */
  readonly total: number;
  /** 1 to `total`. */
  readonly number: number;
}

/** Why a PDU cannot be read. */
export type PduProblem =
  /** Not hex digits, or an odd count of them. */
  | { readonly code: "not-hex" }
  /** Ends before what it says it holds; `at` names the field. */
  | { readonly code: "truncated"; readonly at: PduField }
  /** Not of the length that the modem announced. */
  | { readonly code: "wrong-length"; readonly announced: number; readonly found: number }
  /** A field holds what it cannot hold. */
  | { readonly code: "impossible"; readonly at: PduField }
  /** Message type 3 is reserved, or its text is compressed. */
  | { readonly code: "unsupported"; readonly at: PduField };

/** The fields of a PDU that a problem can lie in. */
export type PduField =
  | "smsc"
  | "message-type"
  | "address"
  | "coding"
  | "time"
  | "header"
  | "user-data";
