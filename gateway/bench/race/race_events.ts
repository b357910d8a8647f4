/** The events of a race: the same for everybody who runs. */
import { encodeHex } from "../../../devices/hex.ts";
import type { DownTypeName } from "../../../devices/frame/types.ts";
import type { Priority } from "../../../devices/event.ts";
import type { WearableIdentity } from "../../simulator/wearable.ts";
import { eventOfFrame } from "../sample_events.ts";
import { benchIdentities, FrameSource } from "../wearables.ts";

/** Wearables that only report, and wearables whose button is pressed. */
const REPORTERS = 40;
const WEARERS = 40;
/** As long as a real one. */
const SEQUENCE = "0".repeat(20);

export interface RaceEvent {
  /** The frame in hex: found again in whatever arrives. */
  readonly mark: string;
  /** A VF1 frame, as the air has it. */
  readonly frame: Uint8Array;
  readonly priority: Priority;
  /** The same as an event in JSON on one line, as large as the one that Vigil makes of it. */
  readonly json: string;
}

/** Seals frames that never repeat, of wearables that take turns. */
export class RaceEvents {
  readonly identities: readonly WearableIdentity[] = benchIdentities(REPORTERS + WEARERS);
  readonly #sources = this.identities.map((identity) => new FrameSource(identity));
  readonly #byEphemeralId = new Map<string, FrameSource>();
  #turn = 0;

  /** Reports of a position: priority low. */
  reports(count: number): RaceEvent[] {
    return Array.from({ length: count }, () => {
      const source = this.#sources[this.#turn++ % REPORTERS]!;
      return this.#eventOf(source, source.position(), "low");
    });
  }

  /** The buttons of several people: critical. */
  panics(count: number): RaceEvent[] {
    return Array.from({ length: count }, () => {
      const source = this.#sources[REPORTERS + this.#turn++ % WEARERS]!;
      return this.#eventOf(source, source.panic(), "critical");
    });
  }

  /** What an answer on the air says, and of which event. */
  answered(answer: Uint8Array): { mark: string; says: DownTypeName } | undefined {
    const found = this.#byEphemeralId.get(ephemeralIdIn(answer))?.answered(answer);
    return found === undefined ? undefined : { mark: encodeHex(found.frame), says: found.says };
  }

  #eventOf(source: FrameSource, frame: Uint8Array, priority: Priority): RaceEvent {
    this.#byEphemeralId.set(ephemeralIdIn(frame), source);
    const { body, hash } = eventOfFrame(frame, priority);
    const json = `${body.slice(0, -1)},"hash":"${encodeHex(hash)}","sequence":"${SEQUENCE}"}`;
    return { mark: encodeHex(frame), frame, priority, json };
  }
}

/** Bytes 1 to 8 of a frame, either way (VF1 frame). */
function ephemeralIdIn(frame: Uint8Array): string {
  return encodeHex(frame.subarray(1, 9));
}
