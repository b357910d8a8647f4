/**
 * The life of an incident: how far dispatch is with an alarm.
 *
 *     new ─▶ received ─▶ rejected ─▶ accepted ─▶ underway ─▶ on-scene ─▶ closed
 *
 * An incident only moves on along this line, over as many states as it likes: each implies the ones
 * before it. So whatever order the words of several dispatchers come in, and however often, it ends
 * in the same state. What one rejected another may still accept; what is closed stays closed.
 */

/** In order; an incident only moves to a later one. */
export const INCIDENT_STATES = [
  "new",
  "received",
  "rejected",
  "accepted",
  "underway",
  "on-scene",
  "closed",
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What a closed incident turned out to be. */
export const OUTCOMES = ["real", "false", "test"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The stages after "received" that a wearable gets an answer about, in order: answers 10 to 12. */
export const WEARABLE_STAGES = ["accepted", "underway", "closed"] as const;
export type WearableStage = (typeof WEARABLE_STAGES)[number];

/** Whether an incident may go from one state to another; staying is no move. */
export function mayMove(from: IncidentState, to: IncidentState): boolean {
  return INCIDENT_STATES.indexOf(to) > INCIDENT_STATES.indexOf(from);
}

/** The states that people may still move an incident to. */
export function nextStates(from: IncidentState): IncidentState[] {
  return INCIDENT_STATES.filter((to) => to !== "received" && mayMove(from, to));
}

/** Dispatch no longer works on it: positions are not urgent, and there is nothing to cancel. */
export function isEnded(state: IncidentState): boolean {
  return state === "closed" || state === "rejected";
}

/** The stage that the wearable gets in this state; about a rejected alarm it gets no answer. */
export function wearableStage(state: IncidentState): WearableStage | undefined {
  switch (state) {
    case "accepted":
    case "closed":
      return state;
    case "underway":
    case "on-scene":
      return "underway";
    case "new":
    case "received":
    case "rejected":
      return undefined;
  }
}
