/** Everything that is measured: in which unit, and what it is held against. */

/** The bound that a figure should keep: on itself, or on its ratio to the floor. */
export interface Target {
  readonly of: "ours" | "ratio";
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface MeasureKind {
  readonly unit: string;
  readonly target?: Target;
}

const KINDS = {
  /** From a panic's last byte on the serial line to its PUBLISH on the wire. */
  "latency-p50": { unit: "ms", target: { of: "ratio", atMost: 1.5 } },
  "latency-p99": { unit: "ms", target: { of: "ratio", atMost: 2 } },
  "latency-max": { unit: "ms" },
  /** Frames of many devices, judged and durable. */
  "ingest": { unit: "events/s", target: { of: "ratio", atLeast: 0.5 } },
  /** A backlog that goes out over MQTT and is durably confirmed. */
  "drain": { unit: "events/s", target: { of: "ratio", atLeast: 0.4 } },
  /** Calls that take 50 events and acknowledge the 50 before. */
  "poll": { unit: "polls/s" },
  "rss-idle": { unit: "MB", target: { of: "ours", atMost: 110 } },
  "rss-work": { unit: "MB" },
  /** From the start of the launcher to the ready line. */
  "ready-empty": { unit: "s", target: { of: "ours", atMost: 2 } },
  "ready-1m": { unit: "s", target: { of: "ours", atMost: 2 } },
  /** Written to the disk by one event and what follows from it. */
  "disk-per-telemetry": { unit: "KiB", target: { of: "ours", atMost: 1.5 } },
  "disk-per-panic": { unit: "KiB", target: { of: "ours", atMost: 12 } },
  /** The table of ephemeral ids for 25 000 devices. */
  "ids-25000-build": { unit: "s" },
  "ids-25000-size": { unit: "MB" },
  "ids-25000-lookup": { unit: "µs" },
} as const satisfies Record<string, MeasureKind>;

export type MeasureName = keyof typeof KINDS;

/** In the order in which they are shown. */
export const MEASURE_NAMES = Object.keys(KINDS) as MeasureName[];

export function kindOf(name: MeasureName): MeasureKind {
  return KINDS[name];
}
