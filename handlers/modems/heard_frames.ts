/**
 * What each modem heard last, for technicians: how strong, how long, and what became of it. Neither
 * what was said nor of whom is kept: who stands at a modem with a laptop learns nothing of victims.
 *
 *     modem ─▶ intake ─ judged ─▶ ring of 200 for each modem ─▶ page
 */
import type { UnixMs } from "../../devices/time.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { Reception } from "../ports.ts";

/** Receptions that are kept of one modem. */
export const HEARD_LIMIT = 200;
/** Modems, and inputs that are none, of which receptions are kept. */
const SOURCE_LIMIT = 64;

/** What became of a frame. */
export type FrameOutcome = "accepted" | "repeated" | "rejected" | "own";

/** One reception. */
export interface HeardFrame {
  /** Counts up for each modem, from 1. */
  readonly number: number;
  readonly atUnixMs: UnixMs;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
  /** Of what the modem gave. */
  readonly sizeBytes: number;
  /** `own`: another modem of this gateway had sent it. */
  readonly outcome: FrameOutcome;
  /** Why it was rejected, as in `bad-tag`. */
  readonly reason?: string;
}

class Ring {
  readonly #frames: HeardFrame[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(frame: Omit<HeardFrame, "number">): void {
    const number = ++this.#count;
    this.#frames[(number - 1) % HEARD_LIMIT] = { ...frame, number };
  }

  newest(limit: number): HeardFrame[] {
    const first = Math.max(1, this.#count - Math.min(limit, HEARD_LIMIT) + 1);
    const count = this.#count - first + 1;
    return Array.from(
      { length: count },
      (_, at) => this.#frames[(this.#count - at - 1) % HEARD_LIMIT]!,
    );
  }
}

export class HeardFrames {
  readonly #rings = new BoundedMap<string, Ring>(SOURCE_LIMIT);

  /** Takes what became of a reception. @param reason Of one that was rejected. */
  readonly judged = (reception: Reception, outcome: FrameOutcome, reason?: string): void => {
    const { modem, payload, receivedAtUnixMs: atUnixMs, rssiDbm, snrDb } = reception;
    let ring = this.#rings.get(modem);
    if (ring === undefined) this.#rings.set(modem, ring = new Ring());
    ring.add({
      atUnixMs,
      sizeBytes: payload.length,
      outcome,
      ...(rssiDbm === undefined ? {} : { rssiDbm }),
      ...(snrDb === undefined ? {} : { snrDb }),
      ...(reason === undefined ? {} : { reason }),
    });
  };

  /** The newest of a modem, newest first. */
  newest(modem: string, limit = HEARD_LIMIT): HeardFrame[] {
    return this.#rings.get(modem)?.newest(limit) ?? [];
  }

  /** How many a modem has heard since the gateway started. */
  count(modem: string): number {
    return this.#rings.get(modem)?.count ?? 0;
  }
}
