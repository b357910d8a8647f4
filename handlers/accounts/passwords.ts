/**
 * Passwords as they are kept: their scrypt hash (RFC 7914) with its parameters, so that stronger ones
 * can come later. A hash takes a fifth of a second and 32 MiB by design: there is one at a time, and a
 * short queue in which no address can take the place of others, and who guesses gives way to who does not.
 *
 *     scrypt$15$8$3$<salt>$<hash>      log2 N, r, p; base64url
 */
import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP Password Storage Cheat Sheet, for 32 MiB. */
const PARAMETERS: ScryptParameters = { log2N: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes that are computed or wait for it. */
export const HASH_QUEUE = 8;
/** More than any parameters of ours: a damaged row must not ask for all memory. */
const HIGHEST: ScryptParameters = { log2N: 17, r: 8, p: 16 };
const FORM = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

export interface ScryptParameters {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** Computes a hash away from the main thread. */
export type Derive = (
  password: string,
  salt: Uint8Array,
  bytes: number,
  parameters: ScryptParameters,
) => Promise<Uint8Array>;

interface Job {
  readonly source: string;
  readonly begin: () => void;
  readonly refuse: () => void;
}

export class Passwords {
  readonly #derive: Derive;
  readonly #suspicionOf: (source: string) => number;
  readonly #waiting: Job[] = [];
  #running: string | undefined;
  /** Checked where there is no password, so that it takes as long. */
  readonly #decoy = formatHash(PARAMETERS, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

  /** @param suspicionOf How much speaks against an address, to be compared. */
  constructor(
    derive: Derive = deriveByScrypt,
    suspicionOf: (source: string) => number = () => 0,
  ) {
    this.#derive = derive;
    this.#suspicionOf = suspicionOf;
  }

  /** The text to keep; "busy": the queue is full. @param source Who asks, by its address. */
  hash(password: string, source: string): Promise<string | "busy"> {
    return this.#inTurn(source, async () => {
      const salt = randomBytes(SALT_BYTES);
      return formatHash(
        PARAMETERS,
        salt,
        await this.#derive(password.normalize("NFC"), salt, HASH_BYTES, PARAMETERS),
      );
    });
  }

  /**
   * Whether a password is the one that is kept.
   * @param kept undefined: there is none, which takes as long to find out.
   * @param isWanted Asked when its turn has come; "unwanted" when it is not any more.
   */
  verify(
    password: string,
    kept: string | undefined,
    source: string,
    isWanted: () => boolean = () => true,
  ): Promise<boolean | "busy" | "unwanted"> {
    return this.#inTurn(source, async () => {
      if (!isWanted()) return "unwanted";
      const { hash, parameters, salt } = parseHash(kept ?? "") ?? parseHash(this.#decoy)!;
      const found = await this.#derive(password.normalize("NFC"), salt, hash.length, parameters);
      return timingSafeEqual(found, hash) && kept !== undefined;
    });
  }

  #inTurn<T>(source: string, work: () => Promise<T>): Promise<T | "busy"> {
    return new Promise((resolve, reject) => {
      const begin = () =>
        void work().then(resolve, reject).finally(() => {
          this.#running = undefined;
          this.#next();
        });
      if (!this.#enqueue({ source, begin, refuse: () => resolve("busy") })) return resolve("busy");
      if (this.#running === undefined) this.#next();
    });
  }

  /** In a full queue, whoever has most against it and most in it gives way to who has less. */
  #enqueue(job: Job): boolean {
    const total = this.#waiting.length + (this.#running === undefined ? 0 : 1);
    if (total >= HASH_QUEUE && !this.#makeRoomFor(job.source)) return false;
    this.#waiting.push(job);
    return true;
  }

  #makeRoomFor(source: string): boolean {
    const weight = (of: string) =>
      this.#suspicionOf(of) + this.#waiting.filter((job) => job.source === of).length;
    const sources = [...new Set(this.#waiting.map((job) => job.source))];
    const most = sources.toSorted((a, b) => weight(b) - weight(a))[0];
    if (most === undefined || weight(most) <= weight(source) + 1) return false;
    const at = this.#waiting.findLastIndex((job) => job.source === most);
    this.#waiting.splice(at, 1)[0]!.refuse();
    return true;
  }

  #last = "";

  /** Of those with least against them, the oldest of another address than the last, or the oldest. */
  #next(): void {
    const least = Math.min(...this.#waiting.map(({ source }) => this.#suspicionOf(source)));
    const first = this.#waiting.filter(({ source }) => this.#suspicionOf(source) === least);
    const next = first.find(({ source }) => source !== this.#last) ?? first[0];
    const [job] = next === undefined ? [] : this.#waiting.splice(this.#waiting.indexOf(next), 1);
    if (job === undefined) return;
    this.#last = this.#running = job.source;
    job.begin();
  }
}

const deriveByScrypt: Derive = (password, salt, bytes, { log2N, r, p }) => {
  const N = 2 ** log2N;
  // OpenSSL counts a little beside the 128 · N · r bytes of the algorithm.
  const maxmem = 256 * N * r;
  return new Promise((resolve, reject) =>
    scrypt(
      password,
      salt,
      bytes,
      { N, r, p, maxmem },
      (cause, hash) => cause === null ? resolve(hash) : reject(cause),
    )
  );
};

function formatHash({ log2N, p, r }: ScryptParameters, salt: Uint8Array, hash: Uint8Array): string {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  return ["scrypt", log2N, r, p, text(salt), text(hash)].join("$");
}

/** Undefined for a text that is none, or asks for more than this version ever did. */
function parseHash(text: string) {
  const [, log2N, r, p, salt, hash] = FORM.exec(text) ?? [];
  if (hash === undefined) return undefined;
  const parameters = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const isKnown = (["log2N", "r", "p"] as const).every((one) =>
    parameters[one] >= 1 && parameters[one] <= HIGHEST[one]
  );
  const bytes = (value: string) => Buffer.from(value, "base64url");
  return isKnown ? { parameters, salt: bytes(salt!), hash: bytes(hash) } : undefined;
}
