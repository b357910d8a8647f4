import type { ChangeMark, DeviceRecord, LiveStore, Reader, RecentWrites } from "../../db/store.ts";
import type { EventData } from "../../devices/event.ts";
import { ephemeralId } from "../../devices/frame/ephemeral_id.ts";
import { EphemeralIds } from "../../devices/frame/ephemeral_ids.ts";
import { eraseKeys, expandKeys, type FrameKeys } from "../../devices/frame/keys.ts";
import { defined } from "../../devices/tools/defined.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { readOr } from "./read_or.ts";

/** One key generation of a wearable, with its replay state as of the last frame taken. */
export interface Generation {
  readonly wearable: Wearable;
  readonly kid: number;
  readonly keys: FrameKeys;
  /** Its name in the table of ephemeral ids. */
  readonly handle: number;
  /** The ephemeral id that was last looked up, which its answers bear as well. */
  lastId?: { readonly epoch: number; readonly eid: Uint8Array };
  newestEpoch: number;
  /** Highest counter of the newest epoch; −1: none yet. */
  newestCounter: number;
}

export interface Wearable {
  readonly number: number;
  readonly uid: string;
  record: DeviceRecord;
  generations: Generation[];
}

/** Who an ephemeral id belongs to. */
export interface KeyedDevice {
  readonly generation: Generation;
  readonly epoch: number;
}

/** Bytes that the table of ephemeral ids may take when its window is extended ahead. */
const TABLE_BUDGET_BYTES = 64 * 1024 * 1024;
/** Ephemeral ids computed ahead in one slice of background work: 1 to 3 ms. */
const EXTEND_SLICE = 2_000;
/** Wearables taken over in one slice: 1 ms, on a small board 5; deriving their keys takes most. */
const LOAD_SLICE = 16;

const BEGINNING: ChangeMark = { version: -1, number: 0 };

/**
 * The wearables in memory. The store is the truth: a look-up takes over first what this program, or a
 * command that said so, has changed, so that it holds from the next frame on. Whatever else changes
 * the registry is seen by `refresh`, or by the first frame of a sender that is not known. When very
 * many change at once, they are taken over in slices between frames; a frame of a wearable that is
 * new and has not had its turn yet is kept as unknown, and taken when it has.
 */
export class DeviceKeyTable {
  readonly #reader: Pick<Reader, "devices">;
  readonly #recent: Pick<RecentWrites, "registryChanges" | "registryChanged">;
  readonly #ids = new EphemeralIds(TABLE_BUDGET_BYTES);
  readonly #byNumber = new Map<number, Wearable>();
  readonly #byHandle = new Map<number, Generation>();
  #version = -1;
  #mark = BEGINNING;
  #isBehind = false;
  /** Changes of the registry that it has looked at. */
  #changes = -1;
  #nextHandle = 0;
  #isExtended = false;

  constructor({ read, recent }: Pick<LiveStore, "read" | "recent">) {
    this.#reader = read;
    this.#recent = recent;
    this.#ids.expectKeys(read.devices.keyCount());
    do this.refresh(); while (this.#isBehind);
  }

  /** Takes over a slice of what changed in the store; true when something did. */
  refresh(): boolean {
    const changes = this.#recent.registryChanges;
    const version = this.#reader.devices.version();
    if (version === this.#version) {
      this.#changes = changes;
      return false;
    }
    // A store that took the place of a damaged one may have lost the last changes, and counts on.
    if (version < this.#version) this.#mark = BEGINNING;
    const { mark, records } = this.#reader.devices.changesAfter(this.#mark, LOAD_SLICE);
    for (const record of records) this.#load(record);
    this.#mark = mark;
    this.#isBehind = records.length === LOAD_SLICE;
    if (!this.#isBehind) this.#version = version;
    this.#isExtended = false;
    // For the others that follow the registry: it may have been changed from outside.
    this.#recent.registryChanged();
    this.#changes = this.#recent.registryChanges;
    return true;
  }

  /** Whether the next `refresh` has more to take over. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The sender of an ephemeral id of 8 bytes. */
  resolve(eid: Uint8Array): KeyedDevice | undefined {
    if (this.#changes !== this.#recent.registryChanges || this.#isBehind) this.#takeOver();
    let found = this.#ids.find(eid);
    if (found === undefined && this.#takeOver()) found = this.#ids.find(eid);
    if (found !== undefined && this.#isBehind) {
      // What changed of this wearable may wait behind many others.
      const { number } = this.#byHandle.get(found.handle)!.wearable;
      this.#load(this.#reader.devices.byNumber(number)!);
      found = this.#ids.find(eid);
    }
    if (found === undefined) return undefined;
    const generation = this.#byHandle.get(found.handle)!;
    if (generation.lastId?.epoch !== found.epoch) {
      generation.lastId = { epoch: found.epoch, eid: eid.slice() };
    }
    return { generation, epoch: found.epoch };
  }

  generation(device: number, kid: number): Generation | undefined {
    return this.#byNumber.get(device)?.generations.find((generation) => generation.kid === kid);
  }

  /** Remembers the replay state after a frame, and expects the epochs that may now come. */
  advance(generation: Generation, newestEpoch: number, newestCounter: number): void {
    if (newestEpoch !== generation.newestEpoch) {
      this.#ids.moveNewest(generation.handle, newestEpoch);
      this.#isExtended = false;
    }
    generation.newestEpoch = newestEpoch;
    generation.newestCounter = newestCounter;
  }

  /** The same for a message that is stored: what was read of the store meanwhile may be older. */
  keepNewest(generation: Generation, epoch: number, counter: number): void {
    const { newestCounter, newestEpoch } = generation;
    const isNewer = epoch > newestEpoch || (epoch === newestEpoch && counter > newestCounter);
    if (isNewer && this.#byHandle.has(generation.handle)) {
      this.advance(generation, epoch, counter);
    }
  }

  /** Goes back to what the store has, after a write whose outcome is not known. */
  restore(generation: Generation): void {
    const stored = this.#reader.devices.keys(generation.wearable.number)
      .find((key) => key.kid === generation.kid);
    if (stored !== undefined) this.advance(generation, stored.newestEpoch, stored.newestCounter);
  }

  /** Expects more epochs ahead, a slice at a time; true when there is more to do. */
  extendEphemeralIdWindow(): boolean {
    if (this.#isExtended) return false;
    this.#isExtended = !this.#ids.extendSome(EXTEND_SLICE);
    return !this.#isExtended;
  }

  /** A disk that cannot be read keeps no alarm up: what is known holds, and the next frame asks again. */
  #takeOver(): boolean {
    return readOr(() => this.refresh(), false);
  }

  get count(): number {
    return this.#byNumber.size;
  }

  #load(record: DeviceRecord): void {
    const wearable = this.#byNumber.get(record.number) ??
      { number: record.number, uid: record.uid, record, generations: [] };
    wearable.record = record;
    this.#byNumber.set(record.number, wearable);
    this.#loadGenerations(wearable);
  }

  #loadGenerations(wearable: Wearable): void {
    const stored = this.#reader.devices.keys(wearable.number);
    for (const gone of wearable.generations.filter((g) => !stored.some((k) => k.kid === g.kid))) {
      this.#ids.remove(gone.handle);
      eraseKeys(gone.keys);
      this.#byHandle.delete(gone.handle);
    }
    wearable.generations = stored.map((key) => {
      const known = wearable.generations.find((generation) => generation.kid === key.kid);
      if (known === undefined) return this.#addGeneration(wearable, key);
      // Another program may have put back messages.
      this.keepNewest(known, key.newestEpoch, key.newestCounter);
      return known;
    });
  }

  #addGeneration(
    wearable: Wearable,
    key: { kid: number; rootKey: Uint8Array; newestEpoch: number; newestCounter: number },
  ): Generation {
    const generation: Generation = {
      wearable,
      kid: key.kid,
      keys: expandKeys(key.rootKey, key.kid),
      handle: this.#nextHandle++,
      newestEpoch: key.newestEpoch,
      newestCounter: key.newestCounter,
    };
    this.#byHandle.set(generation.handle, generation);
    this.#ids.add({
      handle: generation.handle,
      kId: generation.keys.kId,
      kid: key.kid,
      newestEpoch: key.newestEpoch,
    });
    return generation;
  }
}

/** The ephemeral id of an epoch; not computed again when a frame has just brought it. */
export function ephemeralIdOf({ keys, kid, lastId }: Generation, epoch: number): Uint8Array {
  return lastId?.epoch === epoch ? lastId.eid : ephemeralId(keys.kId, kid, epoch);
}

/** The assignment as an event shows it: the file it serves, and whether that still holds. */
export function assignmentOf(
  record: DeviceRecord,
  now: UnixMs,
): NonNullable<EventData["assignment"]> {
  const expires = record.expiresAtUnixMs as UnixMs | undefined;
  const isExpired = record.assignment === "active" && expires !== undefined && expires <= now;
  return {
    ...defined({
      expires: expires === undefined ? undefined : isoTime(expires).slice(0, 10),
      reference: record.reference,
    }),
    state: isExpired ? "expired" : record.assignment,
  };
}
