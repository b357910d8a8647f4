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
}

/** Figures worth keeping; a few minutes. */
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
};

/** A first impression; within a minute. */
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
};
