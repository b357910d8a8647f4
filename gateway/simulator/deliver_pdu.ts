/**
 * Messages as the network hands them to a modem (SMS-DELIVER: 3GPP TS 23.040, section 9.2.2.1), and
 * the reports of those that it took from one (SMS-STATUS-REPORT, section 9.2.2.3):
 *
 *     SMSC │ 04 │ sender │ protocol │ coding │ time │ length │ user data
 *     SMSC │ 06 │ reference │ recipient │ time │ time │ status
 */
import { encodeAddress } from "../../devices/codecs/sms/address.ts";
import { encodeGsm7 } from "../../devices/codecs/sms/gsm7.ts";
import { type Coded, encodeParts, type UserData } from "../../devices/codecs/sms/parts.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { UnixMs } from "../../devices/time.ts";

/** A message as the network delivers it. */
export interface Delivery {
  /** A number, with a + when international. */
  readonly sender: string;
  readonly content: { readonly text: string } | { readonly data: Uint8Array };
  readonly sentAt: UnixMs;
  /** 0 to 255; the same in all parts of a long message. */
  readonly partReference?: number;
}

/** What became of a message. */
export interface Settlement {
  /** 0 to 255, as the modem gave it. */
  readonly reference: number;
  readonly recipient: string;
  readonly at: UnixMs;
  /** 0 = received by the telephone. */
  readonly status: number;
}

const SERVICE_CENTRE = "+32475161616";
const DELIVER = 0x04;
const STATUS_REPORT = 0x06;
const HAS_HEADER = 0x40;
const CODING = { gsm7: 0x00, data: 0x04, ucs2: 0x08 } as const;

/** The PDUs of a message, upper-case hex, one for each part. */
export function deliverPdus(delivery: Delivery): string[] {
  const { content, partReference = 0 } = delivery;
  const coded = "text" in content ? codeText(content.text) : codeOctets("data", content.data);
  const parts = encodeParts(coded, partReference) ?? [];
  return parts.map((part) => deliverPdu(delivery, CODING[coded.alphabet], part));
}

/** The PDU of a report, upper-case hex. */
export function statusReportPdu({ at, recipient, reference, status }: Settlement): string {
  const time = serviceTime(at);
  const body = [STATUS_REPORT, reference, ...address(recipient), ...time, ...time, status];
  return hex([...serviceCentre(), ...body]);
}

/** Octets of a PDU without its service centre, as a modem announces it. */
export function announcedBytes(pdu: string): number {
  return pdu.length / 2 - 1 - Number.parseInt(pdu.slice(0, 2), 16);
}

function codeText(text: string): Coded {
  const septets = encodeGsm7(text);
  if (septets !== undefined) return { alphabet: "gsm7", characters: septets };
  const octets = [...text].map((character) =>
    character.split("").flatMap((unit) => [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff])
  );
  return { alphabet: "ucs2", characters: octets };
}

function codeOctets(alphabet: "data", octets: Uint8Array): Coded {
  return { alphabet, characters: Array.from(octets, (octet) => [octet]) };
}

function deliverPdu(
  { sender, sentAt }: Delivery,
  coding: number,
  { hasHeader, length, octets }: UserData,
): string {
  const first = DELIVER | (hasHeader ? HAS_HEADER : 0);
  const head = [first, ...address(sender), 0, coding, ...serviceTime(sentAt), length];
  return hex([...serviceCentre(), ...head, ...octets]);
}

function address(number: string): number[] {
  return [number.replace("+", "").length, ...encodeAddress(number)];
}

function serviceCentre(): number[] {
  const octets = encodeAddress(SERVICE_CENTRE);
  return [octets.length, ...octets];
}

/** Seven octets of swapped digits, in UTC. */
function serviceTime(at: UnixMs): number[] {
  const date = new Date(at);
  const values = [
    date.getUTCFullYear() % 100,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    0,
  ];
  return values.map((value) => ((value % 10) << 4) | Math.floor(value / 10));
}

function hex(octets: readonly number[]): string {
  return encodeHex(Uint8Array.from(octets)).toUpperCase();
}
