import type { ModemMessages } from "./messages.ts";
import { setUp } from "./set_up_de.ts";

/** German. */
export const modemPages: ModemMessages = {
  title: "Modems",
  none: "Es ist kein Modem konfiguriert.",
  all: "Alle Modems",
  unknown: "In der Konfiguration gibt es kein Modem dieses Namens.",
  ports: {
    title: "Serielle Anschlüsse dieser Box",
    hint: "Prozesse anderer Benutzer sieht nur root: sudo vigil modem list nennt sie alle.",
    none: "Es ist kein serieller Anschluss eingesteckt.",
    port: "Anschluss",
    plugged: "Eingesteckt",
    modem: "Modem",
    heldBy: "Belegt von",
    thisGateway: "diesem Gateway",
    free: "keinem Prozess, den dieses Gateway sehen kann",
    modemManager:
      "ModemManager fragt jeden Anschluss ab, auch LoRa-Modems: schalten Sie ihn ab oder installieren Sie die udev-Regeln.",
    unconfigured: "in keiner Konfiguration",
    what: "Was ist das?",
  },
  twoG: {
    only: "nur 2G",
    onlyText:
      "Dieses Modell kennt nur 2G-Netze. In Belgien werden sie von Ende 2027 (Proximus) bis 2030 (Orange) abgeschaltet; 3G gibt es nicht mehr. Ersetzen Sie es rechtzeitig durch ein Modem mit 4G (LTE, LTE-M).",
    now: "jetzt in 2G",
    nowText:
      "Das Modem ist in einem 2G-Netz. Die belgischen 2G-Netze werden ab Ende 2027 abgeschaltet: prüfen Sie, ob es hier 4G findet (Antenne, SIM, Netzeinstellungen).",
  },
  facts: {
    state: "Zustand",
    kind: "Marke",
    model: "Modell",
    firmware: "Firmware",
    serial: "Seriennummer",
    port: "Anschluss in der Konfiguration",
    place: "Gefunden an",
    lastHeard: "Zuletzt gehört",
    never: "nicht seit dem Start des Gateways",
    signal: "Signal",
    heard: "Frames gehört",
    sent: "Gesendet",
    unsent: "Nicht gesendet",
    airtime: "Sendezeit dieser Stunde",
    airtimeUsed: "{} verbraucht",
    unlimited: "keine Grenze gesetzt: nur für Kabel und Labore",
    sim: "SIM-Karte",
    simState: "Zustand der SIM",
    simReady: "bereit",
    simNotReady: "nicht bereit",
    network: "Netz",
    operator: "Betreiber",
    technology: "Generation",
    storage: "Gespeicherte Nachrichten",
  },
  verdicts: {
    "good": "gut",
    "fair": "mäßig: ein besserer Platz für die Antenne hilft",
    "too weak": "zu schwach: versetzen Sie die Antenne",
  },
  registrations: {
    "registered": "angemeldet",
    "searching": "sucht ein Netz",
    "denied": "vom Netz abgewiesen",
    "emergency-only": "nur Notrufe",
    "idle": "sucht nicht",
    "unknown": "unbekannt",
  },
  work: "Daran arbeiten",
  probe: {
    button: "Was ist das?",
    hint:
      "Fragt das Modem, wer es ist. Nichts wird geändert; sein Anschluss wird einige Sekunden geliehen.",
  },
  readBack: {
    button: "Zurücklesen und vergleichen",
    hint: "Liest die Einstellungen aus dem Modem und vergleicht sie mit der Konfiguration.",
  },
  provision: {
    button: "Einstellungen schreiben…",
    hint: "Schreibt, was die Konfiguration sagt, und liest es zurück.",
    title: "Die Einstellungen von {} schreiben",
    consequence:
      "Das Modem hört einige Sekunden nichts. Diese Einstellungen werden geschrieben, und jede wird zurückgelesen:",
    submit: "Schreiben und zurücklesen",
  },
  configurationMode: "Die Pins oder der Knopf des Ebyte E22 stehen auf Konfigurationsmodus.",
  test: {
    button: "Testen",
    hint:
      "Antwortet es, sendet es, wird es gehört, wie stark ist ein Gerät? Es dauert bis zu einer Minute.",
    partner: "Schleifentest mit",
    alone: "keinem anderen Modem",
  },
  reset: {
    button: "Neu starten…",
    hint: "Der eigene Neustartbefehl der Marke.",
    title: "{} neu starten?",
    consequence:
      "Das Modem hört nichts, bis es wieder eingestellt ist: eine bis sechs Sekunden, ein Mobilfunkmodem bis zu zwei Minuten. Geräte wiederholen inzwischen. Es wird festgehalten, wer es getan hat.",
    submit: "Modem neu starten",
  },
  cancel: "Zurück, ohne etwas zu tun",
  done: {
    by: "verlangt von {}",
    found: {
      "modem": "Ein Modem, das hier bekannt ist.",
      "unknown": "Etwas antwortet, aber wie keine bekannte Marke.",
      "nobody":
        "Nichts antwortet: prüfen Sie Strom, Kabel und Geschwindigkeit. Ein Ebyte E22 antwortet nur im Konfigurationsmodus.",
      "not asked":
        "Ein Ebyte E22 wird nicht gefragt, während es arbeitet: im transparenten Modus geht jede Frage in die Luft.",
    },
    configurationMode:
      "Es ist im Konfigurationsmodus und hört nichts: stellen Sie seine Pins zurück.",
    written: "Geschrieben",
    wanted: "Konfiguriert",
    read: "Gelesen",
    comparison: "Vergleich",
    states: {
      "as wanted": "gleich",
      "otherwise": "weicht ab",
      "refused": "abgelehnt",
      "unread": "nicht lesbar",
    },
    setUp: "Eingestellt, und zurückgelesen wie geschrieben.",
    notSetUp:
      "Nicht eingestellt: sehen Sie, was abweicht oder abgelehnt wurde; prüfen Sie Strom, Kabel und Firmware.",
    same: "Was lesbar ist, ist wie in der Konfiguration.",
    otherwise: "Es liest sich anders als in der Konfiguration: schreiben Sie die Einstellungen.",
    mute:
      "Dieses Modem sagt nicht, wie es eingestellt ist: schreiben Sie die Einstellungen, um sicher zu sein.",
    passed: "Der Test ist bestanden.",
    failed: "Der Test ist nicht bestanden.",
    step: "Schritt",
    steps: {
      settings: "Antwortet, hat seine Einstellungen",
      network: "Netz",
      transmit: "Sendet",
      loop: "Wird gehört",
      signal: "Hört Geräte",
    },
    results: {
      passed: "bestanden",
      failed: "nicht bestanden",
      unknown: "konnte nicht versucht werden",
    },
    advice: {
      settings:
        "Prüfen Sie Strom und Kabel. Ein Ebyte E22 kann nicht gefragt werden, während es arbeitet.",
      network: "Prüfen Sie SIM, Antenne und Abdeckung; warten Sie nach einem Neustart eine Minute.",
      transmit: "Prüfen Sie Strom und Einstellungen und die Sendezeit dieser Stunde.",
      loop: "Vergleichen Sie Einstellungen und Marken beider, prüfen Sie ihre Antennen.",
      signal:
        "Senden Sie einen Test von einem Gerät; ist es zu schwach, versetzen Sie die Antenne.",
    },
    loop: "{} hört {}",
    noLoop: "{} hat {} nicht gehört",
  },
  problems: {
    "unknown-modem": "Dieses Modem oder diesen Anschluss gibt es nicht mehr.",
    "not-possible": "Das war nicht möglich.",
    "alarm-open":
      "Jetzt nicht: vor weniger als einer Minute kam ein Alarm, und das Modem muss hören. Warten Sie eine Minute, oder bis der Alarm geschlossen ist.",
    "too-often": "Das ist gerade getan worden, und das Modem hört dabei nichts. Warten Sie {}.",
  },
  heard: {
    title: "Was es hört",
    hint:
      "Die neuesten 200 Empfänge seit dem Start des Gateways. Was ein Frame sagt, und von wem, wird hier nicht gezeigt.",
    none: "Seit dem Start des Gateways wurde nichts gehört.",
    length: "Länge",
    outcome: "Was daraus wurde",
    bytes: "Bytes",
    outcomes: {
      accepted: "angenommen",
      repeated: "eine Wiederholung",
      rejected: "verworfen",
      own: "von einem anderen Modem dieses Gateways gesendet",
    },
    reasons: {
      "armour": "kein Frame im Text",
      "length": "falsche Länge",
      "unsupported": "andere Version oder Art",
      "unknown-device": "von keinem Gerät, das hier bekannt ist",
      "bad-tag": "der Schlüssel passt nicht: beschädigt oder gefälscht",
      "replay-suspected": "viel zu alt: vermutlich eine Aufzeichnung",
      "stale": "überholt",
    },
    again: "Erneut lesen",
  },
  history: {
    title: "Ausfälle, Erholungen und Änderungen",
    none: "Davon ist nichts aufbewahrt.",
    lost: "ausgefallen",
    notRecovered: "ausgefallen, und nichts half",
    recovered: "arbeitet wieder",
    changed: "Einstellungen geschrieben von {}",
    changedInVain: "Einstellungen geschrieben von {}, nicht alle angenommen",
    steps: "Schritte zur Erholung seit dem Start des Gateways",
    noSteps: "Seit dem Start des Gateways war kein Schritt zur Erholung nötig.",
    stepNames: {
      probe: "Einstellungen gelesen und neu geschrieben",
      reopen: "Anschluss geschlossen und geöffnet",
      reset: "durch Befehl neu gestartet",
      lines: "über seine Leitungen neu gestartet",
      usb: "USB-Gerät neu übernommen",
      power: "Strom aus- und eingeschaltet",
      alarm: "gemeldet: nichts half",
    },
    taken: "getan",
    helped: "half",
  },
  settings: "Einstellungen",
  plots: {
    title: "Die letzten zwei Tage: Signal und Sendezeit",
    signal: "Signal",
    noise: "Rauschen",
    noiseInferred: "Rauschen, gefolgert aus Signal und SNR",
    airtime: "Verbrauchte Sendezeit",
    traffic: "Gehörte Frames, und Fehler",
    heard: "Frames",
    errors: "Fehler auf Kabel und Funk",
  },
  setUp,
};
