import type { KeyMessages } from "./messages.ts";

/** French. */
export const keys: KeyMessages = {
  title: "Touches",
  actsHere: "Les touches agissent sur cette alarme",
  choose: "choisir une alarme ouverte, selon sa place sur la page",
  all: "toutes les touches",
  closes: "Une touche le clôture aussitôt, avec le motif tel qu’il est ci-dessous :",
  isOn: "Utiliser les touches sur cet ordinateur",
  hide: "Fermer cette liste",
  notNow: "Cette touche ne fait rien ici : l’alarme a dépassé cette étape.",
  changed:
    "Rien n’a été fait : une autre alarme vient de devenir la plus urgente. Regardez, puis appuyez à nouveau.",
  notLive: "Rien n’a été fait : cette page n’est pas en direct.",
};
