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
  readonly #uplinks = new Map<string, Uplink[]>();
  /** By id of 32 hex digits. */
  readonly #openings = new Map<string, Opening[]>();

  /** Holds a frame, and the incident that it opens, until its write has ended one way or the other. */
  add({ drillAlarm, opens, uplink }: AcceptedFrame, write: Promise<unknown>): void {
    hold(this.#uplinks, keyOf(uplink), uplink, write);
    if (opens === undefined) return;
    const opening = { isDrill: drillAlarm !== undefined };
    hold(this.#openings, encodeHex(opens.id), opening, write);
  }

  /** Tags on their way under a message number. */
  tags(number: Omit<Uplink, "tag">): Uint8Array[] {
    return this.#uplinks.get(keyOf(number))?.map(({ tag }) => tag) ?? [];
  }

  /** The incident of an id of 32 hex digits, while it is being opened. */
  opening(incident: string): Opening | undefined {
    return this.#openings.get(incident)?.[0];
  }
}

/** Holds a value under a key until a write has ended. Of one key there is hardly ever a second. */
function hold<T>(held: Map<string, T[]>, key: string, value: T, write: Promise<unknown>): void {
  const others = held.get(key);
  if (others === undefined) held.set(key, [value]);
  else others.push(value);
  const letGo = () => {
    const left = held.get(key)!.filter((other) => other !== value);
    if (left.length === 0) held.delete(key);
    else held.set(key, left);
  };
  write.then(letGo, letGo);
}

function keyOf({ counter, device, epoch, kid }: Omit<Uplink, "tag">): string {
  return `${device}/${kid}/${epoch}/${counter}`;
}
