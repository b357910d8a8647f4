import type { Uplink } from "../db/units/events.ts";

/** An incident that is being opened. */
interface Opening {
  /** 32 hex digits. */
  readonly incident: string;
  readonly isDrill: boolean;
}

interface Entry {
  readonly uplink: Uplink;
  readonly opening: Opening | undefined;
}

/**
 * Frames that were judged and are not on the disk yet. Until they are, the store does not know
 * them, and a second hearing or the next frame of the device must.
 */
export class InFlight {
  readonly #entries = new Set<Entry>();

  /** Holds a frame, and the incident that it opens, until its write has ended one way or the other. */
  add(uplink: Uplink, opening: Opening | undefined, write: Promise<unknown>): void {
    const entry = { uplink, opening };
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

  /** The incident of an id of 32 hex digits, while it is being opened. */
  opening(incident: string): Opening | undefined {
    return [...this.#entries].find((entry) => entry.opening?.incident === incident)?.opening;
  }
}
