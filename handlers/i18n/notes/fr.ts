import type { NoteMessages } from "./messages.ts";

/** French. */
export const notes: NoteMessages = {
  title: "Notes",
  add: "Ajouter une note",
  text: "Note",
  hint:
    "2 000 caractères au plus. Une note enregistrée ne peut plus jamais être modifiée ni supprimée ; une deuxième note peut la corriger. Son texte est conservé aussi longtemps que les événements.",
  link: "Enregistrement ou fichier ailleurs (facultatif)",
  linkHint:
    "L’endroit où il est conservé : une adresse en https://, ou le chemin d’un fichier. Il n’est pas copié.",
  submit: "Enregistrer la note",
  none: "Pas encore de note.",
  kept: "Enregistrement ou fichier :",
  erased: "Le texte a été effacé à la fin de sa conservation.",
  problems: {
    empty: "Écrivez d’abord la note.",
    "too-long": "La note compte plus de 2 000 caractères. Raccourcissez-la ou écrivez-en deux.",
    "bad-link":
      "Donnez une adresse qui commence par https:// ou http:// et ne contient pas de mot de passe, ou le chemin complet d’un fichier, 1 000 caractères au plus.",
    "too-many":
      "Cet incident a 1 000 notes et n’en accepte plus. Écrivez-la dans une consigne de l’équipe.",
    "not-kept":
      "La base n’a pas répondu comme il faut : il n’est pas certain que la note soit enregistrée. Votre texte est toujours là. Regardez si elle figure parmi les notes, et réessayez.",
  },
  handover: {
    title: "Consignes de l’équipe",
    intro:
      "Ce que l’équipe suivante doit savoir. La plus récente se trouve sur la page des alarmes.",
    text: "Consignes",
    hint:
      "2 000 caractères au plus. Une fois enregistrées, elles ne peuvent plus jamais être modifiées ni supprimées. Pas de noms de victimes : la référence du dossier suffit.",
    submit: "Transmettre",
    written: "Consignes jusqu’ici",
    none: "Pas encore de consignes.",
    newest: "Consignes de",
    all: "Toutes les consignes, et les suivantes",
    write: "Écrire des consignes pour l’équipe suivante",
  },
};
