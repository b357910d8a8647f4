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
  badges: {
    "silent": "muet",
    "not-charged": "pas chargé aujourd’hui",
    "weak-signal": "signal faible",
    "ends-soon": "se termine bientôt",
    "false-alarms": "fausses alarmes : {} %",
    "not-supervised": "non surveillé",
  },
  remedies: {
    "silent":
      "Il n’a pas été entendu depuis trop longtemps. Appelez la personne qui le porte, faites-le charger et testez-le.",
    "not-charged":
      "Pendant un jour il a été entendu sans être chargé. Demandez de le charger ce soir.",
    "weak-signal":
      "Il est à peine entendu : un peu plus loin, il ne l’est plus. Testez-le là où il est porté ; déplacez ou ajoutez une antenne.",
    "ends-soon":
      "Son attribution se termine bientôt ou est terminée. Prolongez-la ou reprenez l’appareil.",
    "false-alarms":
      "Plus de la moitié de ses alarmes étaient fausses. Voyez comment il est porté ; échangez-le si son bouton est en cause.",
    "not-supervised":
      "Rien n’est signalé quand il se tait. Faites-le entendre quelques fois ou fixez la période de ses signes de vie.",
  },
  search: {
    label: "Chercher un appareil",
    hint: "UID ou dossier, ou une partie",
    submit: "Chercher",
    found: "{} trouvé(s)",
    tooMany: "Les 50 premiers sont affichés : écrivez-en davantage.",
    all: "Tous les appareils",
  },
  filter: {
    badge: "Ce qui inquiète",
    any: "tout",
    state: "État",
    inUse: "en service",
    order: "Ordre",
    worry: "les plus inquiétants d’abord",
    uid: "par UID",
    submit: "Afficher",
    none: "Aucun n’est ainsi.",
  },
  heard: "{} sur {} entendus en un jour",
  battery: "Batterie",
  own: {
    pageTitle: "Appareil",
    heading: "Réception et batterie",
    signal: "Signal",
    charged: "Dernière charge",
    never: "jamais",
    period: "Signe de vie toutes les",
    alarms: "Alarmes",
    noAlarms: "Aucune alarme de cet appareil.",
    isOpen: "ouverte",
    life: "Sa vie",
    tests: "Tests et exercices",
    lastTest: "Dernier test",
    passed: "réussi",
    failed: "échoué",
    noTest: "pas encore testé",
    drillUntil: "en exercice jusqu’à",
    backToAll: "Tous les appareils",
    sheet: "Fiche à imprimer",
    notFound: "Cet appareil n’existe pas.",
    notKept: "La passerelle n’a pas pu l’enregistrer : rien n’a été changé. Réessayez.",
    left: "Hors service. Sa clé est peut-être encore dans ces fichiers : {}",
    noneFree: "Aucun appareil n’est libre : délivrez-en un d’abord.",
  },
  steps: {
    "issued": "délivré",
    "assigned": "attribué",
    "extended": "prolongé",
    "suspended": "suspendu",
    "resumed": "repris",
    "changed": "modifié",
    "rekeying": "changement de clé commencé",
    "retired": "mis hors service",
    "erased": "clé recherchée",
    "drill-started": "exercice commencé",
    "drill-ended": "exercice terminé",
  },
  acts: {
    "assign": {
      name: "Attribuer",
      title: "Le lier à un dossier",
      consequence:
        "Il sert le dossier dès son prochain message. Un dossier qu’il servait avant est remplacé.",
      submit: "Lier",
    },
    "swap": {
      name: "Échanger",
      title: "L’échanger contre un autre appareil",
      consequence:
        "Le dossier et la fin de l’attribution passent à l’autre appareil en une seule étape. Testez celui-là avant que le premier ne quitte la maison.",
      submit: "Échanger",
    },
    "drill": {
      name: "Exercice",
      title: "Commencer ou terminer un exercice",
      consequence:
        "Ses messages sont marqués comme exercice et restent aussi urgents. L’exercice se termine de lui-même.",
      submit: "Régler l’exercice",
    },
    "rotate-key": {
      name: "Changer sa clé",
      title: "Passer à sa clé suivante",
      consequence:
        "Il reçoit le changement en réponse à ses signes de vie. Jusqu’à ce qu’il soit entendu sous la nouvelle clé, les deux valent.",
      submit: "Commencer le changement",
    },
    "retire": {
      name: "Mettre hors service",
      title: "Mettre cet appareil hors service",
      consequence:
        "Ses clés sont détruites pour de bon et rien de ce qu’il envoie n’est plus accepté. Cela ne peut pas être annulé.",
      submit: "Mettre hors service",
    },
  },
  cancel: "Retour sans changement",
  fields: {
    reference: {
      label: "Dossier",
      hint: "Comme le dispatching et la police l’écrivent ; 64 caractères au plus",
    },
    expires: {
      label: "Se termine le",
      hint: "Un jour tel que 2027-05-23, ou never (jamais). Vide : dans six mois",
    },
    replacement: { label: "Prend sa place", hint: "UID d’un appareil qui ne sert aucun dossier" },
    reason: { label: "Raison", hint: "Pour le dossier ; peut rester vide" },
    minutes: { label: "Minutes", hint: "1 à 60 ; 0 termine l’exercice" },
    confirm: {
      label: "UID",
      hint: "Tapez l’UID de cet appareil, pour être sûr que c’est celui-ci",
    },
  },
  becomes: {
    label: "Ce que devient le premier",
    suspended: "suspendu : ses alarmes passent encore, marquées",
    retired: "hors service : ses clés sont détruites",
  },
  problems: {
    "unknown-device": "Il n’y a pas d’appareil de cet UID.",
    "uid-taken": "Cet UID est pris.",
    "invalid-request": "Cela ne peut pas se faire ainsi.",
    "device-retired":
      "Il est hors service et sa clé n’existe plus : délivrez-le sous un autre UID.",
    "not-assigned": "Il ne sert aucun dossier : attribuez-le d’abord.",
    "no-end": "Son attribution n’a pas de fin : donnez-en une en l’attribuant à nouveau.",
    "no-key": "Il n’a pas de clé qu’une autre pourrait suivre.",
    "last-generation":
      "C’est sa dernière clé : mettez-le hors service et délivrez-le sous un autre UID.",
    "alarm-open": "Une de ses alarmes est ouverte : faites d’abord clore l’incident.",
    "device-in-use": "Celui-là sert déjà un dossier : choisissez-en un qui n’est pas attribué.",
  },
  wrong: {
    reference: "Écrivez 1 à 64 caractères, sans caractère de contrôle.",
    expires: "Ce n’est pas un jour à venir : écrivez 2027-05-23, ou never.",
    minutes: "Écrivez un nombre entier de 0 à 60.",
    confirm: "Ce n’est pas l’UID de cet appareil : rien n’a été fait.",
    reason: "200 caractères au plus, sans caractère de contrôle.",
    form: "Le formulaire n’est pas arrivé entier : envoyez-le à nouveau.",
  },
};
