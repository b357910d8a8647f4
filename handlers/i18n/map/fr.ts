import type { MapMessages } from "./messages.ts";

/** French. */
export const map: MapMessages = {
  title: "Carte",
  noScript: "La carte a besoin de JavaScript ; la liste à côté donne les mêmes positions.",
  nothing: "Aucune alarme ouverte : il n’y a personne à montrer.",
  noAccuracy: "précision inconnue",
  earlier: (count) => count === 1 ? "1 position antérieure" : `${count} positions antérieures`,
  knownPlaces: (count) => count === 1 ? "1 lieu connu" : `${count} lieux connus`,
  show: "Montrer sur la carte",
  onMap: "Carte : les flèches la déplacent, + et − changent l’échelle",
  unreadable:
    "Le fond de carte est illisible : la carte a une grille. Un technicien en trouve la raison avec « vigil check ».",
  attribution: "Données © contributeurs d’OpenStreetMap",
  plusCode: "Plus code",
  copy: "Copier",
  copied: "Copié : {}",
  copyYourself: "Sélectionné : copiez avec Ctrl+C.",
  anomalies: {
    "position-jump": "douteux : personne ne se déplace aussi vite",
    "position-frozen": "douteux : inchangée depuis des heures alors que l’appareil bouge",
  },
  tones: {
    "danger": "attend du secours",
    "cared-for": "secours organisés",
    "drill": "exercice",
    "place": "lieu connu",
    "gateway": "passerelle",
  },
  follow: "Suivre",
  whole: "Tout montrer",
  zoomIn: "Rapprocher",
  zoomOut: "Éloigner",
  square: "un carré : {}",
};
