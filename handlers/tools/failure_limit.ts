import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { MonotonicMs } from "../../devices/time.ts";

/** Wrong credentials that one address may send in a window before it has to wait. */
export const FAILURES_PER_WINDOW = 60;
const WINDOW_MS = 60_000;
/** Addresses remembered; the one that began longest ago is forgotten. */
const SOURCES_LIMIT = 1_000;

export interface Failure {
  /** Seconds until the address may fail again; undefined: it may now. */
  readonly retryAfterS: number | undefined;
  /** Whether this failure is the one that goes over the limit. */
  readonly isFirst: boolean;
}

/** Counts wrong credentials by the address that sends them. */
export class FailureLimit {
  readonly #windows = new BoundedMap<string, { readonly beganAtMs: MonotonicMs; count: number }>(
    SOURCES_LIMIT,
  );

  /** Seconds that an address has to wait, before anything of it is looked at; undefined: none. */
  waitS(source: string, now: MonotonicMs): number | undefined {
    const window = this.#windows.get(source);
    if (window === undefined || window.count <= FAILURES_PER_WINDOW) return undefined;
    const leftMs = window.beganAtMs + WINDOW_MS - now;
    return leftMs > 0 ? Math.ceil(leftMs / 1_000) : undefined;
  }

  /** How often an address has failed in the window that it is in. */
  count(source: string, now: MonotonicMs): number {
    const window = this.#windows.get(source);
    return window !== undefined && now - window.beganAtMs < WINDOW_MS ? window.count : 0;
  }

  note(source: string, now: MonotonicMs): Failure {
    const window = this.#windowOf(source, now);
    window.count++;
    if (window.count <= FAILURES_PER_WINDOW) return { retryAfterS: undefined, isFirst: false };
    const leftMs = window.beganAtMs + WINDOW_MS - now;
    return {
      retryAfterS: Math.max(1, Math.ceil(leftMs / 1_000)),
      isFirst: window.count === FAILURES_PER_WINDOW + 1,
    };
  }

  #windowOf(source: string, now: MonotonicMs) {
    const known = this.#windows.get(source);
    if (known !== undefined && now - known.beganAtMs < WINDOW_MS) return known;
    const fresh = { beganAtMs: now, count: 0 };
    this.#windows.set(source, fresh);
    return fresh;
  }
}
