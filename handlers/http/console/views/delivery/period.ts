/** For how long back a page shows what was measured. */
const DAY_MS = 86_400_000;

export const PERIODS = { day: DAY_MS, week: 7 * DAY_MS, month: 31 * DAY_MS } as const;
export type Period = keyof typeof PERIODS;

/** The period of an address; what is none is a day. */
export function periodOf(text: string | undefined): Period {
  return text !== undefined && Object.hasOwn(PERIODS, text) ? text as Period : "day";
}
