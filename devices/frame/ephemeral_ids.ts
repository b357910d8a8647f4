/**
 * The table of expected ephemeral ids: which key and epoch a frame is of, in O(1) however many
 * devices there are.
 *
 *     EID, 8 bytes ─ first 4 ─▶ fingerprint table ─▶ handle │ epoch, low 13 bits
 *                                                       │  is the epoch in the window of the key?
 *                                                       ▼  is the EID, computed again, the same?
 *                                                  { handle, epoch }
 *
 *     window of a key:   newest − 64 ──────── newest ──────── newest + 64 ─ ─ ─ ─ newest + 4 096
 *                        always                                        as `extendSome` got to it
 *
 * Four of the eight bytes are enough to find, and every hit is confirmed with the key: two ids that
 * begin alike cost one more computation and never give a wrong device. Entries that a window has
 * left behind stay until their slot is needed; they are found no more.
 *
 * Limits: 524 287 keys, windows within the u32 of an epoch, 15 bytes an id at most.
 */
import type { CmacKey } from "./cmac.ts";
import {
  EID_BYTES,
  ephemeralIdPrefix,
  ephemeralIdPrefixes,
  isEphemeralId,
  MAX_EPOCH,
} from "./ephemeral_id.ts";
import { FingerprintTable, MAX_ENTRY_BYTES } from "./fingerprint_table.ts";

/** Epochs on either side of the newest that are always expected. */
export const WINDOW_EPOCHS = 64;
/** Epochs ahead of the newest up to which a window is widened when memory allows. */
export const WIDE_WINDOW_EPOCHS = 4_096;
/** Highest handle of a key. */
export const MAX_HANDLE = 524_286;

/** Enough to number all epochs of the widest window. */
const EPOCH_BITS = 13;
const EPOCH_SPAN = 1 << EPOCH_BITS;

/** A key generation of a device. */
export interface IdKey {
  /** The caller's number for it, 0 to 524 286. */
  readonly handle: number;
  readonly kId: CmacKey;
  /** 0 to 255. */
  readonly kid: number;
  /** Newest epoch that was believed, 0 for a new key. */
  readonly newestEpoch: number;
}

/** The wearable that an ephemeral id may belong to; only the tag of a frame proves it. */
export interface IdMatch {
  readonly handle: number;
  readonly epoch: number;
}

interface Entry {
  readonly kId: CmacKey;
  readonly kid: number;
  newestEpoch: number;
  /** Last epoch whose id is in the table. */
  lastEpoch: number;
}

export class EphemeralIds {
  /** By handle. An array, since a table that is built asks it for every id several times. */
  readonly #entries: (Entry | undefined)[] = [];
  #keyCount = 0;
  readonly #table = new FingerprintTable((value) => this.#epochOf(value) !== undefined);
  readonly #budgetBytes: number;
  /** The key whose window is looked at next. */
  #nextToExtend = 0;

  /**
   * @param budgetBytes Size of the table up to which windows are widened. The windows that are always
   * expected are kept even if they take more.
   */
  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** Number of keys. */
  get keyCount(): number {
    return this.#keyCount;
  }

  /** Bytes of the table, keys not counted. */
  get sizeBytes(): number {
    return this.#table.sizeBytes;
  }

  /** So many keys are to come: their ids find room then, and are not moved again and again. */
  expectKeys(keyCount: number): void {
    this.#table.expect(keyCount * (2 * WINDOW_EPOCHS + 1));
  }

  /** Expects a key from now on. About 30 µs. */
  add(key: IdKey): void {
    const { handle, kId, kid, newestEpoch } = key;
    if (!Number.isInteger(handle) || handle < 0 || handle > MAX_HANDLE) {
      throw new RangeError(`Handle of an ephemeral id key: ${handle}`);
    }
    if (this.#entries[handle] !== undefined) throw new RangeError(`Handle in use: ${handle}`);
    const entry = { kId, kid, newestEpoch, lastEpoch: firstEpochOf(newestEpoch) - 1 };
    this.#entries[handle] = entry;
    this.#keyCount++;
    this.#extend(handle, entry, WINDOW_EPOCHS);
  }

  /** Expects a key no more; its handle is free again. */
  remove(handle: number): void {
    if (this.#entries[handle] !== undefined) this.#keyCount--;
    this.#entries[handle] = undefined;
  }

  /** Moves the window of a key on. An epoch that is not newer, or a handle not in use, moves none. */
  moveNewest(handle: number, epoch: number): void {
    const entry = this.#entries[handle];
    if (entry === undefined || epoch <= entry.newestEpoch) return;
    entry.newestEpoch = epoch;
    this.#extend(handle, entry, WINDOW_EPOCHS);
  }

  /** Finds whose id this is; undefined for an id that no window holds. */
  find(eid: Uint8Array): IdMatch | undefined {
    if (eid.length !== EID_BYTES) return undefined;
    const value = this.#table.find(ephemeralIdPrefix(eid), (value) => this.#isIdOf(value, eid));
    if (value === undefined) return undefined;
    return { handle: handleOf(value), epoch: this.#epochOf(value)! };
  }

  /**
   * Widens the windows of some keys, or narrows them when there have come to be too many keys: all
   * get the same share of the budget. To be called again and again by a background task.
   * @param maxIds Ids to compute in this call, of the last key perhaps 4 096 more; about 0.5 µs each.
   * @returns False when a whole round found nothing to change: there is time to rest.
   */
  extendSome(maxIds: number): boolean {
    const ahead = this.#affordableEpochsAhead();
    let changedCount = 0;
    for (let visits = this.#entries.length; visits > 0 && changedCount < maxIds; visits--) {
      if (this.#nextToExtend >= this.#entries.length) this.#nextToExtend = 0;
      changedCount += this.#setAhead(this.#nextToExtend++, ahead);
    }
    return changedCount > 0;
  }

  /** What every window may reach ahead when all reach as far. */
  #affordableEpochsAhead(): number {
    const idCount = this.#budgetBytes / MAX_ENTRY_BYTES / Math.max(1, this.#keyCount);
    const ahead = Math.floor(idCount) - WINDOW_EPOCHS - 1;
    return Math.min(WIDE_WINDOW_EPOCHS, Math.max(WINDOW_EPOCHS, ahead));
  }

  /** Number of epochs that came or went. */
  #setAhead(handle: number, ahead: number): number {
    const entry = this.#entries[handle];
    if (entry === undefined) return 0;
    const before = entry.lastEpoch;
    entry.lastEpoch = Math.min(before, entry.newestEpoch + ahead);
    this.#extend(handle, entry, ahead);
    return Math.abs(entry.lastEpoch - before);
  }

  /** Puts the ids up to `ahead` epochs after the newest that are not there yet into the table. */
  #extend(handle: number, entry: Entry, ahead: number): void {
    const first = Math.max(firstEpochOf(entry.newestEpoch), entry.lastEpoch + 1);
    const last = Math.min(MAX_EPOCH, entry.newestEpoch + ahead);
    if (last < first) return;
    // First of all, or what is inserted here would pass for outlived if its shard is rebuilt.
    entry.lastEpoch = last;
    const prefixes = ephemeralIdPrefixes(entry.kId, entry.kid, first, last - first + 1);
    for (let index = 0; index < prefixes.length; index++) {
      this.#table.insert(prefixes[index]!, valueOf(handle, first + index));
    }
  }

  #isIdOf(value: number, eid: Uint8Array): boolean {
    const epoch = this.#epochOf(value);
    if (epoch === undefined) return false;
    const { kId, kid } = this.#entries[handleOf(value)]!;
    return isEphemeralId(eid, kId, kid, epoch);
  }

  /** The only epoch in the window of its key that an entry can be of, or undefined. */
  #epochOf(value: number): number | undefined {
    const entry = this.#entries[handleOf(value)];
    if (entry === undefined) return undefined;
    const first = firstEpochOf(entry.newestEpoch);
    const epoch = first + ((value - first) & (EPOCH_SPAN - 1));
    return epoch <= entry.lastEpoch ? epoch : undefined;
  }
}

function firstEpochOf(newestEpoch: number): number {
  return Math.max(0, newestEpoch - WINDOW_EPOCHS);
}

/** Never 0, which the table takes for a free slot. */
function valueOf(handle: number, epoch: number): number {
  return (handle + 1) * EPOCH_SPAN + (epoch & (EPOCH_SPAN - 1));
}

function handleOf(value: number): number {
  return (value >>> EPOCH_BITS) - 1;
}
