/** What a race found out, as it is printed in JSON. */
import type { KillOutcome } from "./loads/kill.ts";
import type { Peer } from "./peer.ts";
import type { RaceScale } from "./race_scale.ts";
import { percentile } from "../statistics.ts";

/** Latencies in ms. `null`: it did not arrive while it was waited for. */
export interface Latencies {
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface BacklogOutcome {
  /** Reports that were waiting; fewer than wanted when they took too long to be taken in. */
  readonly reports: number;
  /** Taking them in took so long, in s. */
  readonly tookS: number;
  /** Reports that never arrived though nothing failed; absent: it was not waited for them. */
  readonly dropped?: number;
  readonly panics: Latencies;
  /** Memory of the peer with the backlog, in MB. */
  readonly residentMb: number;
}

/** Of one peer. What is absent could not be measured; `failures` says why. */
export interface PeerResult {
  readonly peer: string;
  readonly acknowledgement: string | null;
  idleMb?: number;
  calm?: Latencies;
  bare?: BacklogOutcome;
  slow?: BacklogOutcome;
  kill?: KillOutcome;
  /** In sentences, for the reader of the table. */
  readonly failures: string[];
}

/** Vigil against itself. */
export interface OwnResult {
  readonly reports: number;
  readonly idle: Latencies;
  readonly draining: Latencies;
  /** p99 while draining, by p99 with nothing else to do. */
  readonly ratio: number | null;
  readonly drainedPerS: number;
  /** Share of the time in which its processes could run that they waited for a core, 0 to 1. */
  readonly runDelay: { readonly idle: number; readonly draining: number };
}

/** Where it was measured. */
export interface Machine {
  readonly cores: number;
  readonly memoryGb: number;
  /** Of the last minute, before the race began; above 0.5 a core others were at work too. */
  readonly load: number;
}

export interface RaceReport {
  readonly machine: Machine;
  readonly scale: RaceScale;
  readonly peers: readonly PeerResult[];
  /** Absent: it could not be measured. */
  readonly own?: OwnResult | { readonly skipped: string };
}

export function emptyResult({ acknowledgement, name }: Peer): PeerResult {
  return { peer: name, acknowledgement: acknowledgement ?? null, failures: [] };
}

/** @param samples In ms; Infinity: it never arrived. */
export function latenciesOf(samples: readonly number[]): Latencies {
  const at = (share: number) => {
    const value = percentile(samples, share);
    return value === Infinity ? null : Number(value.toPrecision(4));
  };
  return { count: samples.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

export function ownResult(
  reports: number,
  calm: { readonly samples: readonly number[]; readonly delay: number },
  busy: {
    readonly samples: readonly number[];
    readonly delay: number;
    readonly drainedPerS: number;
  },
): OwnResult {
  const [idle, draining] = [latenciesOf(calm.samples), latenciesOf(busy.samples)];
  const isWhole = idle.p99 !== null && draining.p99 !== null;
  return {
    reports,
    idle,
    draining,
    ratio: isWhole ? Number((draining.p99 / idle.p99).toPrecision(3)) : null,
    drainedPerS: Math.round(busy.drainedPerS),
    runDelay: { idle: rounded(calm.delay), draining: rounded(busy.delay) },
  };
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
