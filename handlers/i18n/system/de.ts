import type { SystemMessages } from "./messages.ts";

/** German. */
export const system: SystemMessages = {
  title: "System",
  back: "Zurück zum System",
  cancel: "Abbrechen",
  findings: {
    title: "Was der Doktor findet",
    looked: "Geprüft um",
    again: "Erneut prüfen",
    looking: "Die Box wird geprüft. Öffnen Sie diese Seite in einigen Sekunden erneut.",
    counts: "{bad} Fehler · {warning} Warnungen · {good} in Ordnung",
    good: "Was in Ordnung ist",
  },
  facts: {
    title: "Auf einen Blick",
    version: "Version",
    uptime: "Läuft seit",
    clock: "Uhr",
    clocks: {
      ntp: "über das Netz richtig gehalten",
      cellular: "nach dem Mobilfunknetz",
      unsynchronised: "nicht richtig gehalten",
    },
    newest: "Neuestes Ereignis",
    free: "Frei auf der Platte",
    waiting: "Änderungen, die auf die Platte warten",
    audit: "Neuester Eintrag des Auditprotokolls",
    people: "Personen, die sich anmelden können",
    tokens: "Gültige Tokens von Programmen",
    backup: "Neueste Sicherung",
    none: "keine",
  },
  rejected: {
    title: "Abgewiesene Nachrichten und Angriffe",
    intro:
      "Was gehört und kein Ereignis wurde. Alles wird gezählt; von jedem Grund werden die neuesten aufbewahrt. Ihr Inhalt wird hier nicht gezeigt: Er kann Orte enthalten.",
    counts: "Seit der Speicher angelegt wurde",
    reason: "Grund",
    modem: "Modem",
    count: "Nachrichten",
    newest: "Neueste",
    reasons: {
      armour: "Ein Text, der eine Nachricht tragen sollte und es nicht tut",
      length: "Eine Länge, die keine Nachricht hat",
      unsupported: "Eine Version oder Art, die dieses Gateway nicht kennt",
      "unknown-device":
        "Von einem Gerät, das hier nicht eingetragen ist, oder aus einer anderen Zone",
      "bad-tag":
        "Nicht mit dem Schlüssel des Geräts gemacht: gefälscht, beschädigt oder ein alter Schlüssel",
      "replay-suspected": "Viel zu alt: wohl aufgenommen und erneut abgespielt",
      stale: "Von einer neueren Nachricht überholt, oder zu keinem offenen Alarm",
      "bad-checksum": "Unterwegs beschädigt",
      malformed: "In bekanntem Format, aber nicht geschrieben, wie es sein muss",
      truncated: "Abgeschnitten",
      "disk-full": "Nicht aufbewahrt: Die Platte war voll",
    },
    otherReason: "Nicht verstanden",
    filter: "Auswählen",
    any: "alle",
    show: "Zeigen",
    none: "Davon ist nichts aufbewahrt.",
    signal: "Signal",
    from: "Gehört zu",
    unknown: "unbekannt",
  },
  attacks: {
    title: "Vermutete Angriffe",
    intro: "Ereignisse, die sagen, dass jemand fälschen, stören oder eindringen will.",
    none: "Keine unter den letzten Ereignissen.",
    meanings: {
      "bad-tags": [
        "Viele Nachrichten, die ohne den Schlüssel eines Geräts gemacht sind: Jemand will Alarme fälschen, oder ein Gerät hat einen falschen Schlüssel.",
        "Sehen Sie unten, ob sie über ein Modem und mit starkem Signal kommen: Dann ist der Sender nah. Geben Sie ein Gerät mit falschem Schlüssel neu aus.",
      ],
      "unproved-alarms": [
        "Viele Alarme binnen einer Minute, deren Absender nichts beweist.",
        "Fragen Sie bei den Betroffenen nach. Jeder kann unter fremder Nummer senden.",
      ],
      replay: [
        "Eine Nachricht wurde immer wieder gehört, öfter als ein Gerät sie wiederholt.",
        "Sie schadet nicht: Sie zählt einmal. Sehen Sie, wer nahe an diesem Modem ist, wenn es weitergeht.",
      ],
      "replay-suspected": [
        "Eine Nachricht wurde lange nach ihrer Zeit erneut abgespielt.",
        "Sie wurde nicht angenommen. Sehen Sie, wer in der Nähe ist, wenn es weitergeht.",
      ],
      "jamming-suspected": [
        "Der Funk hört Rauschen, oder gar kein Gerät mehr.",
        "Prüfen Sie die Antenne. Ist sie in Ordnung, kann ein Störsender nah sein: Melden Sie es, und warnen Sie, wer hier auf ein Gerät zählt.",
      ],
      "wrong-receipt-hash": [
        "Die Leitstelle hat einen Alarm bestätigt, der nicht der gesendete ist.",
        "Fragen Sie die Leitstelle, welches Programm die Quittung schrieb, und ob es geändert wurde.",
      ],
      "credentials-guessed": [
        "Viele Anfragen mit Tokens, die nicht gelten.",
        "Nutzt ein Programm noch ein altes Token, geben Sie ihm ein neues. Sonst sperren Sie die API für diese Adresse.",
      ],
      "sign-in-guessed": [
        "Viele Versuche, sich mit falschem Passwort anzumelden.",
        "Fragen Sie den Inhaber des Kontos. Versuche werden von selbst gebremst; sperren Sie die Seiten für dieses Netz, wenn es weitergeht.",
      ],
      "clock-step": [
        "Die Uhr der Box wurde um Minuten oder mehr verstellt.",
        "Prüfen Sie die Uhr und ihre Quelle: Eine falsche Zeit macht Berichte wertlos.",
      ],
      "modem-replaced": [
        "Ein anderes Modem als zuvor ist eingesteckt.",
        "Hat es keiner von Ihnen getauscht, sehen Sie nach der Box.",
      ],
      "sim-replaced": [
        "Eine andere SIM-Karte als zuvor steckt im Modem.",
        "Hat sie keiner von Ihnen getauscht, sehen Sie nach der Box.",
      ],
      security: [
        "Etwas ist geschehen, das nicht sein darf.",
        "Lesen Sie das Ereignis, und fragen Sie, wer das Gateway wartet.",
      ],
      "attack-suspected": [
        "Viele Nachrichten, die nicht sind, wie Geräte sie senden.",
        "Sehen Sie unten, was sie sind und über welches Modem sie kommen.",
      ],
    },
  },
  tokens: {
    title: "Tokens von Programmen",
    intro:
      "Ein Programm weist sich mit einem Token aus: die Leitstelle, die Alarme abholt, Überwachung, Berichte. Es wird einmal gezeigt, wenn es gemacht wird.",
    none: "Es gibt kein gültiges Token.",
    name: "Name",
    nameHint: "Welches Programm es nutzt, wie dispatch-5415.",
    role: "Rolle",
    stream: "Strom",
    streamHint:
      "Welches Ziel der Art stream ein Programm der Leitstelle abholt; bei anderen Rollen keines.",
    noStream: "keiner",
    days: "Tage bis zu seinem Ende",
    daysHint: "1 bis 3650.",
    ends: "Endet",
    never: "nie",
    owner: "Persönlich, von",
    make: "Token machen",
    monitor: "Überwachung",
    dispatch: "Leitstelle",
    fresh: "Neues Token",
    once:
      "Kopieren Sie es jetzt in das Programm: Es wird nicht mehr gezeigt. Wer es hat, darf, was seine Rolle darf.",
    revoke: {
      title: "{} widerrufen?",
      consequence:
        "Das Programm, das es nutzt, wird von da an abgewiesen. Holt die Leitstelle damit Alarme ab, erreichen sie Alarme auf diesem Weg nicht mehr. Es lässt sich nicht zurücknehmen.",
      submit: "Widerrufen",
    },
    unknown:
      "Hier gibt es kein gültiges Token eines Programms. Vielleicht wurde es schon widerrufen.",
    problems: {
      name: "Ein Name hat 1 bis 64 Zeichen, die alle zu sehen sind.",
      taken: "Ein gültiges Token oder ein Konto heißt so: Wählen Sie einen anderen Namen.",
      role: "Wählen Sie eine Rolle.",
      stream: "Wählen Sie den Strom, den das Programm der Leitstelle abholt.",
      "no-stream": "Nur ein Token der Leitstelle hat einen Strom: Wählen Sie keinen.",
      days: "Geben Sie eine ganze Zahl von 1 bis 3650 ein.",
      "not-kept": "Der Speicher nahm es nicht an: Nichts wurde geändert. Versuchen Sie es erneut.",
      form: "Das Formular kam nicht ganz an: Nichts wurde geändert. Versuchen Sie es erneut.",
    },
  },
  backups: {
    title: "Sicherungen",
    intro:
      "Eine Sicherung enthält die Schlüssel aller Geräte: Sie geht nie durch den Browser. Holen Sie ihre Datei von der Box, und verwahren Sie sie so sorgfältig wie das Gateway.",
    notSet:
      "Die Konfiguration nennt keinen Ordner für Sicherungen: Setzen Sie dir in [backup], am besten auf einer anderen Platte, und starten Sie das Gateway neu.",
    folder: "Ordner auf der Box:",
    none: "Es gibt noch keine Sicherung.",
    name: "Datei",
    size: "Größe",
    make: "Jetzt sichern",
    making: "Eine Sicherung wird gemacht; sie ist gelistet, sobald sie ganz zurückgelesen ist.",
    check: "Prüfen",
    whole: "bei ihrer Entstehung ganz zurückgelesen",
    failed: "Die Sicherung wurde nicht gemacht: {}",
    checked: "{} wurde erneut von Anfang bis Ende gelesen: Sie ist vollständig.",
    unknown: "Diese Sicherung gibt es nicht. Vielleicht hat eine neuere sie ersetzt.",
    restore: {
      title: "{} zurückspielen",
      consequence:
        "Der Speicher dieses Gateways wird beiseitegelegt, und diese Sicherung tritt an seine Stelle. Was seitdem widerrufen, ausgemustert oder beendet wurde, bleibt es; Ereignisse seitdem werden beim nächsten Start aus dem alten Speicher gerettet, soweit er lesbar ist. Solange das Gateway steht, wird kein Alarm gehört: Sprechen Sie es zuerst mit der Leitstelle ab.",
      submit: "Prüfen und die Befehle zeigen",
      confirm: "Tippen Sie {}, um fortzufahren",
      wrong: "Das ist nicht der Name dieses Gateways.",
      ready: "Die Sicherung ist vollständig. Tippen Sie diese Befehle an der Box:",
      why:
        "Ein laufendes Gateway kann seinen Speicher nicht unter sich tauschen, ohne Alarme zu gefährden: Darum geschieht es an der Box, in diesen Schritten.",
    },
  },
};
