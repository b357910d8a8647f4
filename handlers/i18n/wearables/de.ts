import type { WearableMessages } from "./messages.ts";

/** German. */
export const wearables: WearableMessages = {
  title: "Geräte",
  none: "Noch keine Geräte.",
  more: "Weitere",
  state: "Zustand",
  states: {
    none: "nicht zugewiesen",
    active: "aktiv",
    suspended: "pausiert",
    expired: "abgelaufen",
    retired: "außer Dienst",
  },
  ends: "Ende",
  ended: "abgelaufen",
  within7: "innerhalb von 7 Tagen",
  within30: "innerhalb von 30 Tagen",
  days: (count) => count === 1 ? "noch 1 Tag" : `noch ${count} Tage`,
  unsupervised: "nicht überwacht",
  lastHeard: "Zuletzt gehört",
  actions: { extend: "Um 6 Monate verlängern", suspend: "Pausieren", resume: "Fortsetzen" },
  change: "Ändern",
  suspendTitle: "Dieses Gerät pausieren?",
  suspendConsequence:
    "Seine Alarme erreichen die Leitstelle weiterhin, als pausiert gekennzeichnet. Ein Techniker kann die Pause jederzeit beenden.",
  suspendBack: "Zurück, ohne zu pausieren",
  notDone:
    "Nichts wurde geändert: Nur ein Techniker darf das, und das Gerät muss in Gebrauch sein.",
  badges: {
    "silent": "stumm",
    "not-charged": "heute nicht geladen",
    "weak-signal": "schwaches Signal",
    "ends-soon": "endet bald",
    "false-alarms": "Fehlalarme: {} %",
    "not-supervised": "nicht überwacht",
  },
  remedies: {
    "silent":
      "Es wurde zu lange nicht gehört. Rufen Sie die Person an, die es trägt, lassen Sie es laden und testen Sie es.",
    "not-charged":
      "Einen Tag lang wurde es gehört und nicht geladen. Bitten Sie darum, es heute Abend zu laden.",
    "weak-signal":
      "Es wird kaum gehört: etwas weiter weg, und es wird nicht mehr gehört. Testen Sie es dort, wo es getragen wird; versetzen oder ergänzen Sie eine Antenne.",
    "ends-soon":
      "Seine Zuweisung endet bald oder ist abgelaufen. Verlängern Sie sie oder holen Sie das Gerät zurück.",
    "false-alarms":
      "Mehr als die Hälfte seiner Alarme war falsch. Sehen Sie nach, wie es getragen wird; tauschen Sie es, wenn der Knopf defekt ist.",
    "not-supervised":
      "Wenn es verstummt, wird nichts gemeldet. Lassen Sie es einige Male hören oder legen Sie die Periode seiner Lebenszeichen fest.",
  },
  search: {
    label: "Ein Gerät suchen",
    hint: "UID oder Akte, oder ein Teil davon",
    submit: "Suchen",
    found: "{} gefunden",
    tooMany: "Die ersten 50 werden gezeigt: schreiben Sie mehr davon.",
    all: "Alle Geräte",
  },
  filter: {
    badge: "Was Sorgen macht",
    any: "alles",
    state: "Zustand",
    inUse: "in Gebrauch",
    order: "Reihenfolge",
    worry: "das Schlimmste zuerst",
    uid: "nach UID",
    submit: "Zeigen",
    none: "Keines ist so.",
  },
  heard: "{} von {} an einem Tag gehört",
  battery: "Akku",
  own: {
    pageTitle: "Gerät",
    heading: "Empfang und Akku",
    signal: "Signal",
    charged: "Zuletzt geladen",
    never: "nie",
    period: "Lebenszeichen alle",
    alarms: "Alarme",
    noAlarms: "Noch kein Alarm von diesem Gerät.",
    isOpen: "offen",
    life: "Sein Lebenslauf",
    tests: "Tests und Übungen",
    lastTest: "Letzter Test",
    passed: "bestanden",
    failed: "nicht bestanden",
    noTest: "noch nicht getestet",
    drillUntil: "in Übung bis",
    backToAll: "Alle Geräte",
    sheet: "Blatt zum Drucken",
    notFound: "Dieses Gerät gibt es nicht.",
    notKept:
      "Das Gateway konnte es nicht speichern: nichts wurde geändert. Versuchen Sie es erneut.",
    left: "Außer Dienst. Sein Schlüssel ist vielleicht noch in diesen Dateien: {}",
    noneFree: "Kein Gerät ist frei: geben Sie zuerst eines aus.",
  },
  steps: {
    "issued": "ausgegeben",
    "assigned": "zugewiesen",
    "extended": "verlängert",
    "suspended": "ausgesetzt",
    "resumed": "fortgesetzt",
    "changed": "geändert",
    "rekeying": "Schlüsselwechsel begonnen",
    "retired": "außer Dienst gestellt",
    "erased": "Schlüssel gesucht",
    "drill-started": "Übung begonnen",
    "drill-ended": "Übung beendet",
  },
  acts: {
    "assign": {
      name: "Zuweisen",
      title: "Mit einer Akte verbinden",
      consequence:
        "Es dient der Akte ab der nächsten Nachricht. Eine Akte, der es vorher diente, wird ersetzt.",
      submit: "Verbinden",
    },
    "swap": {
      name: "Tauschen",
      title: "Gegen ein anderes Gerät tauschen",
      consequence:
        "Die Akte und das Ende der Zuweisung gehen in einem Schritt auf das andere Gerät über. Testen Sie jenes, bevor das erste das Haus verlässt.",
      submit: "Tauschen",
    },
    "drill": {
      name: "Übung",
      title: "Eine Übung beginnen oder beenden",
      consequence:
        "Seine Nachrichten werden als Übung gekennzeichnet und bleiben so dringend wie sonst. Die Übung endet von selbst.",
      submit: "Übung einstellen",
    },
    "rotate-key": {
      name: "Schlüssel wechseln",
      title: "Zum nächsten Schlüssel wechseln",
      consequence:
        "Es erhält den Wechsel als Antwort auf seine Lebenszeichen. Bis es unter dem neuen Schlüssel gehört wird, gelten beide.",
      submit: "Wechsel beginnen",
    },
    "retire": {
      name: "Außer Dienst stellen",
      title: "Dieses Gerät außer Dienst stellen",
      consequence:
        "Seine Schlüssel werden endgültig vernichtet, und nichts, was es sendet, wird noch angenommen. Das lässt sich nicht rückgängig machen.",
      submit: "Außer Dienst stellen",
    },
  },
  cancel: "Zurück ohne Änderung",
  fields: {
    reference: {
      label: "Akte",
      hint: "Wie Leitstelle und Polizei sie schreiben; höchstens 64 Zeichen",
    },
    expires: {
      label: "Endet am",
      hint: "Ein Tag wie 2027-05-23, oder never (nie). Leer: in sechs Monaten",
    },
    replacement: {
      label: "Tritt an seine Stelle",
      hint: "UID eines Geräts, das keiner Akte dient",
    },
    reason: { label: "Grund", hint: "Für die Akten; darf leer sein" },
    minutes: { label: "Minuten", hint: "1 bis 60; 0 beendet die Übung" },
    confirm: {
      label: "UID",
      hint: "Geben Sie die UID dieses Geräts ein, um sicher zu sein, dass es dieses ist",
    },
  },
  becomes: {
    label: "Was aus dem ersten wird",
    suspended: "ausgesetzt: seine Alarme kommen noch durch, gekennzeichnet",
    retired: "außer Dienst: seine Schlüssel werden vernichtet",
  },
  problems: {
    "unknown-device": "Es gibt kein Gerät mit dieser UID.",
    "uid-taken": "Diese UID ist vergeben.",
    "invalid-request": "So ist das nicht möglich.",
    "device-retired":
      "Es ist außer Dienst und sein Schlüssel ist fort: geben Sie es unter einer anderen UID neu aus.",
    "not-assigned": "Es dient keiner Akte: weisen Sie es zuerst zu.",
    "no-end": "Seine Zuweisung hat kein Ende: geben Sie ihr eines, indem Sie es neu zuweisen.",
    "no-key": "Es hat keinen Schlüssel, dem ein anderer folgen könnte.",
    "last-generation":
      "Das ist sein letzter Schlüssel: stellen Sie es außer Dienst und geben Sie es unter einer anderen UID aus.",
    "alarm-open": "Ein Alarm von ihm ist offen: lassen Sie zuerst den Einsatz schließen.",
    "device-in-use": "Jenes dient schon einer Akte: wählen Sie eines, das nicht zugewiesen ist.",
  },
  wrong: {
    reference: "Schreiben Sie 1 bis 64 Zeichen, ohne Steuerzeichen.",
    expires: "Das ist kein künftiger Tag: schreiben Sie 2027-05-23, oder never.",
    minutes: "Schreiben Sie eine ganze Zahl von 0 bis 60.",
    confirm: "Das ist nicht die UID dieses Geräts: es wurde nichts getan.",
    reason: "Höchstens 200 Zeichen, ohne Steuerzeichen.",
    form: "Das Formular kam nicht vollständig an: senden Sie es noch einmal.",
  },
};
