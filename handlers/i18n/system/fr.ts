import type { SystemMessages } from "./messages.ts";

/** French. */
export const system: SystemMessages = {
  title: "Système",
  back: "Retour au système",
  cancel: "Annuler",
  findings: {
    title: "Ce que trouve le docteur",
    looked: "Examiné à",
    again: "Examiner à nouveau",
    looking: "Le boîtier est en cours d'examen. Rouvrez cette page dans quelques secondes.",
    counts: "{bad} erreurs · {warning} avertissements · {good} en ordre",
    good: "Ce qui est en ordre",
  },
  facts: {
    title: "En un coup d'œil",
    version: "Version",
    uptime: "En marche depuis",
    clock: "Horloge",
    clocks: {
      ntp: "tenue à l'heure par le réseau",
      cellular: "selon le réseau mobile",
      unsynchronised: "pas tenue à l'heure",
    },
    newest: "Dernier événement",
    free: "Libre sur le disque",
    waiting: "Changements qui attendent le disque",
    audit: "Dernière inscription du journal d'audit",
    people: "Personnes qui peuvent se connecter",
    tokens: "Jetons de programmes valables",
    backup: "Dernière sauvegarde",
    none: "aucune",
  },
  rejected: {
    title: "Trames rejetées et attaques",
    intro:
      "Ce qui a été entendu sans devenir un événement. Tout est compté ; les plus récentes de chaque motif sont conservées. Leur contenu n'est pas montré ici : il peut contenir des lieux.",
    counts: "Depuis la création du stockage",
    reason: "Motif",
    modem: "Modem",
    count: "Trames",
    newest: "Les plus récentes",
    reasons: {
      armour: "Un texte qui devait porter une trame, et n'en porte pas",
      length: "Une longueur qu'aucun message n'a",
      unsupported: "Une version ou un type que cette passerelle ne connaît pas",
      "unknown-device": "D'un dispositif qui n'est pas enregistré ici, ou d'une autre zone",
      "bad-tag": "Pas faite avec la clé du dispositif : falsifiée, abîmée, ou une ancienne clé",
      "replay-suspected": "Bien trop ancienne : sans doute enregistrée et rejouée",
      stale: "Dépassée par un message plus récent, ou sans alarme ouverte",
      "bad-checksum": "Abîmée en chemin",
      malformed: "D'un format connu, mais mal écrite",
      truncated: "Coupée",
      "disk-full": "Pas conservée : le disque était plein",
    },
    otherReason: "Pas comprise",
    filter: "Choisir",
    any: "tous",
    show: "Afficher",
    none: "Aucune n'est conservée.",
    signal: "Signal",
    from: "Appartient à",
    unknown: "inconnu",
  },
  attacks: {
    title: "Attaques présumées",
    intro: "Événements qui disent que quelqu'un cherche à falsifier, brouiller ou entrer.",
    none: "Aucune parmi les derniers événements.",
    meanings: {
      "bad-tags": [
        "Beaucoup de trames faites sans la clé d'un dispositif : quelqu'un veut falsifier des alarmes, ou un dispositif a une mauvaise clé.",
        "Voyez ci-dessous si elles viennent par un seul modem avec un signal fort : l'émetteur est alors proche. Réémettez un dispositif qui a une mauvaise clé.",
      ],
      "unproved-alarms": [
        "Beaucoup d'alarmes en une minute dont rien ne prouve l'expéditeur.",
        "Vérifiez auprès des personnes. N'importe qui peut envoyer sous un autre numéro.",
      ],
      replay: [
        "Un même message a été entendu sans cesse, plus souvent qu'un dispositif ne le répète.",
        "C'est sans effet : il compte une fois. Voyez qui est près de ce modem, si cela continue.",
      ],
      "replay-suspected": [
        "Un message a été rejoué longtemps après son heure.",
        "Il n'a pas été pris. Voyez qui est à proximité, si cela continue.",
      ],
      "jamming-suspected": [
        "La radio entend du bruit, ou plus aucun dispositif.",
        "Vérifiez l'antenne. Si elle est en ordre, un brouilleur peut être proche : signalez-le, et avertissez ceux qui comptent ici sur un dispositif.",
      ],
      "wrong-receipt-hash": [
        "Le dispatching a confirmé une alarme qui n'est pas celle envoyée.",
        "Demandez au dispatching quel programme a écrit l'accusé, et s'il a été modifié.",
      ],
      "credentials-guessed": [
        "Beaucoup de requêtes avec des jetons non valables.",
        "Si un programme utilise encore un ancien jeton, donnez-lui-en un nouveau. Sinon, fermez l'API à cette adresse.",
      ],
      "sign-in-guessed": [
        "Beaucoup d'essais de connexion avec un mauvais mot de passe.",
        "Demandez au titulaire du compte. Les essais sont ralentis d'eux-mêmes ; fermez les pages à ce réseau si cela continue.",
      ],
      "clock-step": [
        "L'horloge du boîtier a été déplacée de minutes ou plus.",
        "Vérifiez l'horloge et sa source : une heure fausse rend les rapports sans valeur.",
      ],
      "modem-replaced": [
        "Un autre modem qu'avant est branché.",
        "Si aucun des vôtres ne l'a échangé, allez voir le boîtier.",
      ],
      "sim-replaced": [
        "Une autre carte SIM qu'avant est dans le modem.",
        "Si aucun des vôtres ne l'a échangée, allez voir le boîtier.",
      ],
      security: [
        "Il s'est passé quelque chose d'anormal.",
        "Lisez l'événement, et demandez à qui entretient la passerelle.",
      ],
      "attack-suspected": [
        "Beaucoup de messages qui ne sont pas comme ceux des dispositifs.",
        "Voyez ci-dessous ce qu'ils sont et par quel modem ils viennent.",
      ],
    },
  },
  tokens: {
    title: "Jetons de programmes",
    intro:
      "Un programme s'identifie par un jeton : le dispatching qui relève les alarmes, la surveillance, les rapports. Il est montré une fois, à sa création.",
    none: "Il n'y a pas de jeton valable.",
    name: "Nom",
    nameHint: "Quel programme l'utilise, comme dispatch-5415.",
    role: "Rôle",
    stream: "Flux",
    streamHint:
      "Quelle destination de type stream un programme du dispatching relève ; aucune pour les autres rôles.",
    noStream: "aucun",
    days: "Jours jusqu'à son expiration",
    daysHint: "1 à 3650.",
    ends: "Expire",
    never: "jamais",
    owner: "Personnel, de",
    make: "Créer le jeton",
    monitor: "surveillance",
    dispatch: "dispatching",
    fresh: "Nouveau jeton",
    once:
      "Copiez-le maintenant dans le programme : il ne sera plus montré. Qui l'a peut ce que peut son rôle.",
    revoke: {
      title: "Révoquer {} ?",
      consequence:
        "Le programme qui l'utilise est refusé dès lors. Si le dispatching relève les alarmes avec lui, elles ne l'atteignent plus par ce chemin. C'est sans retour.",
      submit: "Révoquer",
    },
    unknown: "Il n'y a pas ici de jeton de programme valable. Il a peut-être déjà été révoqué.",
    problems: {
      name: "Un nom a 1 à 64 caractères, tous visibles.",
      taken: "Un jeton valable ou un compte porte ce nom : choisissez-en un autre.",
      role: "Choisissez un rôle.",
      stream: "Choisissez le flux que le programme du dispatching relève.",
      "no-stream": "Seul un jeton du dispatching a un flux : choisissez aucun.",
      days: "Entrez un nombre entier de 1 à 3650.",
      "not-kept": "Le stockage ne l'a pas pris : rien n'a changé. Réessayez.",
      form: "Le formulaire n'est pas arrivé entier : rien n'a changé. Réessayez.",
    },
  },
  backups: {
    title: "Sauvegardes",
    intro:
      "Une sauvegarde contient les clés de tous les dispositifs : elle ne passe jamais par le navigateur. Prenez son fichier sur le boîtier et gardez-le avec le même soin que la passerelle.",
    notSet:
      "La configuration ne nomme pas de dossier pour les sauvegardes : réglez dir dans [backup], de préférence sur un autre disque, et redémarrez la passerelle.",
    folder: "Dossier sur le boîtier :",
    none: "Il n'y a pas encore de sauvegarde.",
    name: "Fichier",
    size: "Taille",
    make: "Sauvegarder maintenant",
    making: "Une sauvegarde est en cours ; elle est listée une fois relue en entier.",
    check: "Vérifier",
    whole: "relue en entier à sa création",
    failed: "La sauvegarde n'a pas été faite : {}",
    checked: "{} a été relue du début à la fin : elle est complète.",
    unknown: "Il n'y a pas de telle sauvegarde. Une plus récente l'a peut-être remplacée.",
    restore: {
      title: "Remettre {}",
      consequence:
        "Le stockage de cette passerelle est mis de côté et cette sauvegarde prend sa place. Ce qui a été révoqué, retiré ou terminé depuis le reste ; les événements depuis sont sauvés de l'ancien stockage au prochain démarrage, s'il est lisible. Tant que la passerelle est arrêtée, aucune alarme n'est entendue : convenez-en d'abord avec le dispatching.",
      submit: "Vérifier et montrer les commandes",
      confirm: "Tapez {} pour continuer",
      wrong: "Ce n'est pas le nom de cette passerelle.",
      ready: "La sauvegarde est complète. Tapez ces commandes sur le boîtier :",
      why:
        "Une passerelle en marche ne peut pas échanger son stockage sans risquer des alarmes : cela se fait donc sur le boîtier, en ces étapes.",
    },
  },
};
