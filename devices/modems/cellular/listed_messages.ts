/**
 * Messages of a listing, delivered in the order in which the network took them.
 *
 * A modem lists by place, and a new message takes the lowest place that is free: it can stand before
 * an older one. A position must not overtake the panic of its alarm, so what a listing shows is held
 * until the listing ends, and sorted by the time of the service centre. A full storage takes minutes
 * on a slow line, and no alarm waits for that: after HOLD_MS, what was listed by then is delivered.
 */
import type { MonotonicMs } from "../../time.ts";
import { decodeTpdu } from "../../codecs/sms/decode.ts";
import type { StoredPdu } from "./effects.ts";

/** How long a message waits for the rest of its listing, in milliseconds. */
export const HOLD_MS = 1_000;

/** Holds back what one listing shows, for HOLD_MS at most. */
export class ListedMessages {
  #entries: StoredPdu[] = [];
  #until: MonotonicMs | undefined;

  /** When held messages are delivered even if the listing goes on; undefined: none is held. */
  get wakeAtMs(): MonotonicMs | undefined {
    return this.#until;
  }

  add(entry: StoredPdu, now: MonotonicMs): void {
    this.#entries.push(entry);
    this.#until ??= now + HOLD_MS as MonotonicMs;
  }

  /** Takes away what is held, oldest first, when its time is over. */
  takeDue(now: MonotonicMs): StoredPdu[] {
    return this.#until !== undefined && now >= this.#until ? this.takeAll() : [];
  }

  /** Takes away what is held, oldest first: the listing is over. */
  takeAll(): StoredPdu[] {
    let latest = -Infinity;
    // One without a date stays behind the one that it was listed behind.
    const dated = this.#entries.map((entry) => ({ entry, at: latest = sentAt(entry) ?? latest }));
    this.#entries = [];
    this.#until = undefined;
    return dated.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
  }
}

/** When the service centre had it, in milliseconds since 1970; undefined: it does not say. */
function sentAt({ announcedBytes, pdu }: StoredPdu): number | undefined {
  const read = decodeTpdu(pdu, announcedBytes);
  return read.ok && read.value.kind === "deliver" ? read.value.sentAt?.unixMs : undefined;
}
