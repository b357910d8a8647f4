import type { WearableMessages } from "./messages.ts";

/** English. */
export const wearables: WearableMessages = {
  title: "Wearables",
  none: "No wearables yet.",
  more: "More",
  state: "State",
  states: {
    none: "not assigned",
    active: "active",
    suspended: "suspended",
    expired: "expired",
    retired: "retired",
  },
  ends: "Ends",
  ended: "expired",
  within7: "within 7 days",
  within30: "within 30 days",
  days: (count) => count === 1 ? "1 day left" : `${count} days left`,
  unsupervised: "not supervised",
  lastHeard: "Last heard",
  actions: { extend: "Extend by 6 months", suspend: "Suspend", resume: "Resume" },
  change: "Change",
  suspendTitle: "Suspend this wearable?",
  suspendConsequence:
    "Its alarms still reach dispatch, marked as suspended. A technician can resume it at any time.",
  suspendBack: "Back without suspending",
  notDone: "Nothing was changed: only a technician may do this, and the wearable must be in use.",
};
