import type { DoctorMessages } from "./messages.ts";

/** Dutch. */
export const doctor: DoctorMessages = {
  groups: {
    gateway: "Gateway",
    configuration: "Configuratie",
    storage: "Opslag",
    backups: "Back-ups",
    clock: "Klok",
    modems: "Modems en poorten",
    destinations: "Bestemmingen",
    access: "Toegang",
    machine: "Toestel",
  },
  tones: { bad: "fout", warning: "let op", good: "in orde" },
  findings: {
    "gateway-running": ["De gateway draait sinds {hours} u, versie {version}."],
    "gateway-down": ["Er draait geen gateway op {path}: geen alarm wordt gehoord.", "Start hem."],
    "gateway-not-ready": [
      "De gateway neemt alarmen niet aan zoals beloofd: {problem}.",
      "Doe wat de regels over opslag hieronder zeggen.",
    ],
    "gateway-degraded": ["De gateway meldt {code}: {problem}", "Doe wat de zin zegt."],
    "service-good": [
      "systemd start de gateway bij elke start van de box en na een fout, bewaakt hem en sluit hem af.",
    ],
    "service-missing": [
      "Geen dienst start de gateway opnieuw na een fout of een stroompanne.",
      "Installeer de unit die bij Vigil hoort.",
    ],
    "service-disabled": [
      "De gateway start niet mee wanneer de box start.",
      "Laat systemd hem starten.",
    ],
    "service-unwatched": [
      "Een gateway die vastloopt of valt, wordt niet opnieuw gestart ({missing}).",
      "Neem deze regels over uit de unit die bij Vigil hoort.",
    ],
    "service-unconfined": [
      "De gateway mag op deze box meer dan nodig ({missing}).",
      "Neem deze regels over uit de unit die bij Vigil hoort.",
    ],
    "service-restarted": [
      "systemd moest de gateway {count} keer opnieuw starten sinds de dienst werd gestart.",
      "Lees in het logboek waarom.",
    ],
    "configuration-good": ["De configuratie {path} is geldig."],
    "configuration-invalid": [
      "De configuratie {path} heeft een fout: {problem}.",
      "Verbeter ze: geen gateway start ermee.",
    ],
    "configuration-unsafe": [
      "Met deze configuratie zijn alarmen minder veilig dan mogelijk: {problem}.",
      "Verander ze, of laat ze bewust zo.",
    ],
    "secrets-closed": [
      "Sleutels en wachtwoorden van de configuratie zijn gesloten voor andere gebruikers.",
    ],
    "secret-readable": [
      "Elke gebruiker van deze box kan {path} lezen, en daarin staat een sleutel of wachtwoord.",
      "Sluit het voor anderen, en vervang de inhoud als anderen deze box gebruiken.",
    ],
    "folder-missing": [
      "De gegevensmap {path} bestaat nog niet.",
      "Start de gateway één keer: hij maakt de map.",
    ],
    "folder-readable": [
      "Andere gebruikers kunnen in de gegevensmap {path} (modus {mode}): er staan sleutels en plaatsen in.",
      "Sluit ze voor anderen.",
    ],
    "folder-owners": [
      "De gegevensmap is van gebruiker {folder} en de opslag erin van gebruiker {store}.",
      "Geef beide aan de gebruiker van de gateway.",
    ],
    "space-good": ["Op de schijf van de gegevensmap is {free} MB vrij ({percent} %)."],
    "space-low": [
      "Op de schijf van de gegevensmap is maar {free} MB vrij ({percent} %).",
      "Verwijder wat niet nodig is, bewaar minder ([retention]) of neem een grotere schijf.",
    ],
    "disk-good": ["De gegevensmap staat op een schijf ({disk}, {kind})."],
    "disk-card": [
      "De gegevensmap staat op een SD-kaart ({disk}): kaarten slijten en een stroompanne kan ze vernielen.",
      "Zet ze op een SSD of een industriële kaart, en laat back-ups op een andere schijf maken.",
    ],
    "disk-memory": [
      "De gegevensmap staat in het geheugen ({kind}): alle alarmen erin gaan met de stroom verloren.",
      "Zet gateway.data_dir op een map op een schijf.",
    ],
    "disk-layer": [
      "De gegevensmap staat in de laag van een container: ze gaat met de container verloren.",
      "Koppel er een volume voor aan.",
    ],
    "disk-network": [
      "De gegevensmap staat op een netwerkschijf ({kind}), waarvan sloten en schrijfacties niet betrouwbaar zijn.",
      "Zet gateway.data_dir op een map op een schijf van deze box.",
    ],
    "barriers-off": [
      "De schijf is aangekoppeld met {option}: een stroompanne kan stukmaken wat als opgeslagen geldt.",
      "Haal de optie uit /etc/fstab en koppel opnieuw aan.",
    ],
    "log-large": [
      "Het logbestand van de opslag is gegroeid tot {size} MB: een lezer houdt het vast.",
      "Beëindig lange opdrachten op de opslag; krimpt het niet, herstart dan de gateway.",
    ],
    "store-good": ["De opslag is bij een snelle blik in orde: {size} MB."],
    "store-missing": [
      "Er is nog geen opslag.",
      "Start de gateway één keer: hij maakt de opslag.",
    ],
    "store-damaged": [
      "De opslag is beschadigd: {problem}.",
      "Herstart de gateway: hij zet de opslag opzij, gaat verder met een nieuwe en redt wat leesbaar is.",
    ],
    "store-unreadable": [
      "De opslag kan niet bekeken worden: {problem}.",
      "Voer dit uit als de gebruiker van de gateway.",
    ],
    "backup-good": [
      "De nieuwste back-up is {hours} u oud en werd volledig teruggelezen: {path}, {size} MB.",
    ],
    "backup-not-set": [
      "Er worden vanzelf geen back-ups gemaakt.",
      "Zet dir in [backup] op een map op een andere schijf.",
    ],
    "backup-missing": ["In {path} is nog geen back-up.", "Maak er nu een."],
    "backup-old": [
      "De nieuwste back-up is {hours} u oud, en er hoort er elke {every} u een te zijn.",
      "Maak er nu een, en lees in het logboek van de gateway waarom er geen was.",
    ],
    "backup-failed": [
      "De laatste back-up mislukte: {problem}",
      "Verhelp dat; de gateway probeert opnieuw binnen het uur.",
    ],
    "backup-same-disk": [
      "De back-ups in {path} staan op de schijf van de opslag: beide gaan samen verloren.",
      "Zet dir in [backup] op een map op een andere schijf.",
    ],
    "backup-readable": [
      "Andere gebruikers kunnen in {path} (modus {mode}), en back-ups bevatten sleutels.",
      "Sluit ze voor anderen.",
    ],
    "clock-good": ["De klok wordt via het netwerk juist gehouden."],
    "clock-unsynchronised": [
      "Niets houdt de klok juist: tijden van alarmen kunnen fout zijn.",
      "Laat ze via het netwerk juist houden.",
    ],
    "clock-behind": [
      "De klok staat op {time}, en het was al later dan {floor}.",
      "Zet ze juist, en laat ze via het netwerk juist houden.",
    ],
    "rtc-good": ["Een klok met batterij kent de tijd na een stroompanne."],
    "rtc-missing": [
      "De box heeft geen klok met batterij: na een stroompanne zonder netwerk kent ze de tijd niet.",
      "Plaats er een (bij een Raspberry Pi 5: de RTC-batterij).",
    ],
    "modems-none": [
      "Er is geen modem ingesteld: geen drager wordt via de radio gehoord.",
      "Voeg een [[modem]] toe; de lijst van poorten toont wat er ingestoken is.",
    ],
    "modem-good": ["Modem {modem} werkt."],
    "modem-lost": [
      "Modem {modem} antwoordt niet.",
      "Controleer kabel en voeding, en test hem dan.",
    ],
    "port-good": ["Modem {modem}: zijn poort {port} is er en kan geopend worden."],
    "port-missing": [
      "Modem {modem}: er is geen poort {port}.",
      "Controleer kabel en voeding; de lijst van poorten toont wat er ingestoken is.",
    ],
    "port-held": [
      "Modem {modem}: zijn poort {port} is ook open in {holders}.",
      "Beëindig dat programma, en houd het weg van de poorten.",
    ],
    "port-denied": [
      "Modem {modem}: deze gebruiker mag {port} niet openen.",
      "Zet de gebruiker van de gateway in de groep van de poort, en herstart de gateway.",
    ],
    "port-unstable": [
      "Modem {modem}: {port} kan na de volgende start een andere adapter zijn.",
      "Schrijf de naam die blijft, uit /dev/serial/by-id of by-path.",
    ],
    "port-seekers": [
      "{program} draait op deze box en kan naar de poorten van modems schrijven.",
      "Installeer de udev-regels die bij Vigil horen, of beëindig het voorgoed.",
    ],
    "rules-good": ["De udev-regels die andere programma's van de modems weghouden, zijn er."],
    "rules-missing": [
      "De udev-regels die andere programma's van de modems weghouden, ontbreken.",
      "Installeer ze.",
    ],
    "destinations-none": [
      "Er is geen bestemming ingesteld: alarmen worden opgeslagen en bereiken niemand.",
      "Voeg een [[destination]] toe.",
    ],
    "destination-good": ["Bestemming {name} wordt bereikt."],
    "destination-lost": [
      "Bestemming {name} wordt niet bereikt: {problem}.",
      "Controleer het netwerk en de ontvanger.",
    ],
    "name-unknown": [
      "Bestemming {name}: de naam {host} wordt niet gevonden ({problem}).",
      "Controleer de naam in haar url, en de naamdienst van deze box.",
    ],
    "connection-failed": [
      "Bestemming {name}: {host} neemt geen verbinding aan ({problem}).",
      "Controleer het netwerk, de firewall en de ontvanger.",
    ],
    "handshake-failed": [
      "Bestemming {name}: {host} geeft geen vertrouwde TLS-verbinding ({problem}).",
      "Controleer haar certificaat, en ca, cert, key en tls_min van de bestemming.",
    ],
    "stream-good": ["Bestemming {name} werd {minutes} min geleden opgehaald."],
    "stream-quiet": [
      "De meldkamer heeft {name} al {minutes} min niet opgehaald.",
      "Controleer het programma bij de meldkamer, zijn netwerk en zijn token.",
    ],
    "certificate-good": ["Het certificaat van {name} geldt nog {days} dagen."],
    "certificate-ends": [
      "Het certificaat van {name} eindigt over {days} dagen (onder 0: het is verlopen).",
      "Zet er een nieuw in de plaats.",
    ],
    "certificate-unreadable": [
      "Het certificaat van {name} kan niet gelezen worden: {problem}.",
      "Zet er een geldig in de plaats.",
    ],
    "listeners-closed": [
      "API en pagina's zijn op een netwerk alleen via TLS, of niet, te bereiken.",
    ],
    "listener-open": [
      "{name} luistert op {host} zonder TLS: wachtwoorden en plaatsen gaan leesbaar over het netwerk.",
      "Stel http.tls_cert en http.tls_key in, of laat het op 127.0.0.1 luisteren.",
    ],
    "admins-good": ["{count} beheerders kunnen zich aanmelden."],
    "admin-missing": ["Geen beheerder kan zich op de pagina's aanmelden.", "Maak er een."],
    "admin-alone": [
      "Maar één beheerder kan zich aanmelden: zonder die persoon kan geen account hersteld worden.",
      "Maak een tweede.",
    ],
    "accounts-good": ["Alle {count} accounts hebben een tweede factor of een passkey."],
    "factor-missing": [
      "{count} accounts kunnen met alleen een wachtwoord gebruikt worden.",
      "Stel ze opnieuw in: hun eigenaars stellen dan een tweede factor in.",
    ],
    "tokens-good": ["{count} tokens van programma's gelden, en geen ervan voor altijd."],
    "tokens-endless": [
      "{count} tokens van programma's eindigen nooit.",
      "Geef ze opnieuw uit met --days, en trek in wat geen programma gebruikt.",
    ],
    "token-ends": [
      "Het token {name} eindigt over {days} dagen: zijn programma wordt dan geweigerd.",
      "Geef het programma een nieuw.",
    ],
    "audit-good": [
      "De nieuwste {entries} vermeldingen van het auditlog zijn volledig, tot nummer {head}.",
    ],
    "audit-broken": [
      "Het auditlog is niet volledig: vermelding {number} is niet zoals ze geschreven werd.",
      "Controleer het helemaal, vergelijk met een export, en zoek uit wie in de opslag kon schrijven.",
    ],
    "versions": ["Vigil {vigil}, Deno {deno}, SQLite {sqlite}, Linux {kernel}."],
    "memory-good": ["Er is {free} van {total} MB geheugen beschikbaar."],
    "memory-low": [
      "Er is maar {free} van {total} MB geheugen beschikbaar.",
      "Beëindig andere programma's, of neem een box met meer geheugen.",
    ],
    "swap-used": [
      "{used} MB geheugen werd naar de schijf verplaatst: de gateway kan erop moeten wachten.",
      "Beëindig andere programma's, of neem een box met meer geheugen.",
    ],
    "power-good": ["De voeding is goed sinds de start van de box."],
    "power-low": [
      "De voeding is nu te zwak: modems en schijf kunnen uitvallen.",
      "Gebruik de voeding van de maker van het bord en een korte kabel.",
    ],
    "power-was-low": [
      "De voeding was sinds de start van de box af en toe te zwak.",
      "Gebruik de voeding van de maker van het bord en een korte kabel.",
    ],
    "processor-slowed": [
      "De processor wordt vertraagd door hitte of een zwakke voeding.",
      "Geef de box lucht, en controleer haar voeding.",
    ],
    "temperature-good": ["De processor is {celsius} °C."],
    "temperature-high": ["De processor is {celsius} °C.", "Geef de box lucht."],
  },
};
