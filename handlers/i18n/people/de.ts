import type { PeopleMessages } from "./messages.ts";

/** German. */
export const people: PeopleMessages = {
  title: "Personen",
  none: "Noch niemand hat ein Konto.",
  nameHint: "Kleinbuchstaben, Ziffern, Punkte, Bindestriche; höchstens 64 Zeichen. Er bleibt.",
  fullName: "Voller Name",
  fullNameHint: "Wie Kollegen diese Person kennen. Der Name steht bei allem, was getan wird.",
  roleHints: {
    operator: "sieht Alarme und Positionen und bearbeitet Einsätze",
    technician: "sieht und ändert Geräte und Modems",
    auditor: "liest und prüft das Prüfprotokoll",
    admin: "fügt Personen hinzu und bestimmt, was jede darf",
  },
  rolesConsequence: "Gilt sofort, auch auf offenen Seiten. Die Person bleibt angemeldet.",
  renameConsequence:
    "Wird ab jetzt überall gezeigt. Im Prüfprotokoll führt der Name zum Anmelden zum Konto; er bleibt.",
  save: "Speichern",
  state: "Konto",
  states: { active: "aktiv", notSetUp: "noch nicht eingerichtet", disabled: "gesperrt" },
  secondFactor: "Zweiter Faktor",
  yes: "ja",
  no: "nein",
  lastSignIn: "Letzte Anmeldung",
  openSessions: "Angemeldet",
  authenticatorApp: "Authenticator-App",
  change: "Ändern",
  add: {
    name: "Person hinzufügen",
    title: "Person hinzufügen",
    consequence:
      "Sie erhalten einen Einmalcode zum Übergeben. Damit wählt die Person ein Passwort und einen zweiten Faktor; bis dahin kann sich niemand unter diesem Namen anmelden.",
    submit: "Hinzufügen und Code zeigen",
  },
  reset: {
    name: "Zurücksetzen…",
    title: "Anmeldung zurücksetzen?",
    consequence:
      "Passwort, zweiter Faktor, Passkeys und Wiederherstellungscodes gelten nicht mehr, und die Person wird sofort überall abgemeldet. Sie erhalten einen Einmalcode zum Übergeben für eine neue Einrichtung.",
    submit: "Zurücksetzen und Code zeigen",
  },
  disable: {
    name: "Sperren…",
    title: "Dieses Konto sperren?",
    consequence:
      "Die Person wird sofort überall abgemeldet und kann sich nicht mehr anmelden; persönliche Token gelten nicht mehr. Was getan wurde, bleibt unter diesem Namen.",
    submit: "Sperren",
  },
  enable: {
    name: "Entsperren…",
    title: "Dieses Konto entsperren?",
    consequence:
      "Das Konto hat seine Rollen wieder. Sie erhalten einen Einmalcode zum Übergeben: Die Person richtet ein neues Passwort und einen neuen zweiten Faktor ein.",
    submit: "Entsperren und Code zeigen",
  },
  cancel: "Zurück, ohne etwas zu ändern",
  back: "Alle Personen",
  oneTimeCode: {
    title: "Einmalcode für {}",
    handOver:
      "Übergeben Sie beides persönlich oder am Telefon, nie zusammen per E-Mail. Diese Seite wird nur einmal gezeigt: Schreiben Sie beides jetzt auf.",
    address: "Adresse",
    code: "Code",
    holds:
      "Gilt einmal, bis {}. Ist der Code verloren oder abgelaufen, setzen Sie das Konto für einen neuen zurück.",
  },
  sessions: "Offene Sitzungen",
  noSessions: "Nirgends angemeldet.",
  sessionConsequence:
    "Beenden: Dieser Browser wird sofort abgemeldet; das Konto bleibt, wie es ist.",
  browser: "Browser",
  token: "Token",
  tokenConsequence:
    "Widerrufen: Programme, die das Token benutzen, werden sofort und endgültig abgewiesen.",
  notAllowed: "Das darf nur ein Administrator, und nur auf einer Seite dieser Konsole.",
  notKept:
    "Der Speicher hat nicht wie vorgesehen geantwortet: Es ist nicht sicher, dass dies erfasst wurde. Sehen Sie das Konto an und versuchen Sie es noch einmal.",
  unknown: "Diese Person ist hier nicht bekannt.",
};
