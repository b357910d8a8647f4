/** By which period the silence of a wearable is noticed, and what is said of those without one. */
import type { DeviceRecord } from "../../db/store.ts";

/** How a wearable is supervised. */
export type HeartbeatPeriod =
  /** By a period that a person set, or that was learned from its heartbeats. */
  | { readonly is: "set" | "learned"; readonly periodS: number }
  /** Not at all: a person said so, or nobody did and nothing is learned yet. */
  | { readonly is: "off" | "unknown" };

/** By what the silence of a wearable is noticed. */
export function heartbeatPeriodOf(
  { heartbeatS, isExempt, learnedHeartbeatS }: Pick<
    DeviceRecord,
    "heartbeatS" | "isExempt" | "learnedHeartbeatS"
  >,
): HeartbeatPeriod {
  if (heartbeatS > 0) return { is: "set", periodS: heartbeatS };
  if (isExempt) return { is: "off" };
  return learnedHeartbeatS === undefined
    ? { is: "unknown" }
    : { is: "learned", periodS: learnedHeartbeatS };
}

/** How many wearables serve a file, and how many of these could fall silent without a word. */
export interface SupervisionCounts {
  readonly assigned: number;
  readonly unsupervised: number;
}

/** What is said while wearables could fall silent without a word; undefined: none could. */
export function unsupervisedText({ assigned, unsupervised }: SupervisionCounts) {
  if (unsupervised === 0) return undefined;
  return `${unsupervised} of ${assigned} assigned wearables are not supervised: no period of their ` +
    "heartbeats was set, and none is learned yet, so that no event is raised when they fall silent: " +
    'have them heard, or set one with "vigil device assign UID --heartbeat SECONDS" or PATCH ' +
    "/v1/devices/UID (0: that is as it should be)";
}

/** The same as something that does not work as it should. */
export function unsupervisedDegradation(counts: SupervisionCounts) {
  const message = unsupervisedText(counts);
  return message === undefined ? [] : [{ code: "not-supervised", message }];
}
