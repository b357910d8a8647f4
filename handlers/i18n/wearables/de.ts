import type { WearableMessages } from "./messages.ts";

/** German. */
export const wearables: WearableMessages = {
  title: "Geräte",
  none: "Noch keine Geräte.",
  more: "Weitere",
  state: "Zustand",
  states: {
    none: "nicht zugewiesen",
    active: "aktiv",
    suspended: "pausiert",
    expired: "abgelaufen",
    retired: "außer Dienst",
  },
  ends: "Ende",
  ended: "abgelaufen",
  within7: "innerhalb von 7 Tagen",
  within30: "innerhalb von 30 Tagen",
  days: (count) => count === 1 ? "noch 1 Tag" : `noch ${count} Tage`,
  unsupervised: "nicht überwacht",
  lastHeard: "Zuletzt gehört",
  actions: { extend: "Um 6 Monate verlängern", suspend: "Pausieren", resume: "Fortsetzen" },
  change: "Ändern",
  suspendTitle: "Dieses Gerät pausieren?",
  suspendConsequence:
    "Seine Alarme erreichen die Leitstelle weiterhin, als pausiert gekennzeichnet. Ein Techniker kann die Pause jederzeit beenden.",
  suspendBack: "Zurück, ohne zu pausieren",
  notDone:
    "Nichts wurde geändert: Nur ein Techniker darf das, und das Gerät muss in Gebrauch sein.",
};
