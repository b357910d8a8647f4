/** What a map shows, as plain values. */
import type { POSITION_ANOMALIES } from "../../../../../devices/event.ts";

/** Where something is, and where it was. */
export interface MapPlace {
  /** Unique on the page; of an incident its id. */
  readonly id: string;
  /** As it stands beside the marker. */
  readonly name: string;
  /** Id of its incident, 32 hex digits. */
  readonly incident?: string;
  /** A person waits for help, or has it; a drill; a known place; the gateway itself. */
  readonly tone: MapTone;
  /** Newest last; none: no position is known. */
  readonly fixes: readonly MapFix[];
}

export type MapTone = "danger" | "cared-for" | "drill" | "place" | "gateway";

/** One position, by whom it comes and how old it is. */
export interface MapFix {
  /** Degrees WGS 84. */
  readonly lat: number;
  readonly lon: number;
  /** Metres; absent: unknown. */
  readonly accuracyM?: number;
  /** When the fix was made, by the gateway's clock. */
  readonly atUnixMs: number;
  /** Of the fix, at the moment at which the page is made; never less than 0. */
  readonly ageMs: number;
  /** The position cannot be as the wearable says; it is shown all the same. */
  readonly isImplausible?: boolean;
  /** Why it cannot be. */
  readonly anomalies?: readonly PositionAnomaly[];
  /** The key of the wearable proves who says it. */
  readonly isProved?: boolean;
}

export type PositionAnomaly = (typeof POSITION_ANOMALIES)[number];
