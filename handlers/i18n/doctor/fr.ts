import type { DoctorMessages } from "./messages.ts";

/** French. */
export const doctor: DoctorMessages = {
  groups: {
    gateway: "Passerelle",
    configuration: "Configuration",
    storage: "Stockage",
    backups: "Sauvegardes",
    clock: "Horloge",
    modems: "Modems et ports",
    destinations: "Destinations",
    access: "Accès",
    machine: "Machine",
  },
  tones: { bad: "erreur", warning: "attention", good: "en ordre" },
  findings: {
    "gateway-running": ["La passerelle tourne depuis {hours} h, version {version}."],
    "gateway-down": [
      "Aucune passerelle ne tourne sur {path} : aucune alarme n'est entendue.",
      "Démarrez-la.",
    ],
    "gateway-not-ready": [
      "La passerelle ne prend pas les alarmes comme promis : {problem}.",
      "Faites ce que disent les lignes sur le stockage ci-dessous.",
    ],
    "gateway-degraded": [
      "La passerelle signale {code} : {problem}",
      "Faites ce que dit la phrase.",
    ],
    "service-good": [
      "systemd démarre la passerelle à chaque démarrage du boîtier et après une panne, la surveille et la confine.",
    ],
    "service-missing": [
      "Aucun service ne redémarre la passerelle après une panne ou une coupure de courant.",
      "Installez l'unité fournie avec Vigil.",
    ],
    "service-disabled": [
      "La passerelle n'est pas démarrée avec le boîtier.",
      "Faites-la démarrer par systemd.",
    ],
    "service-unwatched": [
      "Une passerelle qui se bloque ou tombe n'est pas redémarrée ({missing}).",
      "Reprenez ces lignes de l'unité fournie avec Vigil.",
    ],
    "service-unconfined": [
      "La passerelle peut faire plus que nécessaire sur ce boîtier ({missing}).",
      "Reprenez ces lignes de l'unité fournie avec Vigil.",
    ],
    "service-restarted": [
      "systemd a dû redémarrer la passerelle {count} fois depuis le démarrage de son service.",
      "Lisez pourquoi dans son journal.",
    ],
    "configuration-good": ["La configuration {path} est valable."],
    "configuration-invalid": [
      "La configuration {path} contient une erreur : {problem}.",
      "Corrigez-la : aucune passerelle ne démarre ainsi.",
    ],
    "configuration-unsafe": [
      "Avec cette configuration, les alarmes sont moins sûres que possible : {problem}.",
      "Changez-la, ou laissez-la ainsi en connaissance de cause.",
    ],
    "secrets-closed": [
      "Les clés et mots de passe de la configuration sont fermés aux autres utilisateurs.",
    ],
    "secret-readable": [
      "Chaque utilisateur de ce boîtier peut lire {path}, qui contient une clé ou un mot de passe.",
      "Fermez-le aux autres, et remplacez son contenu si d'autres utilisent ce boîtier.",
    ],
    "folder-missing": [
      "Le dossier de données {path} n'existe pas encore.",
      "Démarrez la passerelle une fois : elle le crée.",
    ],
    "folder-readable": [
      "D'autres utilisateurs ont accès au dossier de données {path} (mode {mode}), qui contient des clés et des lieux.",
      "Fermez-le aux autres.",
    ],
    "folder-owners": [
      "Le dossier de données appartient à l'utilisateur {folder} et le stockage à l'utilisateur {store}.",
      "Donnez les deux à l'utilisateur de la passerelle.",
    ],
    "space-good": ["{free} Mo du disque du dossier de données sont libres ({percent} %)."],
    "space-low": [
      "Seuls {free} Mo du disque du dossier de données sont libres ({percent} %).",
      "Supprimez l'inutile, conservez moins ([retention]) ou prenez un disque plus grand.",
    ],
    "disk-good": ["Le dossier de données est sur un disque ({disk}, {kind})."],
    "disk-card": [
      "Le dossier de données est sur une carte SD ({disk}) : les cartes s'usent, une coupure de courant peut les détruire.",
      "Déplacez-le sur un SSD ou une carte industrielle, et faites des sauvegardes sur un autre disque.",
    ],
    "disk-memory": [
      "Le dossier de données est en mémoire ({kind}) : toutes ses alarmes sont perdues avec le courant.",
      "Réglez gateway.data_dir sur un dossier d'un disque.",
    ],
    "disk-layer": [
      "Le dossier de données est dans la couche d'un conteneur : il est perdu avec lui.",
      "Montez un volume pour lui.",
    ],
    "disk-network": [
      "Le dossier de données est sur un système de fichiers réseau ({kind}), dont verrous et écritures ne sont pas sûrs.",
      "Réglez gateway.data_dir sur un dossier d'un disque de ce boîtier.",
    ],
    "barriers-off": [
      "Le système de fichiers est monté avec {option} : une coupure de courant peut abîmer ce qui passe pour enregistré.",
      "Retirez l'option de /etc/fstab et remontez-le.",
    ],
    "log-large": [
      "Le journal du stockage a atteint {size} Mo : un lecteur le retient.",
      "Arrêtez les longues commandes sur le stockage ; s'il ne diminue pas, redémarrez la passerelle.",
    ],
    "store-good": ["Un examen rapide trouve le stockage en ordre : {size} Mo."],
    "store-missing": [
      "Il n'y a pas encore de stockage.",
      "Démarrez la passerelle une fois : elle le crée.",
    ],
    "store-damaged": [
      "Le stockage est endommagé : {problem}.",
      "Redémarrez la passerelle : elle le met de côté, continue avec un nouveau et sauve ce qui est lisible.",
    ],
    "store-unreadable": [
      "Le stockage ne peut pas être examiné : {problem}.",
      "Lancez ceci comme utilisateur de la passerelle.",
    ],
    "backup-good": [
      "La dernière sauvegarde a {hours} h et a été relue en entier : {path}, {size} Mo.",
    ],
    "backup-not-set": [
      "Aucune sauvegarde ne se fait d'elle-même.",
      "Réglez dir dans [backup] sur un dossier d'un autre disque.",
    ],
    "backup-missing": ["Il n'y a pas encore de sauvegarde dans {path}.", "Faites-en une."],
    "backup-old": [
      "La dernière sauvegarde a {hours} h, et il en faut une toutes les {every} h.",
      "Faites-en une, et lisez dans le journal de la passerelle pourquoi il n'y en a pas eu.",
    ],
    "backup-failed": [
      "La dernière sauvegarde a échoué : {problem}",
      "Réparez cela ; la passerelle réessaie dans l'heure.",
    ],
    "backup-same-disk": [
      "Les sauvegardes de {path} sont sur le disque du stockage : les deux se perdent ensemble.",
      "Réglez dir dans [backup] sur un dossier d'un autre disque.",
    ],
    "backup-readable": [
      "D'autres utilisateurs ont accès à {path} (mode {mode}), et les sauvegardes contiennent des clés.",
      "Fermez-le aux autres.",
    ],
    "clock-good": ["L'horloge est tenue à l'heure par le réseau."],
    "clock-unsynchronised": [
      "Rien ne tient l'horloge à l'heure : les heures des alarmes peuvent être fausses.",
      "Faites-la tenir à l'heure par le réseau.",
    ],
    "clock-behind": [
      "L'horloge indique {time}, et il était déjà plus tard que {floor}.",
      "Mettez-la à l'heure, et faites-la tenir à l'heure par le réseau.",
    ],
    "rtc-good": ["Une horloge à pile connaît l'heure après une coupure de courant."],
    "rtc-missing": [
      "Le boîtier n'a pas d'horloge à pile : après une coupure sans réseau, il ne connaît pas l'heure.",
      "Ajoutez-en une (pour un Raspberry Pi 5 : sa pile RTC).",
    ],
    "modems-none": [
      "Aucun modem n'est configuré : aucun porteur n'est entendu par radio.",
      "Ajoutez un [[modem]] ; la liste des ports montre ce qui est branché.",
    ],
    "modem-good": ["Le modem {modem} fonctionne."],
    "modem-lost": [
      "Le modem {modem} ne répond pas.",
      "Vérifiez son câble et son alimentation, puis testez-le.",
    ],
    "port-good": ["Modem {modem} : son port {port} est là et peut être ouvert."],
    "port-missing": [
      "Modem {modem} : il n'y a pas de port {port}.",
      "Vérifiez son câble et son alimentation ; la liste des ports montre ce qui est branché.",
    ],
    "port-held": [
      "Modem {modem} : son port {port} est ouvert aussi dans {holders}.",
      "Arrêtez ce programme, et tenez-le loin des ports.",
    ],
    "port-denied": [
      "Modem {modem} : cet utilisateur ne peut pas ouvrir {port}.",
      "Mettez l'utilisateur de la passerelle dans le groupe du port, et redémarrez la passerelle.",
    ],
    "port-unstable": [
      "Modem {modem} : {port} peut être un autre adaptateur après le prochain démarrage.",
      "Écrivez le nom qui reste, de /dev/serial/by-id ou by-path.",
    ],
    "port-seekers": [
      "{program} tourne sur ce boîtier et peut écrire sur les ports des modems.",
      "Installez les règles udev fournies avec Vigil, ou arrêtez-le pour de bon.",
    ],
    "rules-good": ["Les règles udev qui éloignent les autres programmes des modems sont là."],
    "rules-missing": [
      "Les règles udev qui éloignent les autres programmes des modems manquent.",
      "Installez-les.",
    ],
    "destinations-none": [
      "Aucune destination n'est configurée : les alarmes sont enregistrées et n'atteignent personne.",
      "Ajoutez une [[destination]].",
    ],
    "destination-good": ["La destination {name} est atteinte."],
    "destination-lost": [
      "La destination {name} n'est pas atteinte : {problem}.",
      "Vérifiez le réseau et le récepteur.",
    ],
    "name-unknown": [
      "Destination {name} : le nom {host} est introuvable ({problem}).",
      "Vérifiez le nom dans son url, et le service de noms de ce boîtier.",
    ],
    "connection-failed": [
      "Destination {name} : {host} n'accepte pas de connexion ({problem}).",
      "Vérifiez le réseau, le pare-feu et le récepteur.",
    ],
    "handshake-failed": [
      "Destination {name} : {host} ne donne pas de connexion TLS fiable ({problem}).",
      "Vérifiez son certificat, et ca, cert, key et tls_min de la destination.",
    ],
    "stream-good": ["La destination {name} a été relevée il y a {minutes} min."],
    "stream-quiet": [
      "Le dispatching n'a pas relevé {name} depuis {minutes} min.",
      "Vérifiez le programme du dispatching, son réseau et son jeton.",
    ],
    "certificate-good": ["Le certificat de {name} vaut encore {days} jours."],
    "certificate-ends": [
      "Le certificat de {name} expire dans {days} jours (sous 0 : il a expiré).",
      "Mettez-en un nouveau à sa place.",
    ],
    "certificate-unreadable": [
      "Le certificat de {name} est illisible : {problem}.",
      "Mettez-en un valable à sa place.",
    ],
    "listeners-closed": [
      "L'API et les pages ne sont accessibles du réseau que par TLS, ou pas du tout.",
    ],
    "listener-open": [
      "{name} écoute sur {host} sans TLS : mots de passe et lieux passent en clair sur le réseau.",
      "Réglez http.tls_cert et http.tls_key, ou faites écouter sur 127.0.0.1.",
    ],
    "admins-good": ["{count} administrateurs peuvent se connecter."],
    "admin-missing": ["Aucun administrateur ne peut se connecter aux pages.", "Créez-en un."],
    "admin-alone": [
      "Un seul administrateur peut se connecter : sans lui, aucun compte ne peut être réparé.",
      "Créez-en un second.",
    ],
    "accounts-good": ["Les {count} comptes ont tous un second facteur ou une clé d'accès."],
    "factor-missing": [
      "{count} comptes s'utilisent avec un mot de passe seul.",
      "Réinitialisez-les : leurs titulaires règlent alors un second facteur.",
    ],
    "tokens-good": ["{count} jetons de programmes sont valables, aucun pour toujours."],
    "tokens-endless": [
      "{count} jetons de programmes n'expirent jamais.",
      "Réémettez-les avec --days, et révoquez ceux qu'aucun programme n'utilise.",
    ],
    "token-ends": [
      "Le jeton {name} expire dans {days} jours : son programme sera alors refusé.",
      "Donnez-en un nouveau au programme.",
    ],
    "audit-good": [
      "Les {entries} dernières inscriptions du journal d'audit sont complètes, jusqu'au numéro {head}.",
    ],
    "audit-broken": [
      "Le journal d'audit n'est pas complet : l'inscription {number} n'est pas telle qu'écrite.",
      "Vérifiez-le en entier, comparez-le à un export, et cherchez qui a pu écrire dans le stockage.",
    ],
    "versions": ["Vigil {vigil}, Deno {deno}, SQLite {sqlite}, Linux {kernel}."],
    "memory-good": ["{free} Mo de mémoire sur {total} sont disponibles."],
    "memory-low": [
      "Seuls {free} Mo de mémoire sur {total} sont disponibles.",
      "Arrêtez d'autres programmes, ou prenez un boîtier avec plus de mémoire.",
    ],
    "swap-used": [
      "{used} Mo de mémoire ont été déplacés sur le disque : la passerelle peut devoir attendre.",
      "Arrêtez d'autres programmes, ou prenez un boîtier avec plus de mémoire.",
    ],
    "power-good": ["L'alimentation est bonne depuis le démarrage du boîtier."],
    "power-low": [
      "L'alimentation est trop faible en ce moment : modems et disque peuvent tomber.",
      "Utilisez l'alimentation du fabricant de la carte et un câble court.",
    ],
    "power-was-low": [
      "L'alimentation a été par moments trop faible depuis le démarrage du boîtier.",
      "Utilisez l'alimentation du fabricant de la carte et un câble court.",
    ],
    "processor-slowed": [
      "Le processeur est ralenti par la chaleur ou une alimentation faible.",
      "Aérez le boîtier, et vérifiez son alimentation.",
    ],
    "temperature-good": ["Le processeur est à {celsius} °C."],
    "temperature-high": ["Le processeur est à {celsius} °C.", "Aérez le boîtier."],
  },
};
