import { type Period, PERIODS_MS } from "../../../../measurements/promise.ts";

export type { Period };
export const PERIODS = PERIODS_MS;

/** The period of an address; what is none is a day. */
export function periodOf(text: string | undefined): Period {
  return text !== undefined && Object.hasOwn(PERIODS, text) ? text as Period : "day";
}
