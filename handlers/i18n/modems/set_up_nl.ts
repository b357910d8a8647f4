import type { SetUpMessages } from "./set_up_messages.ts";

/** Dutch. */
export const setUp: SetUpMessages = {
  title: "Een modem instellen",
  intro:
    "Stap voor stap: welke poort, wat er is, hoe hij ingesteld moet zijn, schrijven, teruglezen.",
  steps: ["Poort", "Wat er is", "Instellingen", "Schrijven", "Configureren"],
  noPorts:
    "Er is geen vrije poort: sluit de modem aan en open deze pagina opnieuw. Wat al geconfigureerd is, staat op zijn eigen pagina.",
  choosePort: "Welke poort?",
  make: "Wat kan er zijn?",
  anyMake: "Eender welk merk: vragen",
  anyMakeHint: "Vragen die niets veranderen; het duurt tot vijf seconden.",
  ebyte: "Een Ebyte E22, in configuratiemodus gezet",
  ebyteHint:
    "M0 laag en M1 hoog, of zijn knop ingedrukt tot de led rood is. In transparante modus zou elke vraag de lucht in gaan: kies voor een E22 nooit het andere.",
  ask: "Wat is het?",
  again: "Opnieuw vragen",
  another: "Andere poort",
  notAsked: "De poort is niet bevraagd sinds de start van de gateway: vraag wat er is.",
  settings: "Hoe moet hij ingesteld worden?",
  sameAs: "Ingevuld zoals {}: alle toestellen van een gateway hebben dezelfde instellingen.",
  usual: "Ingevuld met de gewone instellingen: de subband met de meeste zendtijd.",
  name: "Naam in de configuratie",
  nameHint: "Letters, cijfers, punten, streepjes of lage streepjes, zoals lora-2.",
  fields: {
    frequency_hz: {
      label: "Frequentie in Hz",
      hint: "869525000 heeft in Europa de meeste zendtijd.",
    },
    spreading_factor: { label: "Spreidingsfactor", hint: "5 tot 12; 9 raakt door huizen." },
    bandwidth_hz: { label: "Bandbreedte in Hz", hint: "125000, 250000 of 500000." },
    coding_rate: { label: "Coderingsgraad", hint: "5 is 4/5, 8 is 4/8." },
    sync_word: { label: "Synchronisatiewoord", hint: "0 tot 255; 18 voor eigen netwerken." },
    network_id: { label: "Netwerk-ID", hint: "3 tot 15, of 18." },
    pin_file: {
      label: "Bestand met de pincode van de sim",
      hint: "Zoals /etc/vigil/pin, modus 600. Schrijf none voor een sim die er geen vraagt.",
    },
  },
  next: "Verder: bekijk wat geschreven wordt",
  wrongName:
    "Een naam bestaat uit letters, cijfers, punten, streepjes of lage streepjes, en begint met een letter of cijfer.",
  takenName: "Er is al een modem met deze naam.",
  noNumber: "Schrijf een geheel getal.",
  wrongValue: "Deze waarde kan hier niet.",
  wrongPath: "Schrijf een absoluut pad, beginnend met /, of none.",
  planTitle: "Dit wordt geschreven",
  plan:
    "In deze volgorde; elk wordt teruggelezen en vergeleken. De modem onthoudt het, of wordt bij elke start ingesteld.",
  write: "Schrijven en teruglezen",
  change: "Instellingen wijzigen",
  nothingWritten:
    "Er is nog niets geschreven: de modem is niet ingesteld sinds de start van de gateway. Ga verder bij de vorige stap.",
  cellular:
    "Een mobiele modem wordt bij elke start door de gateway ingesteld: er wordt nu niets geschreven.",
  resultTitle: "Wat geschreven werd, en wat teruggelezen is",
  writeAgain: "Opnieuw schrijven",
  ebyteBack: "Zet nu M0 en M1 laag, of druk op zijn knop tot de led groen is.",
  test: "Testen",
  testHint: "Zendt één frame, en luistert tien seconden naar een toestel.",
  block: "Voor de configuratie",
  blockHint:
    "De gateway schrijft zijn eigen configuratie niet. Zet dit in vigil.toml, voer vigil check uit en herstart de gateway: vanaf dan luistert hij met deze modem.",
  copy: "Kopiëren",
  copied: "Gekopieerd",
};
