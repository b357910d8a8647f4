import type { DoctorMessages } from "./messages.ts";

/** German. */
export const doctor: DoctorMessages = {
  groups: {
    gateway: "Gateway",
    configuration: "Konfiguration",
    storage: "Speicher",
    backups: "Sicherungen",
    clock: "Uhr",
    modems: "Modems und Anschlüsse",
    destinations: "Ziele",
    access: "Zugang",
    machine: "Gerät",
  },
  tones: { bad: "Fehler", warning: "Warnung", good: "in Ordnung" },
  findings: {
    "gateway-running": ["Das Gateway läuft seit {hours} h, Version {version}."],
    "gateway-down": [
      "Auf {path} läuft kein Gateway: Kein Alarm wird gehört.",
      "Starten Sie es.",
    ],
    "gateway-not-ready": [
      "Das Gateway nimmt Alarme nicht wie versprochen an: {problem}.",
      "Tun Sie, was die Zeilen zum Speicher unten sagen.",
    ],
    "gateway-degraded": ["Das Gateway meldet {code}: {problem}", "Tun Sie, was der Satz sagt."],
    "service-good": [
      "systemd startet das Gateway bei jedem Start der Box und nach einem Fehler, überwacht es und grenzt es ein.",
    ],
    "service-missing": [
      "Kein Dienst startet das Gateway nach einem Fehler oder Stromausfall neu.",
      "Installieren Sie die Unit, die zu Vigil gehört.",
    ],
    "service-disabled": [
      "Das Gateway startet nicht mit der Box.",
      "Lassen Sie systemd es starten.",
    ],
    "service-unwatched": [
      "Ein Gateway, das hängt oder abstürzt, wird nicht neu gestartet ({missing}).",
      "Übernehmen Sie diese Zeilen aus der Unit, die zu Vigil gehört.",
    ],
    "service-unconfined": [
      "Das Gateway darf auf dieser Box mehr als nötig ({missing}).",
      "Übernehmen Sie diese Zeilen aus der Unit, die zu Vigil gehört.",
    ],
    "service-restarted": [
      "systemd musste das Gateway seit dem Start seines Dienstes {count}-mal neu starten.",
      "Lesen Sie im Protokoll, warum.",
    ],
    "configuration-good": ["Die Konfiguration {path} ist gültig."],
    "configuration-invalid": [
      "Die Konfiguration {path} hat einen Fehler: {problem}.",
      "Beheben Sie ihn: Kein Gateway startet damit.",
    ],
    "configuration-unsafe": [
      "Mit dieser Konfiguration sind Alarme weniger sicher als möglich: {problem}.",
      "Ändern Sie sie, oder lassen Sie sie bewusst so.",
    ],
    "secrets-closed": [
      "Schlüssel und Passwörter der Konfiguration sind anderen Benutzern verschlossen.",
    ],
    "secret-readable": [
      "Jeder Benutzer dieser Box kann {path} lesen, worin ein Schlüssel oder Passwort steht.",
      "Verschließen Sie sie anderen, und ersetzen Sie den Inhalt, wenn andere diese Box nutzen.",
    ],
    "folder-missing": [
      "Den Datenordner {path} gibt es noch nicht.",
      "Starten Sie das Gateway einmal: Es legt ihn an.",
    ],
    "folder-readable": [
      "Andere Benutzer kommen in den Datenordner {path} (Modus {mode}): Er enthält Schlüssel und Orte.",
      "Verschließen Sie ihn anderen.",
    ],
    "folder-owners": [
      "Der Datenordner gehört Benutzer {folder} und der Speicher darin Benutzer {store}.",
      "Geben Sie beide dem Benutzer des Gateways.",
    ],
    "space-good": ["Auf der Platte des Datenordners sind {free} MB frei ({percent} %)."],
    "space-low": [
      "Auf der Platte des Datenordners sind nur {free} MB frei ({percent} %).",
      "Entfernen Sie Unnötiges, behalten Sie weniger ([retention]) oder nehmen Sie eine größere Platte.",
    ],
    "disk-good": ["Der Datenordner liegt auf einer Platte ({disk}, {kind})."],
    "disk-card": [
      "Der Datenordner liegt auf einer SD-Karte ({disk}): Karten verschleißen, und ein Stromausfall kann sie zerstören.",
      "Verlegen Sie ihn auf eine SSD oder Industriekarte, und lassen Sie auf eine andere Platte sichern.",
    ],
    "disk-memory": [
      "Der Datenordner liegt im Arbeitsspeicher ({kind}): Alle Alarme darin gehen mit dem Strom verloren.",
      "Setzen Sie gateway.data_dir auf einen Ordner einer Platte.",
    ],
    "disk-layer": [
      "Der Datenordner liegt in der Schicht eines Containers: Er geht mit dem Container verloren.",
      "Binden Sie ein Volume dafür ein.",
    ],
    "disk-network": [
      "Der Datenordner liegt auf einem Netzlaufwerk ({kind}), dessen Sperren und Schreibvorgänge nicht halten.",
      "Setzen Sie gateway.data_dir auf einen Ordner einer Platte dieser Box.",
    ],
    "barriers-off": [
      "Das Dateisystem ist mit {option} eingehängt: Ein Stromausfall kann zerreißen, was als gespeichert gilt.",
      "Nehmen Sie die Option aus /etc/fstab und hängen Sie es neu ein.",
    ],
    "log-large": [
      "Die Logdatei des Speichers ist auf {size} MB gewachsen: Ein Leser hält sie fest.",
      "Beenden Sie lange Befehle auf dem Speicher; schrumpft sie nicht, starten Sie das Gateway neu.",
    ],
    "store-good": ["Der Speicher ist nach kurzer Prüfung in Ordnung: {size} MB."],
    "store-missing": [
      "Es gibt noch keinen Speicher.",
      "Starten Sie das Gateway einmal: Es legt ihn an.",
    ],
    "store-damaged": [
      "Der Speicher ist beschädigt: {problem}.",
      "Starten Sie das Gateway neu: Es legt ihn beiseite, fährt mit einem neuen fort und rettet das Lesbare.",
    ],
    "store-unreadable": [
      "Der Speicher kann nicht geprüft werden: {problem}.",
      "Führen Sie dies als Benutzer des Gateways aus.",
    ],
    "backup-good": [
      "Die neueste Sicherung ist {hours} h alt und wurde vollständig zurückgelesen: {path}, {size} MB.",
    ],
    "backup-not-set": [
      "Von selbst werden keine Sicherungen gemacht.",
      "Setzen Sie dir in [backup] auf einen Ordner einer anderen Platte.",
    ],
    "backup-missing": ["In {path} gibt es noch keine Sicherung.", "Machen Sie jetzt eine."],
    "backup-old": [
      "Die neueste Sicherung ist {hours} h alt, und alle {every} h soll eine gemacht werden.",
      "Machen Sie jetzt eine, und lesen Sie im Protokoll des Gateways, warum es keine gab.",
    ],
    "backup-failed": [
      "Die letzte Sicherung schlug fehl: {problem}",
      "Beheben Sie das; das Gateway versucht es innerhalb der Stunde erneut.",
    ],
    "backup-same-disk": [
      "Die Sicherungen in {path} liegen auf der Platte des Speichers: Beide gehen zusammen verloren.",
      "Setzen Sie dir in [backup] auf einen Ordner einer anderen Platte.",
    ],
    "backup-readable": [
      "Andere Benutzer kommen in {path} (Modus {mode}), und Sicherungen enthalten Schlüssel.",
      "Verschließen Sie ihn anderen.",
    ],
    "clock-good": ["Die Uhr wird über das Netz richtig gehalten."],
    "clock-unsynchronised": [
      "Nichts hält die Uhr richtig: Zeiten von Alarmen können falsch sein.",
      "Lassen Sie sie über das Netz richtig halten.",
    ],
    "clock-behind": [
      "Die Uhr zeigt {time}, und es war schon später als {floor}.",
      "Stellen Sie sie, und lassen Sie sie über das Netz richtig halten.",
    ],
    "rtc-good": ["Eine Uhr mit Batterie kennt die Zeit nach einem Stromausfall."],
    "rtc-missing": [
      "Die Box hat keine Uhr mit Batterie: Nach einem Stromausfall ohne Netz kennt sie die Zeit nicht.",
      "Bauen Sie eine ein (beim Raspberry Pi 5: seine RTC-Batterie).",
    ],
    "modems-none": [
      "Kein Modem ist konfiguriert: Kein Alarmgerät wird per Funk gehört.",
      "Fügen Sie ein [[modem]] hinzu; die Liste der Anschlüsse zeigt, was eingesteckt ist.",
    ],
    "modem-good": ["Modem {modem} arbeitet."],
    "modem-lost": [
      "Modem {modem} antwortet nicht.",
      "Prüfen Sie Kabel und Strom, dann testen Sie es.",
    ],
    "port-good": ["Modem {modem}: Sein Anschluss {port} ist da und lässt sich öffnen."],
    "port-missing": [
      "Modem {modem}: Es gibt keinen Anschluss {port}.",
      "Prüfen Sie Kabel und Strom; die Liste der Anschlüsse zeigt, was eingesteckt ist.",
    ],
    "port-held": [
      "Modem {modem}: Sein Anschluss {port} ist auch in {holders} offen.",
      "Beenden Sie dieses Programm, und halten Sie es von den Anschlüssen fern.",
    ],
    "port-denied": [
      "Modem {modem}: Dieser Benutzer darf {port} nicht öffnen.",
      "Nehmen Sie den Benutzer des Gateways in die Gruppe des Anschlusses auf, und starten Sie das Gateway neu.",
    ],
    "port-unstable": [
      "Modem {modem}: {port} kann nach dem nächsten Start ein anderer Adapter sein.",
      "Schreiben Sie den bleibenden Namen aus /dev/serial/by-id oder by-path.",
    ],
    "port-seekers": [
      "{program} läuft auf dieser Box und kann an Anschlüsse von Modems schreiben.",
      "Installieren Sie die udev-Regeln, die zu Vigil gehören, oder beenden Sie es für immer.",
    ],
    "rules-good": ["Die udev-Regeln, die andere Programme von den Modems fernhalten, sind da."],
    "rules-missing": [
      "Die udev-Regeln, die andere Programme von den Modems fernhalten, fehlen.",
      "Installieren Sie sie.",
    ],
    "destinations-none": [
      "Kein Ziel ist konfiguriert: Alarme werden gespeichert und erreichen niemanden.",
      "Fügen Sie ein [[destination]] hinzu.",
    ],
    "destination-good": ["Ziel {name} wird erreicht."],
    "destination-lost": [
      "Ziel {name} wird nicht erreicht: {problem}.",
      "Prüfen Sie Netz und Empfänger.",
    ],
    "name-unknown": [
      "Ziel {name}: Der Name {host} wird nicht gefunden ({problem}).",
      "Prüfen Sie den Namen in seiner url und den Namensdienst dieser Box.",
    ],
    "connection-failed": [
      "Ziel {name}: {host} nimmt keine Verbindung an ({problem}).",
      "Prüfen Sie Netz, Firewall und Empfänger.",
    ],
    "handshake-failed": [
      "Ziel {name}: {host} gibt keine vertrauenswürdige TLS-Verbindung ({problem}).",
      "Prüfen Sie sein Zertifikat sowie ca, cert, key und tls_min des Ziels.",
    ],
    "stream-good": ["Ziel {name} wurde vor {minutes} min abgeholt."],
    "stream-quiet": [
      "Die Leitstelle hat {name} seit {minutes} min nicht abgeholt.",
      "Prüfen Sie das Programm der Leitstelle, sein Netz und sein Token.",
    ],
    "certificate-good": ["Das Zertifikat von {name} gilt noch {days} Tage."],
    "certificate-ends": [
      "Das Zertifikat von {name} endet in {days} Tagen (unter 0: Es ist abgelaufen).",
      "Ersetzen Sie es durch ein neues.",
    ],
    "certificate-unreadable": [
      "Das Zertifikat von {name} ist nicht lesbar: {problem}.",
      "Ersetzen Sie es durch ein gültiges.",
    ],
    "listeners-closed": ["API und Seiten sind im Netz nur über TLS oder gar nicht zu erreichen."],
    "listener-open": [
      "{name} lauscht auf {host} ohne TLS: Passwörter und Orte gehen lesbar über das Netz.",
      "Setzen Sie http.tls_cert und http.tls_key, oder lassen Sie auf 127.0.0.1 lauschen.",
    ],
    "admins-good": ["{count} Administratoren können sich anmelden."],
    "admin-missing": [
      "Kein Administrator kann sich an den Seiten anmelden.",
      "Legen Sie einen an.",
    ],
    "admin-alone": [
      "Nur ein Administrator kann sich anmelden: Ohne diese Person lässt sich kein Konto richten.",
      "Legen Sie einen zweiten an.",
    ],
    "accounts-good": ["Alle {count} Konten haben einen zweiten Faktor oder einen Passkey."],
    "factor-missing": [
      "{count} Konten sind mit einem Passwort allein nutzbar.",
      "Setzen Sie sie zurück: Ihre Inhaber richten dann einen zweiten Faktor ein.",
    ],
    "tokens-good": ["{count} Tokens von Programmen gelten, und keines davon für immer."],
    "tokens-endless": [
      "{count} Tokens von Programmen enden nie.",
      "Stellen Sie sie mit --days neu aus, und widerrufen Sie ungenutzte.",
    ],
    "token-ends": [
      "Das Token {name} endet in {days} Tagen: Sein Programm wird dann abgewiesen.",
      "Geben Sie dem Programm ein neues.",
    ],
    "audit-good": [
      "Die neuesten {entries} Einträge des Auditprotokolls sind vollständig, bis Nummer {head}.",
    ],
    "audit-broken": [
      "Das Auditprotokoll ist nicht vollständig: Eintrag {number} ist nicht, wie er geschrieben wurde.",
      "Prüfen Sie es ganz, vergleichen Sie es mit einem Export, und klären Sie, wer in den Speicher schreiben konnte.",
    ],
    "versions": ["Vigil {vigil}, Deno {deno}, SQLite {sqlite}, Linux {kernel}."],
    "memory-good": ["{free} von {total} MB Arbeitsspeicher sind verfügbar."],
    "memory-low": [
      "Nur {free} von {total} MB Arbeitsspeicher sind verfügbar.",
      "Beenden Sie andere Programme, oder nehmen Sie eine Box mit mehr Speicher.",
    ],
    "swap-used": [
      "{used} MB Arbeitsspeicher wurden auf die Platte verlegt: Das Gateway muss vielleicht darauf warten.",
      "Beenden Sie andere Programme, oder nehmen Sie eine Box mit mehr Speicher.",
    ],
    "power-good": ["Die Stromversorgung ist seit dem Start der Box gut."],
    "power-low": [
      "Die Stromversorgung ist jetzt zu schwach: Modems und Platte können ausfallen.",
      "Nehmen Sie das Netzteil des Herstellers der Platine und ein kurzes Kabel.",
    ],
    "power-was-low": [
      "Die Stromversorgung war seit dem Start der Box zeitweise zu schwach.",
      "Nehmen Sie das Netzteil des Herstellers der Platine und ein kurzes Kabel.",
    ],
    "processor-slowed": [
      "Der Prozessor ist durch Hitze oder schwachen Strom gebremst.",
      "Geben Sie der Box Luft, und prüfen Sie ihr Netzteil.",
    ],
    "temperature-good": ["Der Prozessor hat {celsius} °C."],
    "temperature-high": ["Der Prozessor hat {celsius} °C.", "Geben Sie der Box Luft."],
  },
};
