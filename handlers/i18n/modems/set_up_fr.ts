import type { SetUpMessages } from "./set_up_messages.ts";

/** French. */
export const setUp: SetUpMessages = {
  title: "Installer un modem",
  intro: "Pas à pas : quel port, ce qui s’y trouve, quels réglages, écrire, relire.",
  steps: ["Port", "Ce qui s’y trouve", "Réglages", "Écrire", "Configurer"],
  noPorts:
    "Aucun port n’est libre : branchez le modem et rouvrez cette page. Ce qui est déjà configuré est sur sa propre page.",
  choosePort: "Quel port ?",
  make: "Que peut-il s’y trouver ?",
  anyMake: "N’importe quelle marque : demander",
  anyMakeHint: "Des questions qui ne changent rien ; cela dure jusqu’à cinq secondes.",
  ebyte: "Un Ebyte E22, mis en mode configuration",
  ebyteHint:
    "M0 bas et M1 haut, ou son bouton tenu jusqu’à ce que la LED soit rouge. En mode transparent, chaque question partirait sur les ondes : pour un E22, ne choisissez jamais l’autre.",
  ask: "Qu’est-ce que c’est ?",
  again: "Redemander",
  another: "Un autre port",
  notAsked:
    "Le port n’a pas été interrogé depuis le démarrage de la passerelle : demandez ce qui s’y trouve.",
  settings: "Comment doit-il être réglé ?",
  sameAs: "Rempli comme {} : tous les appareils d’une passerelle ont les mêmes réglages.",
  usual: "Rempli avec les réglages habituels : la sous-bande qui a le plus de temps d’émission.",
  name: "Nom dans la configuration",
  nameHint: "Lettres, chiffres, points, tirets ou tirets bas, comme lora-2.",
  fields: {
    frequency_hz: {
      label: "Fréquence en Hz",
      hint: "869525000 a le plus de temps d’émission en Europe.",
    },
    spreading_factor: {
      label: "Facteur d’étalement",
      hint: "5 à 12 ; 9 traverse les maisons.",
    },
    bandwidth_hz: { label: "Largeur de bande en Hz", hint: "125000, 250000 ou 500000." },
    coding_rate: { label: "Taux de codage", hint: "5 est 4/5, 8 est 4/8." },
    sync_word: {
      label: "Mot de synchronisation",
      hint: "0 à 255 ; 18 pour les réseaux privés.",
    },
    network_id: { label: "ID de réseau", hint: "3 à 15, ou 18." },
    pin_file: {
      label: "Fichier qui contient le PIN de la SIM",
      hint: "Comme /etc/vigil/pin, mode 600. Écrivez none pour une SIM qui n’en demande pas.",
    },
  },
  next: "Suite : voir ce qui sera écrit",
  wrongName:
    "Un nom se compose de lettres, chiffres, points, tirets ou tirets bas, et commence par une lettre ou un chiffre.",
  takenName: "Il y a déjà un modem de ce nom.",
  noNumber: "Écrivez un nombre entier.",
  wrongValue: "Cette valeur n’est pas possible ici.",
  wrongPath: "Écrivez un chemin absolu, commençant par /, ou none.",
  planTitle: "Voici ce qui sera écrit",
  plan:
    "Dans cet ordre ; chaque réglage est relu et comparé. Le modem le garde, ou il est réglé à chaque démarrage.",
  write: "Écrire et relire",
  change: "Changer les réglages",
  nothingWritten:
    "Rien n’est encore écrit : le modem n’a pas été réglé depuis le démarrage de la passerelle. Continuez à l’étape d’avant.",
  cellular:
    "Un modem mobile est réglé par la passerelle à chaque démarrage : rien n’est écrit maintenant.",
  resultTitle: "Ce qui a été écrit, et ce qui est relu",
  writeAgain: "Réécrire",
  ebyteBack:
    "Mettez maintenant M0 et M1 bas, ou appuyez sur son bouton jusqu’à ce que la LED soit verte.",
  test: "Tester",
  testHint: "Émet une trame, et écoute un appareil pendant dix secondes.",
  block: "Pour la configuration",
  blockHint:
    "La passerelle n’écrit pas sa propre configuration. Mettez ceci dans vigil.toml, lancez vigil check et redémarrez la passerelle : dès lors elle écoute par ce modem.",
  copy: "Copier",
  copied: "Copié",
};
