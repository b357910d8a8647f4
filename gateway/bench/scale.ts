/** How much is done. Every load is bounded by these numbers, and none leaves the machine. */
export interface Scale {
  /** Rounds in which ours and the floor take turns, so that noise meets both. */
  readonly rounds: number;
  /** Panics of one latency round, each side. */
  readonly panicsPerRound: number;
  /** Frames of one ingest round. */
  readonly frames: number;
  /** Events of one drain round. */
  readonly backlog: number;
  /** Polls of one poll round, each side. */
  readonly polls: number;
  /** Seconds of telemetry at 10 a second. */
  readonly telemetryS: number;
  /** Panics whose writing is counted. */
  readonly panics: number;
  /** Starts of which the median is taken. */
  readonly starts: number;
  /** Events in the large store. */
  readonly storedEvents: number;
  /** Events in the store that counts as full where writing is counted, and its wearables. */
  readonly fullEvents: number;
  readonly fullDevices: number;
  /** Events that drain while panics come, and those panics; before them some that do not count. */
  readonly drainingEvents: number;
  readonly drainingPanics: number;
  readonly drainingWarmUp: number;
  /** Panics of a gateway whose main thread is traced. */
  readonly tracedPanics: number;
  /** Panics behind a backlog on the slow link. */
  readonly slowPanics: number;
  /** How often each page of the console is read, in a store of so many wearables. */
  readonly pageReads: number;
  readonly wearables: number;
  /** Rounds in which walls are closed and open, and panics of each. */
  readonly wallRounds: number;
  readonly wallPanics: number;
}

/** Figures worth keeping; some ten minutes. */
export const FULL: Scale = {
  rounds: 10,
  panicsPerRound: 50,
  frames: 4_000,
  backlog: 8_000,
  polls: 20,
  telemetryS: 60,
  panics: 60,
  starts: 5,
  storedEvents: 1_000_000,
  fullEvents: 60_000,
  fullDevices: 200,
  drainingEvents: 1_000_000,
  drainingPanics: 300,
  drainingWarmUp: 40,
  tracedPanics: 200,
  slowPanics: 20,
  pageReads: 100,
  wearables: 1_000,
  wallRounds: 5,
  wallPanics: 40,
};

/** A first impression; in three or four minutes. */
export const QUICK: Scale = {
  rounds: 3,
  panicsPerRound: 15,
  frames: 1_500,
  backlog: 2_000,
  polls: 10,
  telemetryS: 5,
  panics: 6,
  starts: 1,
  storedEvents: 50_000,
  fullEvents: 6_000,
  fullDevices: 200,
  drainingEvents: 100_000,
  drainingPanics: 40,
  drainingWarmUp: 10,
  tracedPanics: 40,
  slowPanics: 5,
  pageReads: 20,
  wearables: 100,
  wallRounds: 2,
  wallPanics: 10,
};
