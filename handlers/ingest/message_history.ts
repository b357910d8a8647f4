import { bytesEqual } from "../../devices/tools/bytes_equal.ts";
import type { AcceptedFrame, LiveStore, Reader, RecentWrites, Uplink } from "../../db/store.ts";
import { incidentId } from "../../devices/frame/identity.ts";
import { decodeHex } from "../../devices/hex.ts";
import { isEnded } from "../../devices/incident.ts";
import type { Clock } from "../../devices/time.ts";
import { PendingFrames } from "./pending_frames.ts";
import { isLasting } from "../incidents/incident_age.ts";
import type { Known } from "./judge.ts";
import { readOr } from "./read_or.ts";
import type { Generation, KeyedDevice } from "./device_key_table.ts";

/**
 * What is known of a wearable's messages: those on the disk, and those on their way there. What is new
 * beyond doubt is known without the disk, on which an alarm does not wait.
 */
export class MessageHistory {
  readonly #reader: Pick<Reader, "events" | "frames" | "incidents">;
  readonly #recent: Pick<RecentWrites, "registryChanges">;
  readonly #clock: Clock;
  readonly #pending = new PendingFrames();
  /** The highest alarm number of each key generation, as of a change of the registry and since. */
  #newestAlarms = new Map<string, number>();
  #changes = -1;

  constructor({ read, recent }: Pick<LiveStore, "read" | "recent">, clock: Clock) {
    this.#reader = read;
    this.#recent = recent;
    this.#clock = clock;
    this.#loadAlarms();
  }

  /** What a message is judged by. */
  before({ generation }: KeyedDevice, uplink: Uplink): Known {
    const { newestCounter, newestEpoch } = generation;
    // Every message that was taken is at or below these.
    const isNewer = uplink.epoch > newestEpoch ||
      (uplink.epoch === newestEpoch && uplink.counter > newestCounter);
    const stored = isNewer ? [] : this.#reader.frames.seen(uplink).map((seen) => seen.tag);
    const tags = [...this.#pending.tags(uplink), ...stored];
    const isSame = (tag: Uint8Array) => bytesEqual(tag, uplink.tag);
    return {
      newestEpoch,
      newestCounter,
      seen: tags.length === 0 ? "never" : tags.some(isSame) ? "same-bytes" : "other-bytes",
      incidentOf: (alarm) => this.#incidentState(generation, alarm),
    };
  }

  /** Holds a message, and the incident that it opens, until its write has ended either way. */
  add(message: AcceptedFrame, write: Promise<unknown>): void {
    this.#pending.add(message, write);
    const { opens, uplink } = message;
    if (opens !== undefined) this.#noteAlarm({ ...uplink, alarm: opens.alarm });
  }

  /** Whether an incident of an id of 32 hex digits was opened as a drill. */
  isDrill(incident: string): boolean {
    return this.#pending.opening(incident)?.isDrill ??
      this.#reader.incidents.byId(decodeHex(incident)!)?.isDrill ?? false;
  }

  /**
   * Takes over what a change of the registry has brought. It reads all incidents: to be called when no
   * alarm waits.
   */
  catchUp(): void {
    if (this.#isBehind) readOr(() => this.#loadAlarms(), undefined);
  }

  #incidentState(generation: Generation, alarm: number): ReturnType<Known["incidentOf"]> {
    const id = incidentId(generation.wearable.uid, generation.kid, alarm);
    if (this.#pending.opening(id) !== undefined) return "open";
    const incident = this.#incident(generation, alarm, decodeHex(id)!);
    if (incident === undefined) return "unknown";
    if (isEnded(incident.state)) return "ended";
    return isLasting(incident, this.#reader, this.#clock) ? "lasting" : "open";
  }

  #incident({ kid, wearable }: Generation, alarm: number, id: Uint8Array) {
    const read = () => this.#reader.incidents.byId(id);
    const newest = this.#newestAlarms.get(keyOf({ device: wearable.number, kid })) ?? 0;
    if (alarm <= newest) return read();
    // A change of the registry may have brought this one. On a disk that gives nothing it has not.
    return this.#isBehind ? readOr(read, undefined) : undefined;
  }

  #noteAlarm({ alarm, ...generation }: AlarmOf): void {
    const newest = this.#newestAlarms.get(keyOf(generation)) ?? 0;
    this.#newestAlarms.set(keyOf(generation), Math.max(newest, alarm));
  }

  /** Repair puts back incidents, and the registry moves with them. */
  get #isBehind(): boolean {
    return this.#changes !== this.#recent.registryChanges;
  }

  #loadAlarms(): void {
    const changes = this.#recent.registryChanges;
    for (const row of this.#reader.incidents.newestAlarms()) this.#noteAlarm(row);
    this.#changes = changes;
  }
}

interface AlarmOf {
  readonly device: number;
  readonly kid: number;
  readonly alarm: number;
}

function keyOf({ device, kid }: Omit<AlarmOf, "alarm">): string {
  return `${device}/${kid}`;
}
