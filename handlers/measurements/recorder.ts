import type { MeasurementKind } from "../../db/store.ts";

/** What those hold who have something to record. */
export interface Recorder {
  /**
   * Records one value. Costs no I/O, and never throws.
   * @param subject Such as `wearable/d-1`, `modem/lora-1`, `destination/dispatch`, `gateway`.
   */
  record(subject: string, kind: MeasurementKind, value: number): void;
}
