/** A place on the ground. */

/** Degrees WGS 84; north and east are positive. */
export interface Place {
  /** -90 to 90. */
  readonly lat: number;
  /** -180 to 180. */
  readonly lon: number;
}
