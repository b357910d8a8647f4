/**
 * Answers that modems of this gateway have put on the air. Another modem of it hears them as well: they
 * are no frames of wearables, and nothing is wrong with them.
 */
import { BoundedMap } from "../../../devices/tools/bounded_map.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Reception } from "../../../handlers/ports.ts";
import { heardBytes } from "./own_frames.ts";

/** So long after it was given to its modem an answer is known, in ms: the modem may send it late. */
const KNOWN_MS = 60_000;
/** Answers that are known, the newest ones; a modem sends a few each second at most. */
const KNOWN_LIMIT = 2_000;

export class OwnAnswers {
  readonly #sent = new BoundedMap<string, MonotonicMs>(KNOWN_LIMIT);
  readonly #heard = new Map<string, number>();

  constructor(readonly clock: Pick<Clock, "monotonicMs">) {}

  /** A modem is about to send a frame. */
  sent(frame: Uint8Array): void {
    this.#sent.set(encodeHex(frame), this.clock.monotonicMs());
  }

  /** Takes a reception that is one of them; false: it is none, and may be an alarm. */
  takes(reception: Reception): boolean {
    const bytes = heardBytes(reception);
    const sentAtMs = bytes && this.#sent.get(encodeHex(bytes));
    if (sentAtMs === undefined || this.clock.monotonicMs() - sentAtMs > KNOWN_MS) return false;
    this.#heard.set(reception.modem, this.heardBy(reception.modem) + 1);
    return true;
  }

  /** How many of them a modem has heard since the start. */
  heardBy(modem: string): number {
    return this.#heard.get(modem) ?? 0;
  }
}
