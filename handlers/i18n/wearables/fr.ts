import type { WearableMessages } from "./messages.ts";

/** French. */
export const wearables: WearableMessages = {
  title: "Appareils",
  none: "Pas encore d’appareil.",
  more: "Suite",
  state: "État",
  states: {
    none: "non attribué",
    active: "actif",
    suspended: "suspendu",
    expired: "expiré",
    retired: "hors service",
  },
  ends: "Fin",
  ended: "expirés",
  within7: "dans les 7 jours",
  within30: "dans les 30 jours",
  days: (count) => count === 1 ? "encore 1 jour" : `encore ${count} jours`,
  unsupervised: "non surveillé",
  lastHeard: "Dernier message reçu",
  actions: { extend: "Prolonger de 6 mois", suspend: "Suspendre", resume: "Réactiver" },
  change: "Modifier",
  suspendTitle: "Suspendre cet appareil ?",
  suspendConsequence:
    "Ses alarmes parviennent encore au dispatching, avec la mention « suspendu ». Un technicien peut le réactiver à tout moment.",
  suspendBack: "Retour sans suspendre",
  notDone:
    "Rien n’a été modifié : seul un technicien peut le faire, et l’appareil doit être en service.",
};
