import type { WearableMessages } from "./messages.ts";

/** Dutch. */
export const wearables: WearableMessages = {
  title: "Toestellen",
  none: "Nog geen toestellen.",
  more: "Meer",
  state: "Toestand",
  states: {
    none: "niet toegewezen",
    active: "actief",
    suspended: "opgeschort",
    expired: "verlopen",
    retired: "buiten dienst",
  },
  ends: "Einde",
  ended: "verlopen",
  within7: "binnen 7 dagen",
  within30: "binnen 30 dagen",
  days: (count) => count === 1 ? "nog 1 dag" : `nog ${count} dagen`,
  unsupervised: "niet bewaakt",
  lastHeard: "Laatst gehoord",
  actions: { extend: "6 maanden verlengen", suspend: "Opschorten", resume: "Hervatten" },
  change: "Wijzigen",
  suspendTitle: "Dit toestel opschorten?",
  suspendConsequence:
    "De alarmen van het toestel bereiken de dispatching nog, gemarkeerd als opgeschort. Een technicus kan het op elk moment hervatten.",
  suspendBack: "Terug zonder op te schorten",
  notDone:
    "Er is niets gewijzigd: alleen een technicus mag dit, en het toestel moet in gebruik zijn.",
};
