import type { SystemMessages } from "./messages.ts";

/** Dutch. */
export const system: SystemMessages = {
  title: "Systeem",
  back: "Terug naar het systeem",
  cancel: "Annuleren",
  findings: {
    title: "Wat de dokter vindt",
    looked: "Gekeken om",
    again: "Opnieuw kijken",
    looking: "De box wordt bekeken. Open deze pagina over enkele seconden opnieuw.",
    counts: "{bad} fout · {warning} waarschuwingen · {good} in orde",
    good: "Wat in orde is",
  },
  facts: {
    title: "In één oogopslag",
    version: "Versie",
    uptime: "Draait sinds",
    clock: "Klok",
    clocks: {
      ntp: "juist gehouden via het netwerk",
      cellular: "volgens het mobiele netwerk",
      unsynchronised: "niet juist gehouden",
    },
    newest: "Nieuwste gebeurtenis",
    free: "Vrij op de schijf",
    waiting: "Wijzigingen die op de schijf wachten",
    audit: "Nieuwste vermelding van het auditlog",
    people: "Personen die zich kunnen aanmelden",
    tokens: "Geldige tokens van programma's",
    backup: "Nieuwste back-up",
    none: "geen",
  },
  rejected: {
    title: "Geweigerde berichten en aanvallen",
    intro:
      "Wat gehoord werd en geen gebeurtenis werd. Alles wordt geteld; van elke reden worden de nieuwste bewaard. De inhoud wordt hier niet getoond: er kunnen plaatsen in staan.",
    counts: "Sinds de opslag gemaakt werd",
    reason: "Reden",
    modem: "Modem",
    count: "Berichten",
    newest: "Nieuwste",
    reasons: {
      armour: "Een tekst die een bericht moest dragen, en dat niet doet",
      length: "Een lengte die geen bericht heeft",
      unsupported: "Een versie of soort die deze gateway niet kent",
      "unknown-device":
        "Van een alarmtoestel dat hier niet ingeschreven is, of van een andere zone",
      "bad-tag":
        "Niet met de sleutel van het alarmtoestel gemaakt: vervalst, beschadigd, of een oude sleutel",
      "replay-suspected": "Veel te oud: wellicht opgenomen en opnieuw afgespeeld",
      stale: "Ingehaald door een nieuwer bericht, of over geen open alarm",
      "bad-checksum": "Onderweg beschadigd",
      malformed: "Van een gekend formaat, en niet zo geschreven als het moet",
      truncated: "Afgebroken",
      "disk-full": "Niet bewaard: de schijf was vol",
    },
    otherReason: "Niet begrepen",
    filter: "Kies",
    any: "alle",
    show: "Tonen",
    none: "Hiervan is niets bewaard.",
    signal: "Signaal",
    from: "Hoort bij",
    unknown: "onbekend",
  },
  attacks: {
    title: "Vermoedelijke aanvallen",
    intro: "Gebeurtenissen die zeggen dat iemand wil vervalsen, storen of binnendringen.",
    none: "Geen onder de laatste gebeurtenissen.",
    meanings: {
      "bad-tags": [
        "Veel berichten die zonder de sleutel van een alarmtoestel gemaakt zijn: iemand wil alarmen vervalsen, of een alarmtoestel heeft een verkeerde sleutel.",
        "Kijk hieronder of ze via één modem en met een sterk signaal komen: dan is de zender dichtbij. Geef een alarmtoestel met een verkeerde sleutel opnieuw uit.",
      ],
      "unproved-alarms": [
        "Veel alarmen binnen een minuut waarvan niets de afzender bewijst.",
        "Vraag het na bij de betrokkenen. Iedereen kan onder een ander nummer zenden.",
      ],
      replay: [
        "Eén bericht werd telkens opnieuw gehoord, vaker dan een alarmtoestel het herhaalt.",
        "Het doet geen kwaad: het telt één keer. Kijk wie dicht bij die modem is, als het doorgaat.",
      ],
      "replay-suspected": [
        "Een bericht werd lang na zijn tijd opnieuw afgespeeld.",
        "Het werd niet aangenomen. Kijk wie in de buurt is, als het doorgaat.",
      ],
      "jamming-suspected": [
        "De radio hoort ruis, of geen enkel alarmtoestel meer.",
        "Controleer de antenne. Is die in orde, dan kan er een stoorzender zijn: meld het, en waarschuw wie hier op een alarmtoestel rekent.",
      ],
      "wrong-receipt-hash": [
        "De meldkamer bevestigde een alarm dat niet het verzonden alarm is.",
        "Vraag de meldkamer welk programma de ontvangst schreef, en of het veranderd werd.",
      ],
      "credentials-guessed": [
        "Veel aanvragen met tokens die niet gelden.",
        "Gebruikt een programma nog een oud token, geef het een nieuw. Sluit anders de API voor dat adres.",
      ],
      "sign-in-guessed": [
        "Veel pogingen om zich met een fout wachtwoord aan te melden.",
        "Vraag het de eigenaar van het account. Pogingen worden vanzelf vertraagd; sluit de pagina's voor dat netwerk als het doorgaat.",
      ],
      "clock-step": [
        "De klok van de box werd minuten of meer verzet.",
        "Controleer de klok en haar tijdbron: een foute tijd maakt verslagen waardeloos.",
      ],
      "modem-replaced": [
        "Er is een andere modem ingestoken dan voorheen.",
        "Heeft niemand van u hem gewisseld, ga dan naar de box kijken.",
      ],
      "sim-replaced": [
        "Er zit een andere simkaart in de modem dan voorheen.",
        "Heeft niemand van u ze gewisseld, ga dan naar de box kijken.",
      ],
      security: [
        "Er is iets gebeurd dat niet mag.",
        "Lees de gebeurtenis, en vraag het wie de gateway onderhoudt.",
      ],
      "attack-suspected": [
        "Veel berichten die niet zijn zoals alarmtoestellen ze zenden.",
        "Kijk hieronder wat ze zijn en via welke modem ze komen.",
      ],
    },
  },
  tokens: {
    title: "Tokens van programma's",
    intro:
      "Een programma bewijst zich met een token: de meldkamer die alarmen ophaalt, bewaking, verslagen. Het wordt één keer getoond, wanneer het gemaakt wordt.",
    none: "Er is geen geldig token.",
    name: "Naam",
    nameHint: "Welk programma het gebruikt, zoals dispatch-5415.",
    role: "Rol",
    stream: "Stroom",
    streamHint:
      "Welke bestemming van type stream een programma van de meldkamer ophaalt; bij andere rollen geen.",
    noStream: "geen",
    days: "Dagen tot het eindigt",
    daysHint: "1 tot 3650.",
    ends: "Eindigt",
    never: "nooit",
    owner: "Persoonlijk, van",
    make: "Token maken",
    monitor: "bewaking",
    dispatch: "meldkamer",
    fresh: "Nieuw token",
    once:
      "Kopieer het nu in het programma: het wordt niet meer getoond. Wie het heeft, mag wat zijn rol mag.",
    revoke: {
      title: "{} intrekken?",
      consequence:
        "Het programma dat het gebruikt, wordt vanaf dan geweigerd. Haalt de meldkamer er alarmen mee op, dan bereiken alarmen haar niet meer langs deze weg. Het kan niet ongedaan gemaakt worden.",
      submit: "Intrekken",
    },
    unknown: "Hier is geen geldig token van een programma. Misschien werd het al ingetrokken.",
    problems: {
      name: "Een naam heeft 1 tot 64 tekens, die alle zichtbaar zijn.",
      taken: "Een geldig token of een account heeft deze naam: kies een andere.",
      role: "Kies een rol.",
      stream: "Kies de stroom die het programma van de meldkamer ophaalt.",
      "no-stream": "Alleen een token van de meldkamer heeft een stroom: kies geen.",
      days: "Vul een geheel getal van 1 tot 3650 in.",
      "not-kept": "De opslag nam het niet aan: er is niets veranderd. Probeer opnieuw.",
      form: "Het formulier kwam niet volledig aan: er is niets veranderd. Probeer opnieuw.",
    },
  },
  backups: {
    title: "Back-ups",
    intro:
      "Een back-up bevat de sleutels van alle alarmtoestellen: hij gaat nooit door de browser. Haal het bestand van de box en bewaar het even zorgvuldig als de gateway.",
    notSet:
      "De configuratie noemt geen map voor back-ups: zet dir in [backup], best op een andere schijf, en herstart de gateway.",
    folder: "Map op de box:",
    none: "Er is nog geen back-up.",
    name: "Bestand",
    size: "Grootte",
    make: "Nu een back-up maken",
    making:
      "Er wordt een back-up gemaakt; hij staat in de lijst zodra hij volledig teruggelezen is.",
    check: "Controleren",
    whole: "volledig teruggelezen toen hij gemaakt werd",
    failed: "De back-up werd niet gemaakt: {}",
    checked: "{} werd opnieuw van begin tot einde gelezen: hij is volledig.",
    unknown: "Die back-up is er niet. Misschien nam een nieuwere zijn plaats in.",
    restore: {
      title: "{} terugzetten",
      consequence:
        "De opslag van deze gateway wordt opzijgezet en deze back-up komt in de plaats. Wat sindsdien ingetrokken, buiten dienst gesteld of beëindigd werd, blijft dat; gebeurtenissen sindsdien worden bij de volgende start uit de oude opslag gered, zover die leesbaar is. Zolang de gateway stilstaat, wordt geen alarm gehoord: spreek het eerst af met de meldkamer.",
      submit: "Controleren en de opdrachten tonen",
      confirm: "Typ {} om verder te gaan",
      wrong: "Dat is niet de naam van deze gateway.",
      ready: "De back-up is volledig. Typ deze opdrachten op de box:",
      why:
        "Een gateway die draait, kan zijn opslag niet onder zich wisselen zonder alarmen te wagen: daarom gebeurt het op de box, in deze stappen.",
    },
  },
};
