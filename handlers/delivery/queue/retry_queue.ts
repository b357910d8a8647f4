import type { MonotonicMs } from "../../../devices/time.ts";

/** An event that was published and is not confirmed, without its body. */
export interface Published {
  /** 32 hex digits. */
  readonly id: string;
  readonly lane: number;
  readonly ordinal: number;
}

interface Entry {
  readonly published: Published;
  readonly dueMs: MonotonicMs;
}

/** Events that wait for their next attempt. The wait is the same for all, so it is a plain queue. */
export class RetryQueue {
  readonly #delayMs: number;
  readonly #entries = new Map<string, Entry>();
  /** Nothing is due before this; it may be too early after deletions. */
  #earliestMs = Infinity;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(published: Published, now: MonotonicMs): void {
    const dueMs = now + this.#delayMs as MonotonicMs;
    this.#entries.set(published.id, { published, dueMs });
    this.#earliestMs = Math.min(this.#earliestMs, dueMs);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** All that wait, in the order in which they were added. */
  all(): Published[] {
    return [...this.#entries.values()].map(({ published }) => published);
  }

  delete(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** The first one whose time has come. */
  due(now: MonotonicMs): Published | undefined {
    if (now < this.#earliestMs) return undefined;
    const [first] = this.#entries.values();
    this.#earliestMs = first?.dueMs ?? Infinity;
    return now < this.#earliestMs ? undefined : first?.published;
  }

  /** No event is due before this time; Infinity when none waits. */
  get earliestMs(): number {
    return this.#earliestMs;
  }
}
