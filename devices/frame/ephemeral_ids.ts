/**
 * The table of expected ephemeral ids: which key and epoch a frame is of, in O(1) however many
 * devices there are.
 *
 *     EID, 8 bytes ─ first 4 ─▶ fingerprint table ─▶ handle │ epoch, low 13 bits
 *                                                       │  is the epoch in the window of the key?
 *                                                       ▼  is the EID, computed anew, the same?
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
import { bytesEqual } from "../tools/bytes_equal.ts";
import type { AesKey } from "./aes.ts";
import { EID_BYTES, ephemeralId, ephemeralIdPrefixes, MAX_EPOCH } from "./ephemeral_id.ts";
import { FingerprintTable, MAX_ENTRY_BYTES } from "./fingerprint_table.ts";

/** Epochs on either side of the newest that are always expected. */
export const WINDOW_EPOCHS = 64;
/** Epochs ahead of the newest up to which a window is widened when memory allows. */
export const WIDE_WINDOW_EPOCHS = 4_096;
/** Highest handle of a key. */
export const MAX_HANDLE = 524_286;

/** Enough to tell all epochs of the widest window apart. */
const EPOCH_BITS = 13;
const EPOCH_SPAN = 1 << EPOCH_BITS;

/** A key generation of a device. */
export interface IdKey {
  /** The caller's number for it, 0 to 524 286. */
  readonly handle: number;
  readonly kId: AesKey;
  /** 0 to 255. */
  readonly kid: number;
  /** Newest epoch that was believed, 0 for a new key. */
  readonly newestEpoch: number;
}

/** Whose an ephemeral id is, as far as an id can tell. */
export interface IdMatch {
  readonly handle: number;
  readonly epoch: number;
}

interface Entry {
  readonly kId: AesKey;
  readonly kid: number;
  newestEpoch: number;
  /** Last epoch whose id is in the table. */
  lastEpoch: number;
}

export class EphemeralIds {
  readonly #entries = new Map<number, Entry>();
  readonly #table = new FingerprintTable((value) => this.#epochOf(value) !== undefined);
  readonly #budgetBytes: number;
  /** Handles that this round of widening has still to visit. */
  #round: Iterator<number> | undefined;

  /**
   * @param budgetBytes Size of the table up to which windows are widened. The windows that are always
   * expected are kept even if they take more.
   */
  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** Number of keys. */
  get keyCount(): number {
    return this.#entries.size;
  }

  /** Bytes of the table, keys not counted. */
  get sizeBytes(): number {
    return this.#table.sizeBytes;
  }

  /** Expects a key from now on. About 50 µs. */
  add(key: IdKey): void {
    const { handle, kId, kid, newestEpoch } = key;
    if (!Number.isInteger(handle) || handle < 0 || handle > MAX_HANDLE) {
      throw new RangeError(`Handle of an ephemeral id key: ${handle}`);
    }
    if (this.#entries.has(handle)) throw new RangeError(`Handle in use: ${handle}`);
    const entry = { kId, kid, newestEpoch, lastEpoch: firstEpochOf(newestEpoch) - 1 };
    this.#entries.set(handle, entry);
    this.#extend(handle, entry, WINDOW_EPOCHS);
  }

  /** Expects a key no more; its handle is free again. */
  remove(handle: number): void {
    this.#entries.delete(handle);
  }

  /** Moves the window of a key on. An epoch that is not newer, or a handle not in use, moves none. */
  moveNewest(handle: number, epoch: number): void {
    const entry = this.#entries.get(handle);
    if (entry === undefined || epoch <= entry.newestEpoch) return;
    entry.newestEpoch = epoch;
    this.#extend(handle, entry, WINDOW_EPOCHS);
  }

  /** Finds whose id this is; undefined for an id that no window holds. */
  find(eid: Uint8Array): IdMatch | undefined {
    if (eid.length !== EID_BYTES) return undefined;
    const fingerprint = new DataView(eid.buffer, eid.byteOffset).getUint32(0);
    const value = this.#table.find(fingerprint, (candidate) => this.#isIdOf(candidate, eid));
    if (value === undefined) return undefined;
    return { handle: handleOf(value), epoch: this.#epochOf(value)! };
  }

  /**
   * Widens the windows of some keys, or narrows them when there have come to be too many keys: all
   * get the same share of the budget. To be called again and again by a background task. A key takes
   * about 2 ms when it goes from nothing to 4 096 epochs.
   * @param maxKeys Keys to change in this call.
   * @returns False when a whole round found nothing to change: there is time to rest.
   */
  extendSome(maxKeys: number): boolean {
    const ahead = this.#affordableEpochsAhead();
    let changedCount = 0;
    // Twice: what is left of a round that was begun earlier, then a whole one.
    for (let round = 0; round < 2 && changedCount < maxKeys; round++) {
      this.#round ??= this.#entries.keys();
      for (let next = this.#round.next(); !next.done; next = this.#round.next()) {
        if (this.#setAhead(next.value, ahead)) changedCount++;
        if (changedCount === maxKeys) return true;
      }
      this.#round = undefined;
    }
    return changedCount > 0;
  }

  /** What every window may reach ahead when all reach as far. */
  #affordableEpochsAhead(): number {
    const idCount = this.#budgetBytes / MAX_ENTRY_BYTES / Math.max(1, this.#entries.size);
    const ahead = Math.floor(idCount) - WINDOW_EPOCHS - 1;
    return Math.min(WIDE_WINDOW_EPOCHS, Math.max(WINDOW_EPOCHS, ahead));
  }

  /** Says whether that changed anything. */
  #setAhead(handle: number, ahead: number): boolean {
    const entry = this.#entries.get(handle);
    if (entry === undefined) return false;
    const before = entry.lastEpoch;
    entry.lastEpoch = Math.min(before, entry.newestEpoch + ahead);
    this.#extend(handle, entry, ahead);
    return entry.lastEpoch !== before;
  }

  /** Puts the ids up to `ahead` epochs after the newest that are not there yet into the table. */
  #extend(handle: number, entry: Entry, ahead: number): void {
    const first = Math.max(firstEpochOf(entry.newestEpoch), entry.lastEpoch + 1);
    const last = Math.min(MAX_EPOCH, entry.newestEpoch + ahead);
    if (last < first) return;
    // First of all, or what is inserted here would pass for outlived if its shard is built anew.
    entry.lastEpoch = last;
    const prefixes = ephemeralIdPrefixes(entry.kId, entry.kid, first, last - first + 1);
    for (let index = 0; index < prefixes.length; index++) {
      this.#table.insert(prefixes[index]!, valueOf(handle, first + index));
    }
  }

  #isIdOf(value: number, eid: Uint8Array): boolean {
    const epoch = this.#epochOf(value);
    if (epoch === undefined) return false;
    const { kId, kid } = this.#entries.get(handleOf(value))!;
    return bytesEqual(ephemeralId(kId, kid, epoch), eid);
  }

  /** The only epoch in the window of its key that an entry can be of, or undefined. */
  #epochOf(value: number): number | undefined {
    const entry = this.#entries.get(handleOf(value));
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
