import type { Uplink } from "../db/units/events.ts";

interface Entry {
  readonly uplink: Uplink;
  readonly incident: string | undefined;
}

/**
 * Frames that were judged and are not on the disk yet. Until they are, the store does not know
 * them, and a second hearing or the next frame of the device must.
 */
export class InFlight {
  readonly #entries = new Set<Entry>();

  /** Holds a frame, and the incident that it opens, until its write has ended one way or the other. */
  add(uplink: Uplink, incident: string | undefined, write: Promise<unknown>): void {
    const entry = { uplink, incident };
    this.#entries.add(entry);
    const forget = () => this.#entries.delete(entry);
    write.then(forget, forget);
  }

  /** Tags on their way under a message number. */
  tags(number: Omit<Uplink, "tag">): Uint8Array[] {
    return [...this.#entries].map((entry) => entry.uplink)
      .filter((uplink) =>
        uplink.counter === number.counter && uplink.epoch === number.epoch &&
        uplink.device === number.device && uplink.kid === number.kid
      )
      .map((uplink) => uplink.tag);
  }

  opens(incident: string): boolean {
    return [...this.#entries].some((entry) => entry.incident === incident);
  }
}
