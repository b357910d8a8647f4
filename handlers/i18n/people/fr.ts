import type { PeopleMessages } from "./messages.ts";

/** French. */
export const people: PeopleMessages = {
  title: "Personnes",
  none: "Personne n’a encore de compte.",
  nameHint: "Minuscules, chiffres, points, tirets ; 64 caractères au plus. Ce nom reste.",
  fullName: "Nom complet",
  fullNameHint: "Comme les collègues la connaissent. Ce nom figure à côté de tout ce qui est fait.",
  roleHints: {
    operator: "voit les alarmes et les positions, et traite les incidents",
    technician: "voit et modifie les appareils et les modems",
    auditor: "lit et vérifie le journal d’audit",
    admin: "ajoute des personnes et décide de ce que chacune peut faire",
  },
  rolesConsequence:
    "Valable immédiatement, aussi sur les pages ouvertes. La personne reste connectée.",
  renameConsequence:
    "Affiché partout désormais. Dans le journal d’audit, le nom de connexion mène au compte ; il reste.",
  save: "Enregistrer",
  state: "Compte",
  states: { active: "actif", notSetUp: "pas encore configuré", disabled: "désactivé" },
  secondFactor: "Second facteur",
  yes: "oui",
  no: "non",
  lastSignIn: "Dernière connexion",
  openSessions: "Sessions",
  authenticatorApp: "Application d’authentification",
  change: "Modifier",
  add: {
    name: "Ajouter une personne",
    title: "Ajouter une personne",
    consequence:
      "Vous recevez un code à usage unique à remettre. Avec lui, la personne choisit un mot de passe et un second facteur ; d’ici là, personne ne peut se connecter sous ce nom.",
    submit: "Ajouter et afficher le code",
  },
  reset: {
    name: "Réinitialiser…",
    title: "Réinitialiser la connexion ?",
    consequence:
      "Le mot de passe, le second facteur, les clés d’accès et les codes de secours cessent de fonctionner, et la personne est aussitôt déconnectée partout. Vous recevez un code à usage unique à remettre pour une nouvelle configuration.",
    submit: "Réinitialiser et afficher le code",
  },
  disable: {
    name: "Désactiver…",
    title: "Désactiver ce compte ?",
    consequence:
      "La personne est aussitôt déconnectée partout et ne peut plus se connecter ; ses jetons personnels cessent de fonctionner. Ce qui a été fait reste sous ce nom.",
    submit: "Désactiver",
  },
  enable: {
    name: "Réactiver…",
    title: "Réactiver ce compte ?",
    consequence:
      "Le compte retrouve ses rôles. Vous recevez un code à usage unique à remettre : la personne configure un nouveau mot de passe et un nouveau second facteur.",
    submit: "Réactiver et afficher le code",
  },
  cancel: "Retour sans rien modifier",
  back: "Toutes les personnes",
  oneTimeCode: {
    title: "Code à usage unique pour {}",
    handOver:
      "Remettez-les en personne ou par téléphone, jamais ensemble par e-mail. Cette page ne s’affiche qu’une fois : notez-les maintenant.",
    address: "Adresse",
    code: "Code",
    holds:
      "Fonctionne une fois, jusqu’au {}. S’il est perdu ou expiré, réinitialisez le compte pour en obtenir un nouveau.",
  },
  sessions: "Sessions ouvertes",
  noSessions: "Connectée nulle part.",
  sessionConsequence:
    "Terminer : ce navigateur est aussitôt déconnecté ; le compte reste tel quel.",
  browser: "Navigateur",
  token: "Jeton",
  tokenConsequence:
    "Révoquer : les programmes qui utilisent ce jeton sont refusés aussitôt et pour de bon.",
  notAllowed:
    "Seul un administrateur peut le faire, et seulement depuis une page de cette console.",
  notKept:
    "Le stockage n’a pas répondu comme il faut : il n’est pas certain que ceci soit enregistré. Regardez le compte et réessayez.",
  unknown: "Cette personne n’est pas connue ici.",
};
