import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "Disponent",
    technician: "Techniker",
    auditor: "Prüfer",
    admin: "Administrator",
  },
  rolesTitle: "Rollen",
  refusal: {
    title: "Ihre Rollen öffnen diese Seite nicht.",
    needed: (roles) => `Sie ist für die Rolle: ${roles}.`,
    yours: (roles) => `Sie haben: ${roles}.`,
    ask: (admins) =>
      admins === ""
        ? "Brauchen Sie sie für Ihre Arbeit, lassen Sie sich die Rolle auf dem Gateway geben: „vigil user role“."
        : `Brauchen Sie sie für Ihre Arbeit, bitten Sie einen Administrator um die Rolle: ${admins}.`,
    demo:
      "In einer Vorführung meldet sich niemand an, und es gibt keine Konten. Ein Gateway, das Sie selbst starten, hat sie.",
    back: "Zu Ihrer ersten Seite",
    foreignForm:
      "Es wurde nichts getan: Dies kam nicht von einer Seite dieser Konsole. Öffnen Sie die Seite hier und versuchen Sie es erneut.",
  },
  signIn: {
    name: "Name",
    password: "Passwort",
    next: "Weiter",
    passkey: "Mit einem Passkey anmelden",
    passkeyFailed:
      "Der Browser hat keinen Passkey gegeben. Versuchen Sie es erneut, oder melden Sie sich mit Ihrem Passwort an.",
    hasCode: "Ich habe einen Einmalcode: mein Konto einrichten",
    claim: "Dieses Gateway hat noch keinen Administrator: übernehmen",
    secondStep: "Zweiter Schritt",
    totp: {
      label: "Code Ihrer Authenticator-App",
      hint: "6 Ziffern, alle 30 Sekunden ein neuer Code. Jeder gilt einmal.",
    },
    noPhone: "Kein Telefon zur Hand? Wiederherstellungscode verwenden",
    recovery: {
      label: "Wiederherstellungscode",
      hint: "Einer der zehn, die Sie gedruckt haben. Jeder gilt einmal.",
    },
    again: "Von vorn beginnen",
  },
  claim: {
    title: "Erster Administrator",
    code: {
      label: "Code dieses Gateways",
      hint: "Das Gateway zeigt ihn beim Start nach „claim:“; siehe sein Protokoll.",
    },
    name: {
      label: "Name zum Anmelden",
      hint: "Kleinbuchstaben, Ziffern, Punkte und Bindestriche, wie an.peeters",
    },
    fullName: { label: "Voller Name", hint: "Er steht bei allem, was Sie hier tun." },
    next: "Weiter",
    isDone:
      "Dieses Gateway hat einen Administrator: Bitten Sie dort um ein Konto. Kann sich kein Administrator anmelden, führen Sie auf dem Gateway „vigil user reset NAME“ aus.",
  },
  setUp: {
    title: "Ihr Konto einrichten",
    code: {
      label: "Einmalcode",
      hint: "Sie haben ihn von Ihrem Administrator: 16 Zeichen, 72 Stunden und einmal gültig.",
    },
    next: "Weiter",
    password: {
      label: "Neues Passwort",
      hint: "12 Zeichen oder mehr. Ein Satz ist gut.",
    },
    again: "Dasselbe Passwort noch einmal",
    scan:
      "Scannen Sie dies mit einer Authenticator-App auf Ihrem Telefon, oder geben Sie den Schlüssel unten in die App ein.",
    secret: "Schlüssel:",
    totp: "Code, den die App jetzt zeigt",
    finish: "Abschließen",
  },
  codes: {
    title: "Ihre Wiederherstellungscodes",
    once:
      "Sie werden nur jetzt gezeigt. Drucken Sie diese Seite oder schreiben Sie sie auf, und bewahren Sie sie dort auf, wo nur Sie sie erreichen.",
    each: "Ohne Ihr Telefon ersetzt einer davon den Code der App. Jeder gilt einmal.",
    madeOn: "erstellt am",
    signIn: "Ich habe sie aufbewahrt: anmelden",
  },
  own: {
    title: "Ihr Konto",
    back: "Zurück zu Ihrem Konto",
    password: "Passwort",
    current: "Bisheriges Passwort",
    next: {
      label: "Neues Passwort",
      hint: "12 Zeichen oder mehr. Sie werden überall sonst abgemeldet.",
    },
    again: "Das neue Passwort noch einmal",
    change: "Passwort ändern",
    codes: "Wiederherstellungscodes",
    codesLeft: (count) => count === 1 ? "1 Code ist übrig." : `${count} Codes sind übrig.`,
    newCodes: "Zehn neue Codes erstellen; die bisherigen enden",
    done: {
      "password": "Das Passwort ist geändert. Sie sind überall sonst abgemeldet.",
      "passkey": "Der Passkey ist hinzugefügt.",
      "passkey-removed": "Der Passkey ist entfernt.",
      "session": "Die Sitzung ist beendet.",
      "token-revoked": "Das Token ist widerrufen.",
    },
  },
  passkeys: {
    title: "Passkeys",
    about:
      "Mit einem Passkey melden Sie sich mit Fingerabdruck, Gesicht oder Sicherheitsschlüssel an, ohne Passwort und Code.",
    none: "Noch kein Passkey.",
    label: {
      label: "Name des neuen Passkeys",
      hint: "Um ihn zu erkennen, etwa: Schlüssel an meinem Bund",
    },
    add: "Passkey hinzufügen",
    remove: "Entfernen",
    made: "hinzugefügt",
    used: "zuletzt benutzt",
    neverUsed: "noch nicht benutzt",
    notHere:
      "Ein Passkey lässt sich hinzufügen, wo diese Seite über HTTPS unter einem Namen geöffnet ist, in einem Browser, der Passkeys kennt, mit JavaScript.",
  },
  sessions: {
    title: "Wo Sie angemeldet sind",
    here: "dieser Browser",
    from: "von",
    began: "begonnen",
    used: "zuletzt benutzt",
    end: "Beenden",
    unknownBrowser: "unbekannter Browser",
  },
  tokens: {
    title: "Persönliche Token",
    about:
      "Für Ihre eigenen Programme, etwa curl. Ein Token darf, was eine Ihrer Rollen darf; was es tut, wird unter Ihrem Namen festgehalten.",
    none: "Noch kein Token.",
    name: { label: "Name des Tokens", hint: "Wofür es ist, etwa: Monatsbericht" },
    role: "Rolle",
    scope: "Es darf",
    scopes: { read: "nur lesen", act: "lesen und ändern" },
    days: { label: "Tage, bis es endet", hint: "1 bis 365" },
    make: "Token erstellen",
    revoke: "Widerrufen",
    ends: "endet",
    fresh: "Ihr neues Token",
    once: "Es wird nur jetzt gezeigt. Bewahren Sie es wie ein Passwort auf.",
    use: "Zum Beispiel in einem Terminal:",
  },
  problems: {
    "invalid-name":
      "Verwenden Sie 1 bis 64 Kleinbuchstaben, Ziffern, Punkte, Binde- und Unterstriche; beginnen Sie mit Buchstabe oder Ziffer.",
    "invalid-full-name": "Geben Sie einen Namen von 1 bis 128 Zeichen ein.",
    "invalid-roles": "Wählen Sie mindestens eine Rolle.",
    "invalid-label": "Geben Sie einen Namen von 1 bis 64 Zeichen für den Passkey ein.",
    "invalid-token-name": "Geben Sie einen Namen von 1 bis 64 Zeichen für das Token ein.",
    "invalid-days": "Geben Sie eine Zahl von Tagen von 1 bis 365 ein.",
    "name-taken": "Dieser Name ist vergeben: Wählen Sie einen anderen.",
    "password-too-short": "Zu kurz: Verwenden Sie 12 Zeichen oder mehr.",
    "password-too-long": "Zu lang: Verwenden Sie höchstens 128 Zeichen.",
    "password-is-name": "Verwenden Sie nicht Ihren Namen als Passwort.",
    "password-is-common": "Andere versuchen dieses Passwort zuerst: Wählen Sie ein anderes.",
    "unknown-account": "Es gibt kein Konto dieses Namens.",
    "account-disabled": "Dieses Konto ist gesperrt.",
    "account-not-disabled": "Dieses Konto ist nicht gesperrt.",
    "last-admin":
      "Dies ist der letzte Administrator, der sich anmelden kann: Erstellen Sie zuerst einen weiteren, oder verwenden Sie „vigil user“ auf dem Gateway.",
    "role-not-held": "Wählen Sie eine Ihrer eigenen Rollen.",
    "unknown-passkey": "Dieser Passkey war schon entfernt.",
    "unknown-token": "Dieses Token war schon widerrufen oder ist abgelaufen.",
    "too-many-passkeys": "Sie haben 10 Passkeys: Entfernen Sie zuerst einen.",
    "too-many-tokens": "Sie haben 20 Token: Widerrufen Sie zuerst eines.",
    "wrong-code":
      "Dieser Code ist falsch, wurde schon benutzt oder ist abgelaufen. Prüfen Sie Ihre Eingabe, oder bitten Sie um einen neuen.",
    "wrong-credentials":
      "Name oder Passwort ist falsch. Versuchen Sie es erneut, oder bitten Sie einen Administrator, Ihr Konto zurückzusetzen.",
    "wrong-password": "Das ist nicht Ihr Passwort.",
    "wrong-totp":
      "Dieser Code ist falsch oder wurde schon benutzt. Warten Sie auf den nächsten; die Uhr des Telefons muss stimmen.",
    "wrong-recovery-code":
      "Dieser Wiederherstellungscode ist falsch oder wurde schon benutzt: Verwenden Sie einen anderen.",
    "wrong-passkey":
      "Dieser Passkey ist hier nicht bekannt. Melden Sie sich mit Ihrem Passwort an.",
    "ticket-ended":
      "Das hat länger als 5 Minuten gedauert oder war schon getan. Beginnen Sie von vorn.",
    "passkeys-need-https":
      "Passkeys gehen nur über HTTPS unter einem Namen. Melden Sie sich mit Ihrem Passwort an.",
    "locked-out": "Zu viele Fehlversuche. Warten Sie {}, und versuchen Sie es dann erneut.",
    "busy": "Gerade melden sich zu viele Personen an. Versuchen Sie es in {} erneut.",
    "passwords-differ": "Die beiden Passwörter sind nicht gleich: Geben Sie beide erneut ein.",
    "sessions-full":
      "Zu viele Personen sind angemeldet. Jemand muss sich abmelden, bevor Sie sich anmelden können.",
    "not-a-form": "Das Formular kam nicht vollständig an. Versuchen Sie es erneut.",
  },
};
