const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * A period in the one octet of 3GPP TS 23.040, section 9.2.3.12.1, rounded up to what it can say:
 * steps of 5 minutes to 12 hours, of 30 minutes to a day, of a day to 30 days, of a week to 63 weeks.
 */
export function relativeValidity(minutes: number): number {
  const steps = (from: number, stepMinutes: number) => Math.ceil((minutes - from) / stepMinutes);
  if (minutes <= 12 * HOUR_MINUTES) return Math.max(0, steps(0, 5) - 1);
  if (minutes <= DAY_MINUTES) return 143 + steps(12 * HOUR_MINUTES, 30);
  if (minutes <= 30 * DAY_MINUTES) return 166 + steps(0, DAY_MINUTES);
  return Math.min(255, 192 + steps(0, WEEK_MINUTES));
}
