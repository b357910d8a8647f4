import type { SetUpMessages } from "./set_up_messages.ts";

/** German. */
export const setUp: SetUpMessages = {
  title: "Ein Modem einrichten",
  intro:
    "Schritt für Schritt: welcher Anschluss, was dort ist, welche Einstellungen, schreiben, zurücklesen.",
  steps: ["Anschluss", "Was dort ist", "Einstellungen", "Schreiben", "Konfigurieren"],
  noPorts:
    "Kein Anschluss ist frei: stecken Sie das Modem ein und öffnen Sie diese Seite neu. Was schon konfiguriert ist, hat seine eigene Seite.",
  choosePort: "Welcher Anschluss?",
  make: "Was kann dort sein?",
  anyMake: "Irgendeine Marke: fragen",
  anyMakeHint: "Fragen, die nichts ändern; es dauert bis zu fünf Sekunden.",
  ebyte: "Ein Ebyte E22, auf Konfigurationsmodus gestellt",
  ebyteHint:
    "M0 tief und M1 hoch, oder sein Knopf gedrückt, bis die LED rot ist. Im transparenten Modus ginge jede Frage in die Luft: wählen Sie für ein E22 nie das andere.",
  ask: "Was ist das?",
  again: "Erneut fragen",
  another: "Anderer Anschluss",
  notAsked:
    "Der Anschluss wurde seit dem Start des Gateways nicht gefragt: fragen Sie, was dort ist.",
  settings: "Wie soll es eingestellt werden?",
  sameAs: "Ausgefüllt wie {}: alle Geräte eines Gateways haben dieselben Einstellungen.",
  usual: "Ausgefüllt mit den üblichen Einstellungen: das Teilband mit der meisten Sendezeit.",
  name: "Name in der Konfiguration",
  nameHint: "Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche, wie lora-2.",
  fields: {
    frequency_hz: {
      label: "Frequenz in Hz",
      hint: "869525000 hat in Europa die meiste Sendezeit.",
    },
    spreading_factor: { label: "Spreizfaktor", hint: "5 bis 12; 9 kommt durch Häuser." },
    bandwidth_hz: { label: "Bandbreite in Hz", hint: "125000, 250000 oder 500000." },
    coding_rate: { label: "Coderate", hint: "5 ist 4/5, 8 ist 4/8." },
    sync_word: { label: "Synchronwort", hint: "0 bis 255; 18 für eigene Netze." },
    network_id: { label: "Netz-ID", hint: "3 bis 15, oder 18." },
    pin_file: {
      label: "Datei mit der PIN der SIM",
      hint: "Wie /etc/vigil/pin, Modus 600. Schreiben Sie none für eine SIM, die nicht fragt.",
    },
  },
  next: "Weiter: ansehen, was geschrieben wird",
  wrongName:
    "Ein Name besteht aus Buchstaben, Ziffern, Punkten, Binde- oder Unterstrichen und beginnt mit Buchstabe oder Ziffer.",
  takenName: "Ein Modem dieses Namens gibt es schon.",
  noNumber: "Schreiben Sie eine ganze Zahl.",
  wrongValue: "Dieser Wert ist hier nicht möglich.",
  wrongPath: "Schreiben Sie einen absoluten Pfad, der mit / beginnt, oder none.",
  planTitle: "Das wird geschrieben",
  plan:
    "In dieser Reihenfolge; jede Einstellung wird zurückgelesen und verglichen. Das Modem behält sie, oder es wird bei jedem Start eingestellt.",
  write: "Schreiben und zurücklesen",
  change: "Einstellungen ändern",
  nothingWritten:
    "Noch ist nichts geschrieben: das Modem wurde seit dem Start des Gateways nicht eingestellt. Fahren Sie beim Schritt davor fort.",
  cellular:
    "Ein Mobilfunkmodem stellt das Gateway bei jedem Start ein: jetzt wird nichts geschrieben.",
  resultTitle: "Was geschrieben wurde, und wie es sich liest",
  writeAgain: "Erneut schreiben",
  ebyteBack: "Stellen Sie nun M0 und M1 tief, oder drücken Sie den Knopf, bis die LED grün ist.",
  test: "Testen",
  testHint: "Sendet ein Frame und hört zehn Sekunden auf ein Gerät.",
  block: "Für die Konfiguration",
  blockHint:
    "Das Gateway schreibt seine eigene Konfiguration nicht. Setzen Sie dies in vigil.toml, führen Sie vigil check aus und starten Sie das Gateway neu: von da an hört es mit diesem Modem.",
  copy: "Kopieren",
  copied: "Kopiert",
};
