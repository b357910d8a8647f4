/** What one piece of what a modem says means, whatever the make: the words that all readers share. */
import type { ModemEffect, ModemReport, PayloadForm } from "./modem.ts";

export type Line =
  /** Ends an answer. `code` is the make's own word or number for what is wrong. */
  | { readonly kind: "final"; readonly ok: true }
  | { readonly kind: "final"; readonly ok: false; readonly code: string }
  /** Part of an answer, if anybody asked. */
  | { readonly kind: "info"; readonly text: string }
  /** A packet from the air. */
  | {
    readonly kind: "frame";
    readonly payload: Uint8Array;
    readonly rssiDbm?: number;
    readonly snrDb?: number;
  }
  /** The transmission that was begun is over. */
  | { readonly kind: "transmitted" }
  /** What the radio did failed: a transmission that is on the air, else a reception. */
  | { readonly kind: "failed"; readonly text: string }
  /** The modem started, by itself or after a command. */
  | { readonly kind: "reset"; readonly text: string }
  /** Nothing that can be used; counted under its reason. */
  | {
    readonly kind: "odd";
    readonly reason: ModemReport;
    readonly text: string;
    readonly sizeBytes: number;
  };

/** A packet from the air. */
export type Packet = Extract<Line, { kind: "frame" }>;

/** What a modem said that cannot be used. The text may come from a modem: see `printable`. */
export function odd(
  reason: ModemReport,
  text: string,
  sizeBytes = 0,
): Extract<Line, { kind: "odd" }> {
  return { kind: "odd", reason, text: printable(text), sizeBytes };
}

/** A line that is none of the words of its make: part of an answer, if it is text at all. */
export function infoOrGarbage(text: string): Line {
  return /^[\x20-\x7e]*$/.test(text)
    ? { kind: "info", text }
    : odd("garbage", "bytes that are no line", text.length);
}

/** A packet as what a protocol delivers. */
export function delivery(
  { kind: _, ...heard }: Packet,
  payloadForm: PayloadForm,
): Extract<ModemEffect, { do: "deliver" }> {
  return { do: "deliver", payloadForm, ...heard };
}

/** Something odd, as what a protocol reports. */
export function report(
  reason: ModemReport,
  text: string,
  sizeBytes = 0,
): Extract<ModemEffect, { do: "report" }> {
  return { do: "report", reason, text: printable(text), sizeBytes };
}

/** Longest text of a report, in characters. */
const MAX_REPORT_CHARACTERS = 120;

/** Makes a text fit for a log: other than printable ASCII becomes `.`, and it is cut. */
export function printable(text: string, maxCharacters = MAX_REPORT_CHARACTERS): string {
  return text.slice(0, maxCharacters).replace(/[^\x20-\x7e]/g, ".");
}
