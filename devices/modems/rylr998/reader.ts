/**
 * The language of REYAX RYLR998 and RYLR896, bytes to meaning. Source: REYAX AT command guide.
 *
 *     +RCV=<address>,<length>,<payload: length bytes>,<RSSI>,<SNR> CR LF
 *     +OK      +ERR=<n>      +READY      +VER=…
 *
 * The payload is raw: commas, CR, LF and NUL are part of it, so it is taken by its length and never
 * by line. A packet whose end is not where its length says is malformed; reading goes on behind its
 * first five letters, at the next packet or line. A packet that stays unfinished for `STALE_MS` is
 * given up likewise: nothing may hold back what comes behind it.
 */
import type { MonotonicMs } from "../../time.ts";
import { infoOrGarbage, type Line, odd } from "../line.ts";
import { latin1, latin1Bytes } from "../at/line_reader.ts";

/** Longest payload that the make can carry, in bytes. */
export const MAX_PAYLOAD_BYTES = 240;
/** Silence in the middle of a packet after which it is given up, in milliseconds. */
export const STALE_MS = 1_000;
/** Most bytes kept between two calls; the longest packet has 267. */
export const MAX_KEPT_BYTES = 512;

const PACKET = "+RCV=";
const HEAD = /^\+RCV=(\d{1,5}),(\d{1,3}),/;
const UNFINISHED_HEAD = /^\+RCV=(?:\d{0,5}|\d{1,5},\d{0,3})$/;
const TAIL = /^,(-?\d{1,3}),(-?\d{1,3})\r?\n/;
const UNFINISHED_TAIL = /^(?:,-?\d{0,3}|,-?\d{1,3},-?\d{0,3}|,-?\d{1,3},-?\d{1,3}\r)?$/;

/** The longest of those ends: `,-128,-128` CR LF. */
const MAX_TAIL_BYTES = 12;

/** Receptions that failed: overtime, checksum, header. They answer no command. */
const RADIO_ERRORS = new Set(["11", "12", "19"]);

/**
 * Says what a line that is no packet means.
 * @param text One line, without its CR LF.
 */
export function readRylr998Line(text: string): Line {
  if (text === "+OK" || text === "OK") return { kind: "final", ok: true };
  const code = /^\+ERR=(\d{1,3})$/.exec(text)?.[1];
  if (code !== undefined) {
    return RADIO_ERRORS.has(code)
      ? odd("radio-error", text)
      : { kind: "final", ok: false, code: `+ERR=${code}` };
  }
  if (/^\+(?:READY|RESET|FACTORY)$/.test(text)) return { kind: "reset", text };
  return infoOrGarbage(text);
}

/** What is at the front of what is kept, and how many bytes of it are done with. */
type Front =
  | { readonly found: "nothing yet" }
  | { readonly found: "line" | "packet" | "damaged packet"; sizeBytes: number; line?: Line };

const NOTHING_YET: Front = { found: "nothing yet" };
const DAMAGE = odd("malformed", "a packet that is not whole", PACKET.length);
const DAMAGED: Front = { found: "damaged packet", sizeBytes: PACKET.length, line: DAMAGE };

/** Bytes from a RYLR998 to their meaning. Keeps at most `MAX_KEPT_BYTES`. */
export class Rylr998Reader {
  // One character a byte: regular expressions then match bytes.
  #kept = "";
  #behindDamage = false;
  #staleAtMs: MonotonicMs | undefined;

  /** When `tick` gives up an unfinished packet; undefined: there is none. */
  get wakeAtMs(): MonotonicMs | undefined {
    return this.#staleAtMs;
  }

  /** Takes bytes in chunks of any size. */
  feed(bytes: Uint8Array, now: MonotonicMs): Line[] {
    const lines: Line[] = [];
    for (let at = 0; at < bytes.length; at += MAX_KEPT_BYTES) {
      this.#kept += latin1(bytes.subarray(at, at + MAX_KEPT_BYTES));
      lines.push(...this.#read());
    }
    this.#watch(now);
    return lines;
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): Line[] {
    if (this.#staleAtMs === undefined || now < this.#staleAtMs) return [];
    const lines = [this.#giveUpPacket(), ...this.#read()];
    this.#watch(now);
    return lines;
  }

  #watch(now: MonotonicMs): void {
    this.#staleAtMs = this.#kept.startsWith(PACKET) ? (now + STALE_MS) as MonotonicMs : undefined;
  }

  #giveUpPacket(): Line {
    this.#kept = this.#kept.slice(PACKET.length);
    this.#behindDamage = true;
    return DAMAGE;
  }

  #read(): Line[] {
    const lines: Line[] = [];
    for (;;) {
      const front = frontOf(this.#kept);
      if (front.found === "nothing yet") return [...lines, ...this.#bound()];
      this.#kept = this.#kept.slice(front.sizeBytes);
      // What follows a damaged packet is the rest of it: no answer, and not for the log.
      const isRest = this.#behindDamage && front.found === "line";
      if (front.line !== undefined && !isRest) lines.push(front.line);
      this.#behindDamage = front.found === "damaged packet";
    }
  }

  #bound(): Line[] {
    // Only a line that does not end grows so long: a packet is read or refused well before.
    if (this.#kept.length <= MAX_KEPT_BYTES) return [];
    const dropped = this.#kept.length - PACKET.length;
    this.#kept = this.#kept.slice(dropped);
    return [odd("garbage", "bytes without a line end", dropped)];
  }
}

function frontOf(kept: string): Front {
  if (kept.startsWith(PACKET)) return packetAt(kept);
  const packetStart = kept.indexOf(PACKET);
  const lineEnd = kept.search(/[\r\n]/);
  // A packet can follow an answer without a line end between them.
  const end = packetStart >= 0 && (lineEnd < 0 || packetStart < lineEnd) ? packetStart : lineEnd;
  if (end < 0) return NOTHING_YET;
  const text = kept.slice(0, end).trim();
  const sizeBytes = Math.max(end, 1);
  return text === ""
    ? { found: "line", sizeBytes }
    : { found: "line", sizeBytes, line: readRylr998Line(text) };
}

function packetAt(kept: string): Front {
  const head = HEAD.exec(kept);
  if (head === null) return UNFINISHED_HEAD.test(kept) ? NOTHING_YET : DAMAGED;
  const length = Number(head[2]);
  if (length > MAX_PAYLOAD_BYTES) return DAMAGED;
  const payloadEnd = head[0].length + length;
  if (kept.length < payloadEnd) return NOTHING_YET;
  const rest = kept.slice(payloadEnd, payloadEnd + MAX_TAIL_BYTES);
  const [tail, rssiDbm, snrDb] = TAIL.exec(rest) ?? [];
  if (tail === undefined) return UNFINISHED_TAIL.test(rest) ? NOTHING_YET : DAMAGED;
  const payload = latin1Bytes(kept.slice(head[0].length, payloadEnd));
  return {
    found: "packet",
    sizeBytes: payloadEnd + tail.length,
    line: { kind: "frame", payload, rssiDbm: Number(rssiDbm), snrDb: Number(snrDb) },
  };
}
