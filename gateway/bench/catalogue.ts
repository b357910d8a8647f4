/** Everything that is measured: in which unit, and what it is held against. */

/**
 * A bound that a figure should keep: on itself, on its ratio to the floor, or on what it takes more
 * than the floor.
 */
export interface Target {
  readonly of: "ours" | "ratio" | "excess";
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface MeasureKind {
  readonly unit: string;
  /** What does the same work in the same run; absent: nothing does. */
  readonly floor?: string;
  /** What is wanted. */
  readonly target?: Target;
  /** What would be wanted if it could be had. */
  readonly moonshot?: Target;
}

const ratioAtMost = (atMost: number) => ({ of: "ratio", atMost }) as const;
const ratioAtLeast = (atLeast: number) => ({ of: "ratio", atLeast }) as const;
const atMost = (bound: number) => ({ of: "ours", atMost: bound }) as const;

/** One thread, the same work: sender proved, replay state, hashes, the same rows, answer sealed. */
const FAIR = "fair script";
/** One row and one PUBLISH. */
const BARE = "bare script";
/** The same program, in which an entry goes nowhere. */
const UNAUDITED = "no audit chain";
const EMPTY = "empty Deno";
/** A server of the same framework that has the pages ready. */
const READY_PAGES = "ready pages";
const NO_WALLS = "no wall open";

const KINDS = {
  /** From a panic's last byte on the serial line to its PUBLISH on the wire. */
  "latency-p50": {
    unit: "ms",
    floor: FAIR,
    target: ratioAtMost(1.5),
    moonshot: ratioAtMost(1.2),
  },
  "latency-p99": {
    unit: "ms",
    floor: FAIR,
    target: ratioAtMost(1.5),
    moonshot: ratioAtMost(1.2),
  },
  "latency-max": { unit: "ms", floor: FAIR },
  "latency-bare-p50": {
    unit: "ms",
    floor: BARE,
    target: ratioAtMost(1.8),
    moonshot: ratioAtMost(1.5),
  },
  /** Frames of many devices, judged and durable. */
  "ingest": {
    unit: "events/s",
    floor: FAIR,
    target: ratioAtLeast(0.5),
    moonshot: ratioAtLeast(1),
  },
  "ingest-bare": { unit: "events/s", floor: BARE },
  /** A backlog that goes out over MQTT and is durably confirmed. */
  "drain": {
    unit: "events/s",
    floor: "bare mqtt.js",
    target: ratioAtLeast(0.4),
    moonshot: ratioAtLeast(0.6),
  },
  /** Calls that take 50 events and durably acknowledge the 50 before. */
  "poll": {
    unit: "polls/s",
    floor: "fair server",
    target: ratioAtLeast(0.3),
    moonshot: ratioAtLeast(0.6),
  },
  /** What the audit chain costs a poll of 50 events, an alarm until its receipt, and a look. */
  "audit-poll": { unit: "ms", floor: UNAUDITED, target: ratioAtMost(1.1) },
  "audit-alarm": { unit: "ms", floor: UNAUDITED, target: ratioAtMost(1.1) },
  "audit-look": { unit: "ms", floor: UNAUDITED },
  "rss-idle": { unit: "MB", floor: EMPTY, target: atMost(110), moonshot: atMost(95) },
  /** Memory that is its own: what no other process shares and no file has. */
  "dirty-idle": { unit: "MB", floor: EMPTY, target: atMost(62), moonshot: atMost(48) },
  "rss-work": { unit: "MB" },
  /** From the start of the launcher to the ready line. */
  "ready-empty": { unit: "s", floor: EMPTY, target: atMost(0.4), moonshot: atMost(0.25) },
  "ready-1m": { unit: "s", floor: EMPTY, target: atMost(0.4), moonshot: atMost(0.25) },
  /** Written to the disk by one event and what follows from it, in a small and in a full store. */
  "disk-per-telemetry": { unit: "KiB" },
  "disk-per-telemetry-full": { unit: "KiB" },
  "disk-per-panic": { unit: "KiB" },
  "disk-per-panic-full": { unit: "KiB", target: atMost(50), moonshot: atMost(26) },
  /** The same way of a panic while a large store drains, to a subscriber. */
  "draining-p99": { unit: "ms", floor: "fair queue", target: ratioAtMost(1.5) },
  "draining-idle-p99": {
    unit: "ms",
    floor: "own idle",
    target: atMost(50),
    moonshot: ratioAtMost(1.2),
  },
  /** Reports confirmed meanwhile. */
  "draining-rate": { unit: "events/s", floor: "fair queue" },
  /** A panic behind a backlog on a slow link: half a round trip and its own bytes are the least. */
  "slow-link-p50": {
    unit: "ms",
    floor: "physics",
    target: { of: "excess", atMost: 40 },
    moonshot: { of: "excess", atMost: 20 },
  },
  /** Longest time that the main thread did not look for what has come, while a store drains. */
  "main-turn-max": { unit: "ms", target: atMost(5), moonshot: atMost(2) },
  /** Reads of the main thread from the disk between a panic and its PUBLISH. */
  "main-reads": { unit: "reads", target: atMost(0) },
  /** Each page of the console for people, in a full store, until its last byte; the worst of them. */
  "page-p50": { unit: "ms", floor: READY_PAGES },
  "page-p95": { unit: "ms", floor: READY_PAGES, target: atMost(50), moonshot: atMost(20) },
  /** What a browser loads to show a page the first time, over the wire, without the map. */
  "page-load": { unit: "kB", target: atMost(150), moonshot: atMost(50) },
  /** From a panic's last byte until it is to be seen on a wall that stands open. */
  "wall-p99": { unit: "ms", target: atMost(300), moonshot: atMost(100) },
  /** From a panic's last byte to its PUBLISH, while fifty walls read themselves again. */
  "walls-p50": { unit: "ms", floor: NO_WALLS },
  "walls-p99": { unit: "ms", floor: NO_WALLS, target: ratioAtMost(1.1) },
  /** The table of ephemeral ids for 25 000 devices. */
  "ids-25000-build": { unit: "s", target: atMost(1) },
  "ids-25000-size": { unit: "MB" },
  "ids-25000-lookup": { unit: "µs", target: atMost(3), moonshot: atMost(1) },
} as const satisfies Record<string, MeasureKind>;

export type MeasureName = keyof typeof KINDS;

/** In the order in which they are shown. */
export const MEASURE_NAMES = Object.keys(KINDS) as MeasureName[];

export function kindOf(name: MeasureName): MeasureKind {
  return KINDS[name];
}
