/**
 * Ebyte E22 in transparent mode: what is written goes on the air, and what was heard is read.
 * Source: Ebyte E22 user manual.
 *
 * In this mode it takes no commands: whatever is written to it, a question or a setting, would be
 * transmitted. So nothing but frames is ever written, and the module has to be set up beforehand,
 * with its mode pins (docs/modems.md, "Ebyte E22"). It therefore counts as configured at once,
 * and looks the same as a module that is off.
 *
 * What spreading factor and bandwidth its air data rates stand for, the maker does not say.
 * [modem.radio] has to name a modulation that is no faster than the rate which the module is set
 * to, and the time on air is counted by that.
 */
import { timeOnAirUs } from "../../airtime.ts";
import { earliest, type MonotonicMs } from "../../time.ts";
import { E22Bursts, type Heard } from "./bursts.ts";
import { delivery, report } from "../line.ts";
import type { ModemEffect, ModemProtocol, RadioSettings } from "../modem.ts";

/** Longest frame that stays in one packet at the module's greatest packet size, in bytes. */
export const EBYTE_E22_MAX_FRAME_BYTES = 240;

/**
 * Bytes that the module is taken to add to each packet on the air, for address, network, length and
 * checksum. The maker does not say how many there are; this errs on the side of sending less.
 */
export const EBYTE_E22_ADDED_BYTES = 12;

/** A byte on the cable at 9600 baud, the slowest usual speed, takes so long, in milliseconds. */
const CABLE_MS_PER_BYTE = 10 / 9.6;
/** Silence that the module waits for and then its own time, before and after a packet. */
const MARGIN_MS = 100;

/** Speaks through an E22. One value serves one opening of the port. */
export class EbyteE22Protocol implements ModemProtocol {
  readonly kind = "ebyte-e22";
  readonly payloadForm = "bytes";
  readonly maxFrameBytes = EBYTE_E22_MAX_FRAME_BYTES;
  readonly #settings: RadioSettings;
  readonly #bursts = new E22Bursts();
  #isStarted = false;
  #onAir: { readonly id: number; readonly until: MonotonicMs } | undefined;

  constructor(settings: RadioSettings) {
    this.#settings = settings;
  }

  get isConfigured(): boolean {
    return this.#isStarted;
  }

  get canSend(): boolean {
    return this.#isStarted && this.#onAir === undefined;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    return earliest([this.#bursts.wakeAtMs, this.#onAir?.until]);
  }

  timeOnAirUs(frame: Uint8Array): number {
    return timeOnAirUs(this.#settings, frame.length + EBYTE_E22_ADDED_BYTES);
  }

  start(_now: MonotonicMs): ModemEffect[] {
    this.#isStarted = true;
    return [{ do: "configured", identity: {} }];
  }

  /** Nothing can be asked of it. */
  probe(_now: MonotonicMs): undefined {
    return undefined;
  }

  /** Its command for that is for another mode; here it would go on the air. */
  reset(_now: MonotonicMs): undefined {
    return undefined;
  }

  feed(bytes: Uint8Array, now: MonotonicMs): ModemEffect[] {
    return this.#bursts.feed(bytes, now).map(effectOf);
  }

  send(id: number, frame: Uint8Array, now: MonotonicMs): ModemEffect[] {
    if (!this.canSend) throw new Error("Cannot send a frame: the modem is not ready; see canSend");
    if (frame.length > this.maxFrameBytes) return [{ do: "unsent", id, why: "refused" }];
    const busyMs = this.timeOnAirUs(frame) / 1_000 + frame.length * CABLE_MS_PER_BYTE + MARGIN_MS;
    this.#onAir = { id, until: (now + Math.ceil(busyMs)) as MonotonicMs };
    return [{ do: "write", bytes: frame }];
  }

  tick(now: MonotonicMs): ModemEffect[] {
    const effects = this.#bursts.tick(now).map(effectOf);
    if (this.#onAir === undefined || now < this.#onAir.until) return effects;
    const { id } = this.#onAir;
    this.#onAir = undefined;
    return [...effects, { do: "sent", id }];
  }
}

function effectOf(line: Heard): ModemEffect {
  return line.kind === "frame"
    ? delivery(line, "bytes")
    : report(line.reason, line.text, line.sizeBytes);
}
