import type { NoteMessages } from "./messages.ts";

/** Dutch. */
export const notes: NoteMessages = {
  title: "Notities",
  add: "Notitie toevoegen",
  text: "Notitie",
  hint:
    "Hoogstens 2 000 tekens. Een bewaarde notitie kan nooit meer gewijzigd of verwijderd worden; een tweede notitie kan ze verbeteren. De tekst wordt even lang bewaard als de gebeurtenissen.",
  link: "Opname of bestand elders (niet verplicht)",
  linkHint:
    "Waar het bewaard wordt: een adres met https://, of het pad van een bestand. Het wordt niet gekopieerd.",
  submit: "Notitie bewaren",
  none: "Nog geen notitie.",
  kept: "Opname of bestand:",
  erased: "De tekst is gewist aan het einde van de bewaartermijn.",
  problems: {
    empty: "Schrijf eerst de notitie.",
    "too-long": "De notitie telt meer dan 2 000 tekens. Kort ze in, of schrijf er twee.",
    "bad-link":
      "Geef een adres dat met https:// of http:// begint en geen wachtwoord bevat, of het volledige pad van een bestand, hoogstens 1 000 tekens.",
    "too-many":
      "Dit incident heeft 1 000 notities en neemt er geen meer aan. Schrijf het in een overdracht van de ploeg.",
    "not-kept":
      "De opslag antwoordde niet zoals het hoort: het is niet zeker dat de notitie bewaard is. Wat u schreef, staat er nog. Kijk of ze bij de notities staat en probeer opnieuw.",
  },
  handover: {
    title: "Overdracht van de ploeg",
    intro: "Wat de volgende ploeg moet weten. De nieuwste staat op de pagina met alarmen.",
    text: "Overdracht",
    hint:
      "Hoogstens 2 000 tekens. Eens bewaard, kan ze nooit meer gewijzigd of verwijderd worden. Geen namen van slachtoffers: het dossiernummer volstaat.",
    submit: "Overdragen",
    written: "Overdrachten tot nu toe",
    none: "Nog geen overdracht.",
    newest: "Overdracht door",
    all: "Alle overdrachten, en de volgende",
    write: "Overdracht voor de volgende ploeg schrijven",
  },
};
