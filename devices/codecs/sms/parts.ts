/**
 * Divides a message into user data that fits (3GPP TS 23.040, section 9.2.3.24): 140 octets, of
 * which a header takes its own. A part holds 153 septets, 67 units of UCS-2 or 134 octets of data.
 */
import { fillBits, packSeptets } from "./septets.ts";
import type { SmsCoding } from "./tpdu.ts";
import { ELEMENT } from "./user_data.ts";

/** A message in the codes of its alphabet. */
export interface Coded {
  readonly alphabet: SmsCoding["alphabet"];
  /** Septets or octets of each character; one character is never parted. */
  readonly characters: readonly (readonly number[])[];
  /** Application port of the receiver. */
  readonly port?: number;
}

/** User data of one PDU. */
export interface UserData {
  readonly hasHeader: boolean;
  /** Septets or octets, the header and its fill bits included. */
  readonly length: number;
  readonly octets: Uint8Array;
}

const USER_DATA_BYTES = 140;
const MAX_PARTS = 255;

/** One user data or several; undefined when 255 are not enough. */
export function encodeParts(coded: Coded, reference: number): readonly UserData[] | undefined {
  const ports = coded.port === undefined ? [] : portElement(coded.port);
  const [whole, ...more] = divide(coded, headerOf(ports));
  if (more.length === 0) return [userData(coded, headerOf(ports), whole ?? [])];
  const bodies = divide(coded, headerOf([...ports, ...partElement(reference, 0, 0)]));
  if (bodies.length > MAX_PARTS) return undefined;
  return bodies.map((body, index) => {
    const part = partElement(reference, bodies.length, index + 1);
    return userData(coded, headerOf([...ports, ...part]), body);
  });
}

/** The codes of each part, as full as whole characters allow. */
function divide({ alphabet, characters }: Coded, header: readonly number[]): number[][] {
  const room = alphabet === "gsm7"
    ? USER_DATA_BYTES * 8 / 7 - septetsOf(header)
    : USER_DATA_BYTES - header.length;
  const bodies: number[][] = [];
  let body: number[] = [];
  for (const character of characters) {
    if (body.length + character.length > room) {
      bodies.push(body);
      body = [];
    }
    body.push(...character);
  }
  return [...bodies, body];
}

function userData(
  { alphabet }: Coded,
  header: readonly number[],
  body: readonly number[],
): UserData {
  const hasHeader = header.length > 0;
  if (alphabet !== "gsm7") {
    const octets = Uint8Array.of(...header, ...body);
    return { hasHeader, length: octets.length, octets };
  }
  const skippedBits = header.length * 8 + fillBits(header.length);
  const octets = packSeptets(Uint8Array.from(body), skippedBits);
  octets.set(header);
  return { hasHeader, length: septetsOf(header) + body.length, octets };
}

function septetsOf(header: readonly number[]): number {
  return (header.length * 8 + fillBits(header.length)) / 7;
}

function headerOf(elements: readonly number[]): readonly number[] {
  return elements.length === 0 ? [] : [elements.length, ...elements];
}

/** The sender's port is the same one, so that answers come to it. */
function portElement(port: number): number[] {
  const [high, low] = [port >> 8, port & 0xff];
  return [ELEMENT.ports, 4, high, low, high, low];
}

function partElement(reference: number, total: number, number: number): number[] {
  return [ELEMENT.partOf256, 3, reference & 0xff, total, number];
}
