import { bytesEqual } from "../../devices/tools/bytes_equal.ts";
import type { Reader, Uplink } from "../../db/store.ts";
import { incidentId } from "../../devices/frame/identity.ts";
import { decodeHex } from "../../devices/hex.ts";
import { isEnded } from "../../devices/incident.ts";
import type { Clock } from "../../devices/time.ts";
import { PendingFrames } from "./pending_frames.ts";
import { isLasting } from "../incidents/incident_age.ts";
import type { Known } from "./judge.ts";
import type { Generation, KeyedDevice } from "./device_key_table.ts";

/** What is known of a wearable's messages: those on the disk, and those on their way there. */
export class MessageHistory {
  readonly #reader: Pick<Reader, "events" | "frames" | "incidents">;
  readonly #clock: Clock;
  readonly #pending = new PendingFrames();

  constructor(reader: Pick<Reader, "events" | "frames" | "incidents">, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  /** What a message is judged by. */
  before({ generation }: KeyedDevice, uplink: Uplink): Known {
    const tags = [
      ...this.#pending.tags(uplink),
      ...this.#reader.frames.seen(uplink).map((seen) => seen.tag),
    ];
    const isSame = (tag: Uint8Array) => bytesEqual(tag, uplink.tag);
    return {
      newestEpoch: generation.newestEpoch,
      newestCounter: generation.newestCounter,
      seen: tags.length === 0 ? "never" : tags.some(isSame) ? "same-bytes" : "other-bytes",
      incidentOf: (alarm) => this.#incidentState(generation, alarm),
    };
  }

  /** Holds a message, and the incident that it opens, until its write has ended either way. */
  readonly add: PendingFrames["add"] = (...message) => this.#pending.add(...message);

  /** Whether an incident of an id of 32 hex digits was opened as a drill. */
  isDrill(incident: string): boolean {
    return this.#pending.opening(incident)?.isDrill ??
      this.#reader.incidents.byId(decodeHex(incident)!)?.isDrill ?? false;
  }

  #incidentState(generation: Generation, alarm: number): ReturnType<Known["incidentOf"]> {
    const id = incidentId(generation.wearable.uid, generation.kid, alarm);
    if (this.#pending.opening(id) !== undefined) return "open";
    const incident = this.#reader.incidents.byId(decodeHex(id)!);
    if (incident === undefined) return "unknown";
    if (isEnded(incident.state)) return "ended";
    return isLasting(incident, this.#reader, this.#clock) ? "lasting" : "open";
  }
}
