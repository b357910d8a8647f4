import type { WearableMessages } from "./messages.ts";

/** Dutch. */
export const wearables: WearableMessages = {
  title: "Toestellen",
  none: "Nog geen toestellen.",
  more: "Meer",
  state: "Toestand",
  states: {
    none: "niet toegewezen",
    active: "actief",
    suspended: "opgeschort",
    expired: "verlopen",
    retired: "buiten dienst",
  },
  ends: "Einde",
  ended: "verlopen",
  within7: "binnen 7 dagen",
  within30: "binnen 30 dagen",
  days: (count) => count === 1 ? "nog 1 dag" : `nog ${count} dagen`,
  unsupervised: "niet bewaakt",
  lastHeard: "Laatst gehoord",
  actions: { extend: "6 maanden verlengen", suspend: "Opschorten", resume: "Hervatten" },
  change: "Wijzigen",
  suspendTitle: "Dit toestel opschorten?",
  suspendConsequence:
    "De alarmen van het toestel bereiken de dispatching nog, gemarkeerd als opgeschort. Een technicus kan het op elk moment hervatten.",
  suspendBack: "Terug zonder op te schorten",
  notDone:
    "Er is niets gewijzigd: alleen een technicus mag dit, en het toestel moet in gebruik zijn.",
  badges: {
    "silent": "stil",
    "not-charged": "vandaag niet geladen",
    "weak-signal": "zwak signaal",
    "ends-soon": "eindigt binnenkort",
    "false-alarms": "valse alarmen: {} %",
    "not-supervised": "niet bewaakt",
  },
  remedies: {
    "silent": "Het is te lang niet gehoord. Bel de drager, laat het laden en test het.",
    "not-charged":
      "Het is een dag lang gehoord en niet geladen. Vraag de drager om het vanavond te laden.",
    "weak-signal":
      "Het wordt amper gehoord: iets verder weg en het wordt niet meer gehoord. Test het waar het gedragen wordt; verplaats een antenne of zet er een bij.",
    "ends-soon":
      "De toewijzing eindigt binnenkort of is verlopen. Verleng ze of haal het toestel terug.",
    "false-alarms":
      "Meer dan de helft van de alarmen was vals. Kijk hoe het gedragen wordt; wissel het als de knop defect is.",
    "not-supervised":
      "Als het stilvalt, wordt niets gemeld. Laat het enkele keren horen of stel de periode van de hartslag in.",
  },
  search: {
    label: "Een toestel zoeken",
    hint: "UID of dossier, of een deel ervan",
    submit: "Zoeken",
    found: "{} gevonden",
    tooMany: "De eerste 50 worden getoond: schrijf er meer van.",
    all: "Alle toestellen",
  },
  filter: {
    badge: "Wat zorgen baart",
    any: "alles",
    state: "Toestand",
    inUse: "in gebruik",
    order: "Volgorde",
    worry: "meest zorgwekkend eerst",
    uid: "op UID",
    submit: "Tonen",
    none: "Geen enkel toestel is zo.",
  },
  heard: "{} van {} gehoord in een dag",
  battery: "Batterij",
  own: {
    pageTitle: "Toestel",
    heading: "Ontvangst en batterij",
    signal: "Signaal",
    charged: "Laatst geladen",
    never: "nooit",
    period: "Hartslag elke",
    alarms: "Alarmen",
    noAlarms: "Nog geen alarm van dit toestel.",
    isOpen: "open",
    life: "Levensloop",
    tests: "Tests en oefeningen",
    lastTest: "Laatste test",
    passed: "geslaagd",
    failed: "mislukt",
    noTest: "nog niet getest",
    drillUntil: "in oefening tot",
    backToAll: "Alle toestellen",
    sheet: "Fiche om af te drukken",
    notFound: "Zo'n toestel bestaat niet.",
    notKept: "De gateway kon het niet opslaan: er is niets gewijzigd. Probeer opnieuw.",
    left: "Buiten dienst. De sleutel staat misschien nog in deze bestanden: {}",
    noneFree: "Geen enkel toestel is vrij: geef er eerst een uit.",
  },
  steps: {
    "issued": "uitgegeven",
    "assigned": "toegewezen",
    "extended": "verlengd",
    "suspended": "opgeschort",
    "resumed": "hervat",
    "changed": "gewijzigd",
    "rekeying": "sleutelwissel begonnen",
    "retired": "buiten dienst",
    "erased": "sleutel opgezocht",
    "drill-started": "oefening begonnen",
    "drill-ended": "oefening beëindigd",
  },
  acts: {
    "assign": {
      name: "Toewijzen",
      title: "Aan een dossier koppelen",
      consequence:
        "Het dient het dossier vanaf het volgende bericht. Een dossier dat het eerder diende, wordt vervangen.",
      submit: "Koppelen",
    },
    "swap": {
      name: "Wisselen",
      title: "Door een ander toestel vervangen",
      consequence:
        "Het dossier en het einde van de toewijzing gaan in één stap over op het andere toestel. Test dat toestel voor het eerste de deur uit gaat.",
      submit: "Wisselen",
    },
    "drill": {
      name: "Oefening",
      title: "Een oefening beginnen of beëindigen",
      consequence:
        "De berichten worden als oefening gemarkeerd en blijven even dringend. De oefening eindigt vanzelf.",
      submit: "Oefening instellen",
    },
    "rotate-key": {
      name: "Sleutel wisselen",
      title: "Naar de volgende sleutel overgaan",
      consequence:
        "Het krijgt de wissel als antwoord op de hartslag. Tot het onder de nieuwe sleutel gehoord wordt, gelden beide.",
      submit: "Wissel beginnen",
    },
    "retire": {
      name: "Buiten dienst stellen",
      title: "Dit toestel buiten dienst stellen",
      consequence:
        "De sleutels worden voorgoed vernietigd en niets wat het zendt, wordt nog aangenomen. Dit kan niet ongedaan worden gemaakt.",
      submit: "Buiten dienst stellen",
    },
  },
  cancel: "Terug zonder wijziging",
  fields: {
    reference: {
      label: "Dossier",
      hint: "Zoals de dispatching en de politie het schrijven; hoogstens 64 tekens",
    },
    expires: {
      label: "Eindigt op",
      hint: "Een dag zoals 2027-05-23, of never (nooit). Leeg: over zes maanden",
    },
    replacement: { label: "Komt in de plaats", hint: "UID van een toestel dat geen dossier dient" },
    reason: { label: "Reden", hint: "Voor het dossier; mag leeg zijn" },
    minutes: { label: "Minuten", hint: "1 tot 60; 0 beëindigt de oefening" },
    confirm: { label: "UID", hint: "Typ de UID van dit toestel, om zeker te zijn dat het dit is" },
  },
  becomes: {
    label: "Wat er met het eerste gebeurt",
    suspended: "opgeschort: de alarmen komen nog door, gemarkeerd",
    retired: "buiten dienst: de sleutels worden vernietigd",
  },
  problems: {
    "unknown-device": "Er is geen toestel met deze UID.",
    "uid-taken": "Deze UID is bezet.",
    "invalid-request": "Dit kan niet zoals het gevraagd werd.",
    "device-retired":
      "Het is buiten dienst en de sleutel is weg: geef het opnieuw uit onder een andere UID.",
    "not-assigned": "Het dient geen dossier: wijs het eerst toe.",
    "no-end": "De toewijzing heeft geen einde: geef er een door opnieuw toe te wijzen.",
    "no-key": "Het heeft geen sleutel waarop een andere kan volgen.",
    "last-generation":
      "Dit is de laatste sleutel: stel het buiten dienst en geef het uit onder een andere UID.",
    "alarm-open": "Er is een alarm van open: laat eerst het incident afsluiten.",
    "device-in-use": "Dat toestel dient al een dossier: kies er een dat niet toegewezen is.",
  },
  wrong: {
    reference: "Schrijf 1 tot 64 tekens, zonder stuurtekens.",
    expires: "Dit is geen komende dag: schrijf zoals 2027-05-23, of never.",
    minutes: "Schrijf een geheel getal van 0 tot 60.",
    confirm: "Dit is niet de UID van dit toestel: er is niets gedaan.",
    reason: "Hoogstens 200 tekens, zonder stuurtekens.",
    form: "Het formulier is niet volledig aangekomen: verstuur het opnieuw.",
  },
};
