import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "operator",
    technician: "technicus",
    auditor: "auditor",
    admin: "beheerder",
  },
  rolesTitle: "Rollen",
  refusal: {
    title: "Uw rollen geven geen toegang tot deze pagina.",
    needed: (roles) => `Ze is voor de rol: ${roles}.`,
    yours: (roles) => `U hebt: ${roles}.`,
    ask: (admins) =>
      admins === ""
        ? "Hebt u ze nodig voor uw werk, laat u de rol dan geven op de gateway: “vigil user role”."
        : `Hebt u ze nodig voor uw werk, vraag de rol dan aan een beheerder: ${admins}.`,
    demo:
      "In een demo meldt niemand zich aan en zijn er geen accounts. Een gateway die u zelf start, heeft ze wel.",
    back: "Naar uw eerste pagina",
    foreignForm:
      "Er is niets gedaan: dit kwam niet van een pagina van deze console. Open de pagina hier en probeer opnieuw.",
  },
  signIn: {
    name: "Naam",
    password: "Wachtwoord",
    next: "Verder",
    passkey: "Aanmelden met een passkey",
    passkeyFailed: "De browser gaf geen passkey. Probeer opnieuw, of meld aan met uw wachtwoord.",
    hasCode: "Ik heb een eenmalige code: mijn account instellen",
    claim: "Deze gateway heeft nog geen beheerder: neem ze in beheer",
    secondStep: "Tweede stap",
    totp: {
      label: "Code van uw authenticator-app",
      hint: "6 cijfers, elke 30 seconden een nieuwe code. Elke code werkt één keer.",
    },
    noPhone: "Geen telefoon bij de hand? Gebruik een herstelcode",
    recovery: {
      label: "Herstelcode",
      hint: "Een van de tien die u hebt afgedrukt. Elke code werkt één keer.",
    },
    again: "Opnieuw beginnen",
  },
  claim: {
    title: "Eerste beheerder",
    code: {
      label: "Code van deze gateway",
      hint: "De gateway toont ze bij het starten, na “claim:”; zie het logboek.",
    },
    name: {
      label: "Naam om aan te melden",
      hint: "Kleine letters, cijfers, punten en koppeltekens, zoals an.peeters",
    },
    fullName: { label: "Volledige naam", hint: "Ze staat bij alles wat u hier doet." },
    next: "Verder",
    isDone:
      "Deze gateway heeft een beheerder: vraag daar een account. Kan geen beheerder aanmelden, voer dan “vigil user reset NAAM” uit op de gateway.",
  },
  setUp: {
    title: "Uw account instellen",
    code: {
      label: "Eenmalige code",
      hint: "U kreeg ze van uw beheerder: 16 tekens, 72 uur en één keer geldig.",
    },
    next: "Verder",
    password: {
      label: "Nieuw wachtwoord",
      hint: "Minstens 12 tekens. Een zin mag.",
    },
    again: "Hetzelfde wachtwoord opnieuw",
    scan:
      "Scan dit met een authenticator-app op uw telefoon, of geef de sleutel hieronder in de app in.",
    secret: "Sleutel:",
    totp: "Code die de app nu toont",
    finish: "Voltooien",
  },
  codes: {
    title: "Uw herstelcodes",
    once:
      "Ze worden alleen nu getoond. Druk deze pagina af of schrijf ze op, en bewaar ze waar alleen u erbij kunt.",
    each:
      "Zonder uw telefoon vervangt een herstelcode de code van de app. Elke code werkt één keer.",
    madeOn: "gemaakt op",
    signIn: "Ik heb ze bewaard: aanmelden",
  },
  own: {
    title: "Uw account",
    back: "Terug naar uw account",
    password: "Wachtwoord",
    current: "Huidig wachtwoord",
    next: {
      label: "Nieuw wachtwoord",
      hint: "Minstens 12 tekens. U wordt overal elders afgemeld.",
    },
    again: "Het nieuwe wachtwoord opnieuw",
    change: "Wachtwoord wijzigen",
    codes: "Herstelcodes",
    codesLeft: (count) => count === 1 ? "Er is nog 1 code." : `Er zijn nog ${count} codes.`,
    newCodes: "Tien nieuwe codes maken; de vorige vervallen",
    done: {
      "password": "Het wachtwoord is gewijzigd. U bent overal elders afgemeld.",
      "passkey": "De passkey is toegevoegd.",
      "passkey-removed": "De passkey is verwijderd.",
      "session": "De sessie is beëindigd.",
      "token-revoked": "Het token is ingetrokken.",
    },
  },
  passkeys: {
    title: "Passkeys",
    about:
      "Met een passkey meldt u aan met vingerafdruk, gezicht of een beveiligingssleutel, zonder wachtwoord en code.",
    none: "Nog geen passkey.",
    label: {
      label: "Naam van de nieuwe passkey",
      hint: "Om ze te herkennen, zoals: sleutel aan mijn bos",
    },
    add: "Passkey toevoegen",
    remove: "Verwijderen",
    made: "toegevoegd",
    used: "laatst gebruikt",
    neverUsed: "nog niet gebruikt",
    notHere:
      "Een passkey toevoegen kan waar deze pagina met HTTPS onder een naam geopend is, in een browser die passkeys kent, met JavaScript.",
  },
  sessions: {
    title: "Waar u aangemeld bent",
    here: "deze browser",
    from: "vanaf",
    began: "begonnen",
    used: "laatst gebruikt",
    end: "Beëindigen",
    unknownBrowser: "onbekende browser",
  },
  tokens: {
    title: "Persoonlijke tokens",
    about:
      "Voor uw eigen programma’s, zoals curl. Een token mag wat een van uw rollen mag; wat het doet, wordt onder uw naam bewaard.",
    none: "Nog geen token.",
    name: { label: "Naam van het token", hint: "Waarvoor het dient, zoals: maandrapport" },
    role: "Rol",
    scope: "Het mag",
    scopes: { read: "alleen lezen", act: "lezen en wijzigen" },
    days: { label: "Dagen tot het vervalt", hint: "1 tot 365" },
    make: "Token maken",
    revoke: "Intrekken",
    ends: "vervalt",
    fresh: "Uw nieuwe token",
    once: "Het wordt alleen nu getoond. Bewaar het als een wachtwoord.",
    use: "Bijvoorbeeld, in een terminal:",
  },
  problems: {
    "invalid-name":
      "Gebruik 1 tot 64 kleine letters, cijfers, punten, koppeltekens en onderstrepingstekens; begin met een letter of cijfer.",
    "invalid-full-name": "Geef een naam van 1 tot 128 tekens in.",
    "invalid-roles": "Kies minstens één rol.",
    "invalid-label": "Geef een naam van 1 tot 64 tekens in voor de passkey.",
    "invalid-token-name": "Geef een naam van 1 tot 64 tekens in voor het token.",
    "invalid-days": "Geef een aantal dagen van 1 tot 365 in.",
    "name-taken": "Deze naam is al in gebruik: kies een andere.",
    "password-too-short": "Te kort: gebruik minstens 12 tekens.",
    "password-too-long": "Te lang: gebruik hoogstens 128 tekens.",
    "password-is-name": "Gebruik uw naam niet als wachtwoord.",
    "password-is-common": "Anderen proberen dit wachtwoord het eerst: kies een ander.",
    "unknown-account": "Er is geen account met deze naam.",
    "account-disabled": "Dit account is uitgeschakeld.",
    "account-not-disabled": "Dit account is niet uitgeschakeld.",
    "last-admin":
      "Dit is de laatste beheerder die kan aanmelden: maak eerst een andere, of gebruik “vigil user” op de gateway.",
    "role-not-held": "Kies een van uw eigen rollen.",
    "unknown-passkey": "Deze passkey was al verwijderd.",
    "unknown-token": "Dit token was al ingetrokken, of is vervallen.",
    "too-many-passkeys": "U hebt 10 passkeys: verwijder er eerst een.",
    "too-many-tokens": "U hebt 20 tokens: trek er eerst een in.",
    "wrong-code":
      "Deze code is fout, al gebruikt of vervallen. Controleer wat u hebt ingegeven, of vraag een nieuwe.",
    "wrong-credentials":
      "Naam of wachtwoord is fout. Probeer opnieuw, of vraag een beheerder om uw account te resetten.",
    "wrong-password": "Dit is niet uw wachtwoord.",
    "wrong-totp":
      "Deze code is fout of al gebruikt. Wacht op de volgende; de klok van de telefoon moet juist staan.",
    "wrong-recovery-code": "Deze herstelcode is fout of al gebruikt: gebruik een andere.",
    "wrong-passkey": "Deze passkey is hier niet bekend. Meld aan met uw wachtwoord.",
    "ticket-ended": "Dit duurde langer dan 5 minuten, of was al gedaan. Begin opnieuw.",
    "passkeys-need-https":
      "Passkeys werken alleen met HTTPS onder een naam. Meld aan met uw wachtwoord.",
    "locked-out": "Te veel mislukte pogingen. Wacht {} en probeer dan opnieuw.",
    "busy": "Er melden zich nu te veel mensen aan. Probeer opnieuw over {}.",
    "passwords-differ": "De twee wachtwoorden zijn niet gelijk: geef beide opnieuw in.",
    "sessions-full":
      "Er zijn te veel mensen aangemeld. Iemand moet zich afmelden voor u kunt aanmelden.",
    "not-a-form": "Het formulier kwam niet volledig aan. Probeer opnieuw.",
  },
};
