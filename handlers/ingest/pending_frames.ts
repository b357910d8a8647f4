import type { AcceptedFrame, Uplink } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";

/** An incident that is being opened. */
interface Opening {
  readonly isDrill: boolean;
}

/**
 * Frames that were judged and are not on the disk yet. Until they are, the store does not know
 * them, and a second hearing or the next frame of the device must.
 */
export class PendingFrames {
  /** By message number. */
  readonly #uplinks = new Map<string, Set<Uplink>>();
  /** By id of 32 hex digits. */
  readonly #openings = new Map<string, Set<Opening>>();

  /** Holds a frame, and the incident that it opens, until its write has ended one way or the other. */
  add({ drillAlarm, opens, uplink }: AcceptedFrame, write: Promise<unknown>): void {
    const release = [hold(this.#uplinks, keyOf(uplink), uplink)];
    if (opens !== undefined) {
      const opening = { isDrill: drillAlarm !== undefined };
      release.push(hold(this.#openings, encodeHex(opens.id), opening));
    }
    const forget = () => release.forEach((letGo) => letGo());
    write.then(forget, forget);
  }

  /** Tags on their way under a message number. */
  tags(number: Omit<Uplink, "tag">): Uint8Array[] {
    return [...this.#uplinks.get(keyOf(number)) ?? []].map(({ tag }) => tag);
  }

  /** The incident of an id of 32 hex digits, while it is being opened. */
  opening(incident: string): Opening | undefined {
    return this.#openings.get(incident)?.values().next().value;
  }
}

/** Holds a value under a key; what is returned lets it go. */
function hold<T>(held: Map<string, Set<T>>, key: string, value: T): () => void {
  const values = held.get(key) ?? new Set();
  held.set(key, values.add(value));
  return () => {
    values.delete(value);
    if (values.size === 0) held.delete(key);
  };
}

function keyOf({ counter, device, epoch, kid }: Omit<Uplink, "tag">): string {
  return `${device}/${kid}/${epoch}/${counter}`;
}
