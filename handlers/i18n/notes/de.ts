import type { NoteMessages } from "./messages.ts";

/** German. */
export const notes: NoteMessages = {
  title: "Notizen",
  add: "Notiz hinzufügen",
  text: "Notiz",
  hint:
    "Höchstens 2 000 Zeichen. Eine gespeicherte Notiz kann nie mehr geändert oder entfernt werden; eine zweite Notiz kann sie berichtigen. Der Text wird so lange aufbewahrt wie die Ereignisse.",
  link: "Aufnahme oder Datei an anderem Ort (freiwillig)",
  linkHint:
    "Wo sie aufbewahrt wird: eine Adresse mit https:// oder der Pfad einer Datei. Sie wird nicht kopiert.",
  submit: "Notiz speichern",
  none: "Noch keine Notiz.",
  kept: "Aufnahme oder Datei:",
  erased: "Der Text wurde am Ende der Aufbewahrungsfrist gelöscht.",
  problems: {
    empty: "Schreiben Sie zuerst die Notiz.",
    "too-long": "Die Notiz hat mehr als 2 000 Zeichen. Kürzen Sie sie, oder schreiben Sie zwei.",
    "bad-link":
      "Geben Sie eine Adresse an, die mit https:// oder http:// beginnt und kein Passwort enthält, oder den vollen Pfad einer Datei, höchstens 1 000 Zeichen.",
    "too-many":
      "Dieser Vorfall hat 1 000 Notizen und nimmt keine mehr an. Schreiben Sie es in eine Übergabe der Schicht.",
    "not-kept":
      "Der Speicher hat nicht geantwortet, wie er sollte: Es ist nicht sicher, dass die Notiz gespeichert ist. Ihr Text ist noch da. Sehen Sie nach, ob sie unter den Notizen steht, und versuchen Sie es erneut.",
  },
  handover: {
    title: "Übergabe der Schicht",
    intro: "Was die nächste Schicht wissen muss. Die neueste steht auf der Seite der Alarme.",
    text: "Übergabe",
    hint:
      "Höchstens 2 000 Zeichen. Einmal gespeichert, kann sie nie mehr geändert oder entfernt werden. Keine Namen von Opfern: Das Aktenzeichen genügt.",
    submit: "Übergeben",
    written: "Bisherige Übergaben",
    none: "Noch keine Übergabe.",
    newest: "Übergabe von",
    all: "Alle Übergaben, und die nächste",
    write: "Übergabe für die nächste Schicht schreiben",
  },
};
