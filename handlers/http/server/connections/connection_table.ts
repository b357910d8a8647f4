/**
 * Who has a place. A place is taken from a stranger as soon as another client has none, so that
 * a full table keeps no client out, and from the source that has most of them, so that a source that
 * opens many loses its own.
 */
import { BoundedMap } from "../../../../devices/tools/bounded_map.ts";
import type { HttpLimits } from "./limits.ts";

/** What the table knows of a connection. */
export interface Place {
  /** See `sourceOf`. */
  readonly source: string;
  /** Whether a valid credential was seen on it. */
  readonly isProved: boolean;
  /** Whether a request of it is under way. */
  readonly isBusy: boolean;
  /** Closes it; the table has forgotten it already. */
  evict(): void;
}

/** Sources remembered; the one that proved itself longest ago is forgotten. */
const KNOWN_LIMIT = 1_000;

type TableLimits = Pick<
  HttpLimits,
  "connections" | "keptConnections" | "connectionsPerSource" | "knownForMs"
>;

export class ConnectionTable {
  readonly #limits: TableLimits;
  /** By source; the oldest first. */
  readonly #places = new Map<string, Set<Place>>();
  /** When each source last proved itself, the oldest first. */
  readonly #known = new BoundedMap<string, number>(KNOWN_LIMIT);
  #size = 0;

  constructor(limits: TableLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Gives a place, if need be that of a stranger.
   * @param nowMs Monotonic.
   * @returns false when all places are taken by who has proved itself.
   */
  admit(place: Place, nowMs: number): boolean {
    const own = this.#places.get(place.source);
    if ((own?.size ?? 0) >= this.#limits.connectionsPerSource) {
      if (!this.#evict([place.source], nowMs)) return false;
    } else if (this.#size >= this.#limitFor(place.source, nowMs)) {
      if (!this.#evict([...this.#places.keys()], nowMs)) return false;
    }
    this.#places.getOrInsertComputed(place.source, () => new Set()).add(place);
    this.#size++;
    return true;
  }

  /** Takes back the place of a connection that has ended; harmless when it has none. */
  release(place: Place): void {
    const own = this.#places.get(place.source);
    if (own?.delete(place) !== true) return;
    this.#size--;
    if (own.size === 0) this.#places.delete(place.source);
  }

  /** Remembers that a source has proved itself. */
  prove(source: string, nowMs: number): void {
    this.#known.set(source, nowMs);
  }

  /** Whether a source has proved itself lately. */
  isKnown(source: string, nowMs: number): boolean {
    const atMs = this.#known.get(source);
    return atMs !== undefined && nowMs - atMs < this.#limits.knownForMs;
  }

  #limitFor(source: string, nowMs: number): number {
    const { connections, keptConnections } = this.#limits;
    return this.isKnown(source, nowMs) ? connections : connections - keptConnections;
  }

  /** Closes one stranger of these sources, and says whether there was one. */
  #evict(sources: readonly string[], nowMs: number): boolean {
    const most = sources
      .map((source) => ({ source, strangers: this.#strangersOf(source) }))
      .filter(({ strangers }) => strangers.length > 0)
      // Known sources last, then the one with most places first; sorting is stable.
      .sort((a, b) =>
        Number(this.isKnown(a.source, nowMs)) - Number(this.isKnown(b.source, nowMs)) ||
        b.strangers.length - a.strangers.length
      )[0];
    if (most === undefined) return false;
    const victim = most.strangers.find(({ isBusy }) => !isBusy) ?? most.strangers[0]!;
    this.release(victim);
    victim.evict();
    return true;
  }

  #strangersOf(source: string): Place[] {
    return [...this.#places.get(source) ?? []].filter(({ isProved }) => !isProved);
  }
}
