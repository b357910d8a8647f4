import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "opérateur",
    technician: "technicien",
    auditor: "auditeur",
    admin: "administrateur",
  },
  rolesTitle: "Rôles",
  refusal: {
    title: "Vos rôles ne donnent pas accès à cette page.",
    needed: (roles) => `Elle est réservée au rôle : ${roles}.`,
    yours: (roles) => `Vous avez : ${roles}.`,
    ask: (admins) =>
      admins === ""
        ? "Si votre travail l’exige, faites-vous donner le rôle sur la passerelle : « vigil user role »."
        : `Si votre travail l’exige, demandez le rôle à un administrateur : ${admins}.`,
    demo:
      "Dans une démonstration, personne ne se connecte et il n’y a pas de comptes. Une passerelle que vous lancez vous-même en a.",
    back: "Vers votre première page",
    foreignForm:
      "Rien n’a été fait : ceci ne venait pas d’une page de cette console. Ouvrez la page ici et réessayez.",
  },
  signIn: {
    name: "Nom",
    password: "Mot de passe",
    next: "Continuer",
    passkey: "Se connecter avec une clé d’accès",
    passkeyFailed:
      "Le navigateur n’a pas donné de clé d’accès. Réessayez, ou connectez-vous avec votre mot de passe.",
    hasCode: "J’ai un code à usage unique : configurer mon compte",
    claim: "Cette passerelle n’a pas encore d’administrateur : en prendre la charge",
    secondStep: "Deuxième étape",
    totp: {
      label: "Code de votre application d’authentification",
      hint: "6 chiffres, un nouveau code toutes les 30 secondes. Chacun sert une fois.",
    },
    noPhone: "Pas de téléphone sous la main ? Utilisez un code de secours",
    recovery: {
      label: "Code de secours",
      hint: "Un des dix que vous avez imprimés. Chacun sert une fois.",
    },
    again: "Recommencer",
  },
  claim: {
    title: "Premier administrateur",
    code: {
      label: "Code de cette passerelle",
      hint: "La passerelle l’affiche au démarrage, après « claim: » ; voyez son journal.",
    },
    name: {
      label: "Nom de connexion",
      hint: "Lettres minuscules, chiffres, points et traits d’union, comme an.peeters",
    },
    fullName: { label: "Nom complet", hint: "Il accompagne tout ce que vous faites ici." },
    next: "Continuer",
    isDone:
      "Cette passerelle a un administrateur : demandez-lui un compte. Si aucun administrateur ne peut se connecter, exécutez « vigil user reset NOM » sur la passerelle.",
  },
  setUp: {
    title: "Configurer votre compte",
    code: {
      label: "Code à usage unique",
      hint: "Votre administrateur vous l’a donné : 16 caractères, valable 72 heures et une fois.",
    },
    next: "Continuer",
    password: {
      label: "Nouveau mot de passe",
      hint: "12 caractères ou plus. Une phrase convient.",
    },
    again: "Le même mot de passe",
    scan:
      "Scannez ceci avec une application d’authentification sur votre téléphone, ou entrez-y la clé ci-dessous.",
    secret: "Clé :",
    totp: "Code que l’application affiche maintenant",
    finish: "Terminer",
  },
  codes: {
    title: "Vos codes de secours",
    once:
      "Ils ne sont affichés que maintenant. Imprimez cette page ou notez-les, et gardez-les là où vous seul y avez accès.",
    each:
      "Sans votre téléphone, l’un d’eux remplace le code de l’application. Chacun sert une fois.",
    madeOn: "créés le",
    signIn: "Je les ai gardés : se connecter",
  },
  own: {
    title: "Votre compte",
    back: "Retour à votre compte",
    password: "Mot de passe",
    current: "Mot de passe actuel",
    next: {
      label: "Nouveau mot de passe",
      hint: "12 caractères ou plus. Vous êtes déconnecté partout ailleurs.",
    },
    again: "Le nouveau mot de passe à nouveau",
    change: "Changer le mot de passe",
    codes: "Codes de secours",
    codesLeft: (count) => count === 1 ? "Il reste 1 code." : `Il reste ${count} codes.`,
    newCodes: "Créer dix nouveaux codes ; les précédents expirent",
    done: {
      "password": "Le mot de passe est changé. Vous êtes déconnecté partout ailleurs.",
      "passkey": "La clé d’accès est ajoutée.",
      "passkey-removed": "La clé d’accès est retirée.",
      "session": "La session est terminée.",
      "token-revoked": "Le jeton est révoqué.",
    },
  },
  passkeys: {
    title: "Clés d’accès",
    about:
      "Avec une clé d’accès, vous vous connectez par empreinte, visage ou clé de sécurité, sans mot de passe ni code.",
    none: "Pas encore de clé d’accès.",
    label: {
      label: "Nom de la nouvelle clé d’accès",
      hint: "Pour la reconnaître, par exemple : clé de mon trousseau",
    },
    add: "Ajouter une clé d’accès",
    remove: "Retirer",
    made: "ajoutée le",
    used: "dernière utilisation",
    neverUsed: "pas encore utilisée",
    notHere:
      "On ajoute une clé d’accès là où cette page est ouverte en HTTPS sous un nom, dans un navigateur qui connaît les clés d’accès, avec JavaScript.",
  },
  sessions: {
    title: "Où vous êtes connecté",
    here: "ce navigateur",
    from: "depuis",
    began: "commencée",
    used: "dernière utilisation",
    end: "Terminer",
    unknownBrowser: "navigateur inconnu",
  },
  tokens: {
    title: "Jetons personnels",
    about:
      "Pour vos propres programmes, comme curl. Un jeton peut ce que peut un de vos rôles ; ce qu’il fait est gardé sous votre nom.",
    none: "Pas encore de jeton.",
    name: { label: "Nom du jeton", hint: "À quoi il sert, par exemple : rapport mensuel" },
    role: "Rôle",
    scope: "Il peut",
    scopes: { read: "seulement lire", act: "lire et modifier" },
    days: { label: "Jours avant sa fin", hint: "1 à 365" },
    make: "Créer un jeton",
    revoke: "Révoquer",
    ends: "fin",
    fresh: "Votre nouveau jeton",
    once: "Il n’est affiché que maintenant. Gardez-le comme un mot de passe.",
    use: "Par exemple, dans un terminal :",
  },
  problems: {
    "invalid-name":
      "Utilisez 1 à 64 lettres minuscules, chiffres, points, traits d’union et de soulignement ; commencez par une lettre ou un chiffre.",
    "invalid-full-name": "Entrez un nom de 1 à 128 caractères.",
    "invalid-roles": "Choisissez au moins un rôle.",
    "invalid-label": "Entrez un nom de 1 à 64 caractères pour la clé d’accès.",
    "invalid-token-name": "Entrez un nom de 1 à 64 caractères pour le jeton.",
    "invalid-days": "Entrez un nombre de jours de 1 à 365.",
    "name-taken": "Ce nom est pris : choisissez-en un autre.",
    "password-too-short": "Trop court : utilisez 12 caractères ou plus.",
    "password-too-long": "Trop long : utilisez 128 caractères au plus.",
    "password-is-name": "N’utilisez pas votre nom comme mot de passe.",
    "password-is-common": "D’autres essaient ce mot de passe en premier : choisissez-en un autre.",
    "unknown-account": "Il n’y a pas de compte de ce nom.",
    "account-disabled": "Ce compte est désactivé.",
    "account-not-disabled": "Ce compte n’est pas désactivé.",
    "last-admin":
      "C’est le dernier administrateur qui peut se connecter : créez-en d’abord un autre, ou utilisez « vigil user » sur la passerelle.",
    "role-not-held": "Choisissez un de vos propres rôles.",
    "unknown-passkey": "Cette clé d’accès était déjà retirée.",
    "unknown-token": "Ce jeton était déjà révoqué, ou a expiré.",
    "too-many-passkeys": "Vous avez 10 clés d’accès : retirez-en d’abord une.",
    "too-many-tokens": "Vous avez 20 jetons : révoquez-en d’abord un.",
    "wrong-code":
      "Ce code est faux, a déjà servi ou a expiré. Vérifiez ce que vous avez entré, ou demandez-en un nouveau.",
    "wrong-credentials":
      "Le nom ou le mot de passe est faux. Réessayez, ou demandez à un administrateur de réinitialiser votre compte.",
    "wrong-password": "Ce n’est pas votre mot de passe.",
    "wrong-totp":
      "Ce code est faux ou a déjà servi. Attendez le suivant ; l’horloge du téléphone doit être juste.",
    "wrong-recovery-code": "Ce code de secours est faux ou a déjà servi : utilisez-en un autre.",
    "wrong-passkey":
      "Cette clé d’accès n’est pas connue ici. Connectez-vous avec votre mot de passe.",
    "ticket-ended": "Cela a duré plus de 5 minutes, ou était déjà fait. Recommencez.",
    "passkeys-need-https":
      "Les clés d’accès ne fonctionnent qu’en HTTPS sous un nom. Connectez-vous avec votre mot de passe.",
    "locked-out": "Trop de tentatives échouées. Attendez {}, puis réessayez.",
    "busy": "Trop de personnes se connectent en ce moment. Réessayez dans {}.",
    "passwords-differ": "Les deux mots de passe diffèrent : entrez les deux à nouveau.",
    "sessions-full":
      "Trop de personnes sont connectées. Quelqu’un doit se déconnecter avant que vous puissiez vous connecter.",
    "not-a-form": "Le formulaire n’est pas arrivé entier. Réessayez.",
  },
};
