/** Limits of drills, in which the alarms of a wearable are marked and as urgent as ever. */

/** The longest drill, in minutes. */
export const DRILL_MINUTES_MAX = 60;
