/**
 * Follows the audit chain, entry by entry, from its beginning or from the days that were closed:
 *
 *     closed days ─▶ entry ─▶ entry ─▶ … ─▶ head
 *         │            │
 *         │            └─ its number is the next one, and its hash the SHA-256 of the hash before it,
 *         │               a line feed, and the entry
 *         └─ their entries are gone: the hash of the last of them stands for all
 *
 * After what is wrong it goes on from the hash that is kept there, so that the rest is judged too.
 */
import { AUDIT_START, type AuditDay, auditHash, type AuditHead } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";

/** What is wrong with the chain at a number. */
export interface ChainFault {
  readonly number: number;
  /**
   * `changed`: the entry is not the one of its hash, or of the one before it; `missing`: entries before
   * it are gone; `out-of-order`: its number was there already; `unreadable`: it is no entry; `cut-off`:
   * the chain was longer once; `another`: it had another hash once.
   */
  readonly reason:
    | "changed"
    | "missing"
    | "out-of-order"
    | "unreadable"
    | "cut-off"
    | "another";
}

/** What became of the chain. */
export interface ChainVerdict {
  readonly ok: boolean;
  /** Entries that were looked at. */
  readonly entries: number;
  readonly head: AuditHead;
  /** Days that were closed, whose entries are gone. */
  readonly closed: number;
  readonly firstBad?: ChainFault;
}

export class ChainCheck {
  readonly #known: AuditHead | undefined;
  #head = AUDIT_START;
  #entries = 0;
  #closed = 0;
  #firstBad: ChainFault | undefined;

  /** @param known A head that was seen before: the chain has to hold it. */
  constructor(known?: AuditHead) {
    this.#known = known;
  }

  /** Takes a day that was closed; all of them come before the entries. */
  day({ first, hash, last }: Omit<AuditDay, "day">): void {
    this.#closed++;
    if (this.#entries > 0 || last < first) this.#note(first, "out-of-order");
    this.#order(first);
    this.#goOn({ number: last, hash });
  }

  /** @param entry The bytes that are hashed. @param hash As it is kept, 64 hex digits. */
  entry(entry: string, hash: string): void {
    this.#entries++;
    const number = numberOf(entry);
    if (number === undefined) return this.#note(this.#head.number + 1, "unreadable");
    const isNext = this.#order(number);
    if (isNext && encodeHex(auditHash(this.#head.hash, entry)) !== hash) {
      this.#note(number, "changed");
    }
    this.#goOn({ number, hash });
  }

  /** @returns what became of it. */
  end(): ChainVerdict {
    const { hash = "", number = 0 } = this.#known ?? {};
    if (number > this.#head.number) this.#note(this.#head.number + 1, "cut-off");
    if (number === 0 && this.#known !== undefined && hash !== AUDIT_START.hash) {
      this.#note(0, "another");
    }
    const firstBad = this.#firstBad;
    return {
      ok: firstBad === undefined,
      entries: this.#entries,
      head: this.#head,
      closed: this.#closed,
      ...(firstBad === undefined ? {} : { firstBad }),
    };
  }

  /** Whether a number is the one that has to come. */
  #order(number: number): boolean {
    const next = this.#head.number + 1;
    if (number === next) return true;
    this.#note(number < next ? number : next, number < next ? "out-of-order" : "missing");
    return false;
  }

  #goOn(head: AuditHead): void {
    if (head.number === this.#known?.number && head.hash !== this.#known.hash) {
      this.#note(head.number, "another");
    }
    this.#head = head;
  }

  #note(number: number, reason: ChainFault["reason"]): void {
    this.#firstBad ??= { number, reason };
  }
}

function numberOf(entry: string): number | undefined {
  try {
    const { number } = JSON.parse(entry);
    return Number.isSafeInteger(number) && number > 0 ? number : undefined;
  } catch {
    return undefined;
  }
}
