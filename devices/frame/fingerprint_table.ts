/**
 * A hash table from 32-bit fingerprints to small values, for tens of millions of entries.
 *
 *     fingerprint ─ first 10 bits ─▶ shard 0 … 1 023
 *                 └ other 22 bits ─▶ slot:  [ fingerprint u32 │ value u32 ] [ … ] [ … ]
 *                                           taken? try the next one; value 0 = free
 *
 * Entries are only added. What its owner no longer calls live is dropped when a shard is full and
 * rebuilt; only one shard is, so that no insertion waits for the whole table. Fingerprints have
 * to be evenly distributed, as those of a cipher are. One fingerprint may have several values.
 *
 * Limits: 8 bytes a slot, shards filled to 80 % and rebuilt at 53 %, so 10 to 15 bytes for each
 * live entry once a shard has more than a few.
 */

/** Most bytes that a live entry can cost. */
export const MAX_ENTRY_BYTES = 15;

const SHARD_BITS = 10;
const SHARD_COUNT = 1 << SHARD_BITS;
const REST_BITS = 32 - SHARD_BITS;
const REST_MASK = (1 << REST_BITS) - 1;
const FREE = 0;
const WORDS_PER_SLOT = 2;
const MIN_SLOTS = 8;
const MAX_FILL = 0.8;
/** Slots of a new shard for each slot that its live entries need when it is full. */
const GROWTH = 1.5;
/** The same where the number of entries is known: shards end at 64 %, some a little above. */
const EXPECTED_GROWTH = 1.25;

interface Shard {
  /** Fingerprint and value of slot 0, of slot 1 … */
  readonly words: Uint32Array;
  used: number;
}

export class FingerprintTable {
  readonly #shards: Shard[] = Array.from({ length: SHARD_COUNT }, () => emptyShard(MIN_SLOTS));
  readonly #isLive: (value: number) => boolean;
  #sizeBytes = this.#shards.length * MIN_SLOTS * WORDS_PER_SLOT * 4;
  #minSlots = MIN_SLOTS;

  /** @param isLive Says whether an entry with this value is still wanted. */
  constructor(isLive: (value: number) => boolean) {
    this.#isLive = isLive;
  }

  /** Bytes of all shards. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * Announces how many entries are to come. Shards that are rebuilt then get the room of their share
   * at once; without that, each entry is moved twice on its way there.
   */
  expect(entryCount: number): void {
    this.#minSlots = slotsFor(entryCount / SHARD_COUNT, EXPECTED_GROWTH);
  }

  /**
   * Adds an entry; one that is there already stays single.
   * @param fingerprint u32.
   * @param value u32, not 0.
   */
  insert(fingerprint: number, value: number): void {
    const index = fingerprint >>> REST_BITS;
    const shard = this.#shards[index]!;
    if (shard.used < MAX_FILL * slotCountOf(shard)) return place(shard, fingerprint, value);
    place(this.#rebuild(index), fingerprint, value);
  }

  /** The first value of a fingerprint that is accepted, or undefined. */
  find(fingerprint: number, accept: (value: number) => boolean): number | undefined {
    const { words } = this.#shards[fingerprint >>> REST_BITS]!;
    for (let at = homeOf(words, fingerprint);; at = nextOf(words, at)) {
      const value = words[at + 1]!;
      if (value === FREE) return undefined;
      if (words[at] === fingerprint && accept(value)) return value;
    }
  }

  /** Copies the live entries of a shard to a new one of the size that they need. */
  #rebuild(index: number): Shard {
    const { words } = this.#shards[index]!;
    let liveCount = 0;
    for (let at = 0; at < words.length; at += WORDS_PER_SLOT) {
      if (words[at + 1] === FREE) continue;
      if (this.#isLive(words[at + 1]!)) liveCount++;
      else words[at + 1] = FREE;
    }
    const rebuilt = emptyShard(Math.max(this.#minSlots, slotsFor(liveCount, GROWTH)));
    for (let at = 0; at < words.length; at += WORDS_PER_SLOT) {
      if (words[at + 1] !== FREE) place(rebuilt, words[at]!, words[at + 1]!);
    }
    this.#shards[index] = rebuilt;
    this.#sizeBytes += rebuilt.words.byteLength - words.byteLength;
    return rebuilt;
  }
}

function slotsFor(liveCount: number, growth: number): number {
  return Math.max(MIN_SLOTS, Math.floor(liveCount * growth / MAX_FILL));
}

function emptyShard(slotCount: number): Shard {
  return { words: new Uint32Array(slotCount * WORDS_PER_SLOT), used: 0 };
}

/** Writes an entry to the first free slot from its home on. */
function place(shard: Shard, fingerprint: number, value: number): void {
  const { words } = shard;
  let at = homeOf(words, fingerprint);
  while (words[at + 1] !== FREE) {
    if (words[at] === fingerprint && words[at + 1] === value) return;
    at = nextOf(words, at);
  }
  words[at] = fingerprint;
  words[at + 1] = value;
  shard.used++;
}

/** Where the search for a fingerprint begins: its last 22 bits as a share of the shard. */
function homeOf(words: Uint32Array, fingerprint: number): number {
  const slotCount = words.length / WORDS_PER_SLOT;
  return WORDS_PER_SLOT * Math.floor((fingerprint & REST_MASK) * slotCount / 2 ** REST_BITS);
}

function nextOf(words: Uint32Array, at: number): number {
  return at + WORDS_PER_SLOT < words.length ? at + WORDS_PER_SLOT : 0;
}

function slotCountOf(shard: Shard): number {
  return shard.words.length / WORDS_PER_SLOT;
}
