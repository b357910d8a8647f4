/** How much a race does. Every load is bounded by these numbers, and none leaves the machine. */
export interface RaceScale {
  /** Panics with nothing else to do. */
  readonly calmPanics: number;
  /** Reports that wait when the link comes back. */
  readonly backlog: number;
  /** Panics while they drain, on each link. */
  readonly panics: number;
  /** Events acknowledged when everything is killed. */
  readonly killAfter: number;
  /** How long a panic over the slow link is waited for, in ms. */
  readonly slowLimitMs: number;
  /** Reports in Vigil's store for its own race against itself, and panics pressed meanwhile. */
  readonly ownBacklog: number;
  readonly ownPanics: number;
}

/** Figures worth keeping: below 25 minutes, most of it the backlog over the slow link. */
export const FULL_RACE: RaceScale = {
  calmPanics: 100,
  backlog: 20_000,
  panics: 10,
  killAfter: 1_000,
  slowLimitMs: 840_000,
  ownBacklog: 1_000_000,
  ownPanics: 500,
};

/** A first impression, in a few minutes. */
export const QUICK_RACE: RaceScale = {
  calmPanics: 20,
  backlog: 2_000,
  panics: 10,
  killAfter: 200,
  slowLimitMs: 100_000,
  ownBacklog: 100_000,
  ownPanics: 100,
};
