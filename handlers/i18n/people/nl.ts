import type { PeopleMessages } from "./messages.ts";

/** Dutch. */
export const people: PeopleMessages = {
  title: "Personen",
  none: "Nog niemand heeft een account.",
  nameHint: "Kleine letters, cijfers, punten, streepjes; hoogstens 64 tekens. De naam blijft.",
  fullName: "Volledige naam",
  fullNameHint: "Zoals collega’s deze persoon kennen. De naam staat bij alles wat gedaan wordt.",
  roleHints: {
    operator: "ziet alarmen en posities, en behandelt incidenten",
    technician: "ziet en wijzigt toestellen en modems",
    auditor: "leest en controleert het auditlogboek",
    admin: "voegt personen toe en bepaalt wat elk van hen mag",
  },
  rolesConsequence: "Geldt meteen, ook op open pagina’s. De persoon blijft aangemeld.",
  renameConsequence:
    "Wordt vanaf nu overal getoond. In het auditlogboek leidt de naam om aan te melden naar het account; die blijft.",
  save: "Opslaan",
  state: "Account",
  states: { active: "actief", notSetUp: "nog niet ingesteld", disabled: "uitgeschakeld" },
  secondFactor: "Tweede factor",
  yes: "ja",
  no: "nee",
  lastSignIn: "Laatste aanmelding",
  openSessions: "Aangemeld",
  authenticatorApp: "Authenticator-app",
  change: "Wijzigen",
  add: {
    name: "Persoon toevoegen",
    title: "Persoon toevoegen",
    consequence:
      "U krijgt een eenmalige code om te overhandigen. Daarmee kiest de persoon een wachtwoord en een tweede factor; tot dan kan niemand zich onder deze naam aanmelden.",
    submit: "Toevoegen en code tonen",
  },
  reset: {
    name: "Opnieuw instellen…",
    title: "Aanmelding opnieuw laten instellen?",
    consequence:
      "Wachtwoord, tweede factor, passkeys en herstelcodes werken niet meer, en de persoon wordt meteen overal afgemeld. U krijgt een eenmalige code om te overhandigen voor een nieuwe instelling.",
    submit: "Opnieuw instellen en code tonen",
  },
  disable: {
    name: "Uitschakelen…",
    title: "Dit account uitschakelen?",
    consequence:
      "De persoon wordt meteen overal afgemeld en kan zich niet meer aanmelden; persoonlijke tokens werken niet meer. Wat gedaan is, blijft onder deze naam staan.",
    submit: "Uitschakelen",
  },
  enable: {
    name: "Inschakelen…",
    title: "Dit account inschakelen?",
    consequence:
      "Het account heeft opnieuw zijn rollen. U krijgt een eenmalige code om te overhandigen: de persoon stelt een nieuw wachtwoord en een nieuwe tweede factor in.",
    submit: "Inschakelen en code tonen",
  },
  cancel: "Terug zonder iets te wijzigen",
  back: "Alle personen",
  oneTimeCode: {
    title: "Eenmalige code voor {}",
    handOver:
      "Overhandig deze persoonlijk of per telefoon, nooit samen per e-mail. Deze pagina wordt één keer getoond: noteer ze nu.",
    address: "Adres",
    code: "Code",
    holds:
      "Werkt één keer, tot {}. Is de code verloren of verlopen, stel dan het account opnieuw in.",
  },
  sessions: "Open sessies",
  noSessions: "Nergens aangemeld.",
  sessionConsequence:
    "Beëindigen: die browser wordt meteen afgemeld; het account blijft zoals het is.",
  browser: "Browser",
  token: "Token",
  tokenConsequence:
    "Intrekken: programma’s die het token gebruiken, worden meteen en voorgoed geweigerd.",
  notAllowed: "Alleen een beheerder mag dit, en alleen vanaf een pagina van deze console.",
  notKept:
    "De opslag antwoordde niet zoals het hoort: het is niet zeker dat dit geregistreerd is. Bekijk het account en probeer opnieuw.",
  unknown: "Deze persoon is hier niet bekend.",
};
