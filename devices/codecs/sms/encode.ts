/**
 * Writes messages to send (SMS-SUBMIT: 3GPP TS 23.040, section 9.2.2.2), as AT+CMGS takes them:
 *
 *     00 │ first │ reference │ recipient │ protocol │ coding │ validity │ length │ user data
 *
 * The leading 00 leaves the service centre to the SIM, and the modem puts in the reference that its
 * `+CMGS:` answer names and the status report repeats.
 */
import { encodeHex } from "../../hex.ts";
import { fail, ok, type Result } from "../../result.ts";
import { DIALLABLE, encodeAddress } from "./address.ts";
import { encodeGsm7 } from "./gsm7.ts";
import { type Coded, encodeParts, type UserData } from "./parts.ts";
import { relativeValidity } from "./validity.ts";

/** A message to send. */
export interface SmsSubmission {
  /** 1 to 20 digits, * or #, behind a + when international. */
  readonly to: string;
  readonly content: SubmittedText | SubmittedData;
  /** True: the service centre is asked for a report of each part. */
  readonly wantsReport: boolean;
  /** 0 to 255, the same in all parts and another in the next message; unused in a message of one. */
  readonly partReference: number;
  /** How long the service centre tries, 5 minutes to 63 weeks; absent = as long as it likes. */
  readonly validityMinutes?: number;
}

/** Text; UCS-2 as soon as the 7-bit alphabet lacks one of its characters. */
export interface SubmittedText {
  readonly text: string;
}

/** Octets, for the application port of the receiver when there is one. */
export interface SubmittedData {
  readonly data: Uint8Array;
  /** 0 to 65 535. */
  readonly port?: number;
}

/** One part, ready for the modem. */
export interface SubmitPdu {
  /** Upper-case hex. */
  readonly pduHex: string;
  /** The length that AT+CMGS wants: octets without the service centre's address. */
  readonly sizeBytes: number;
}

/** Why a message cannot be written. */
export type SubmitProblem =
  | { readonly code: "not-a-number"; readonly to: string }
  /** It would need more than 255 parts. */
  | { readonly code: "too-long" };

const SUBMIT = 0x01;
const RELATIVE_VALIDITY = 0x10;
const WANTS_REPORT = 0x20;
const HAS_HEADER = 0x40;
const CODING = { gsm7: 0x00, data: 0x04, ucs2: 0x08 } as const;
/** Coded in the first octet of a PDU that names no service centre. */
const SERVICE_CENTRE_OF_SIM = 0;

/** Writes a message as one PDU or, when it is longer, as several. */
export function encodeSubmit(
  submission: SmsSubmission,
): Result<readonly SubmitPdu[], SubmitProblem> {
  const { to, content, partReference } = submission;
  if (!DIALLABLE.test(to)) return fail({ code: "not-a-number", to });
  const coded = "text" in content ? codeText(content.text) : codeData(content);
  const parts = encodeParts(coded, partReference);
  if (parts === undefined) return fail({ code: "too-long" });
  return ok(parts.map((part) => encodePart(submission, CODING[coded.alphabet], part)));
}

/**
 * How many messages a text takes on the air.
 * @returns 1 or more; undefined when it is too long for one message of 255 parts.
 */
export function partsOfText(text: string): number | undefined {
  return encodeParts(codeText(text), 0)?.length;
}

function codeText(text: string): Coded {
  const septets = encodeGsm7(text);
  if (septets !== undefined) return { alphabet: "gsm7", characters: septets };
  return { alphabet: "ucs2", characters: [...text].map(utf16Octets) };
}

function codeData({ data, port }: SubmittedData): Coded {
  return {
    alphabet: "data",
    characters: Array.from(data, (octet) => [octet]),
    ...(port !== undefined && { port }),
  };
}

/** Both units of a character stay together, so that no part shows half of it. */
function utf16Octets(character: string): number[] {
  return character.split("").flatMap((unit) => {
    const code = unit.charCodeAt(0);
    return [code >> 8, code & 0xff];
  });
}

function encodePart(
  { to, wantsReport, validityMinutes }: SmsSubmission,
  dataCoding: number,
  { hasHeader, length, octets }: UserData,
): SubmitPdu {
  const first = SUBMIT | (validityMinutes === undefined ? 0 : RELATIVE_VALIDITY) |
    (wantsReport ? WANTS_REPORT : 0) | (hasHeader ? HAS_HEADER : 0);
  const digits = to.replace("+", "").length;
  const validity = validityMinutes === undefined ? [] : [relativeValidity(validityMinutes)];
  const tpdu = [first, 0, digits, ...encodeAddress(to), 0, dataCoding, ...validity, length];
  const pdu = Uint8Array.of(SERVICE_CENTRE_OF_SIM, ...tpdu, ...octets);
  return { pduHex: encodeHex(pdu).toUpperCase(), sizeBytes: pdu.length - 1 };
}
