import type { WallMessages } from "./messages.ts";

/** French. */
export const wall: WallMessages = {
  title: "Alarmes",
  moving: "en mouvement",
  heardBy: "Entendu par",
  lowBattery: "presque vide",
  charging: "en charge",
  buttons: "Boutons",
  today: "Aujourd’hui :",
  lastTest: "dernier test d’un appareil",
  passed: "réussi",
  failed: "échoué",
  sound: {
    title: "Son et notifications",
    off: "Son coupé",
    on: "Son activé",
    blocked: "Son bloqué : cliquez ici",
    none: "Ce navigateur n’a pas de son",
    test: "Test",
    tested:
      "Un son a été joué. Si vous n’avez rien entendu, augmentez le volume de cet ordinateur.",
    notTested: "Aucun son n’a été joué : le navigateur le bloque. Cliquez sur « Son bloqué ».",
    more: "Notifications",
    named: "Nommer l’alarme et l’appareil dans les notifications",
    silence: "Faire taire cette alarme",
    silenceLost: "Faire taire",
    notices: {
      alarm: "Vigil : nouvelle alarme",
      drill: "Vigil : nouvelle alarme d’exercice",
      test: "Vigil : test",
      lost: "Vigil : cette page n’est pas en direct",
      shown: "Une notification a été affichée.",
      denied:
        "Le navigateur bloque les notifications de cette page : autorisez-les dans ses réglages.",
      insecure: "Les notifications du navigateur ne fonctionnent que par HTTPS.",
      none: "Ce navigateur n’affiche pas de notifications de pages.",
    },
  },
};
