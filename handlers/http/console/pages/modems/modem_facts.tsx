/** What is known of a modem: what it is, how it works, in which network it is. */
import { printable } from "../../../../../devices/printable.ts";
import type { ModemInfo } from "../../../../modems/modem_service.ts";
import type { ModemView } from "../../views/modems/modem_view.ts";
import { type Fact, FactCard } from "../fact_list.tsx";
import { NONE } from "../page.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";
import { ModemState, SignalText } from "./modem_badges.tsx";

/** Cards of facts. */
export function ModemFacts({ locale, view }: { view: ModemView; locale: Locale }) {
  const { modemPages } = locale.messages;
  const { modem } = view;
  return (
    <section class="cards" id="facts" data-again-s="5">
      <FactCard title={modemPages.ports.modem} facts={workRows(modem, locale)} />
      <FactCard title={kindText(modem)} facts={identityRows(modem, locale)} />
      {modem.cellular === undefined && modem.sim === undefined
        ? null
        : <FactCard title={modemPages.facts.network} facts={networkRows(modem, locale)} />}
      {view.plan === undefined
        ? null
        : <FactCard title={modemPages.settings} facts={radioRows(view.plan.radio, locale)} />}
    </section>
  );
}

function workRows(modem: ModemInfo, locale: Locale): Fact[] {
  const { facts } = locale.messages.modemPages;
  const { lastHeardAt, reason, traffic } = modem;
  const unsent = Object.entries(traffic?.unsent ?? {}).map(([why, count]) => `${why} ${count}`);
  return [
    [
      facts.state,
      <>
        <ModemState modem={modem} locale={locale} />
        {reason === undefined ? null : <span class="quiet" lang="en">{` ${reason}`}</span>}
      </>,
    ],
    [
      facts.lastHeard,
      lastHeardAt === undefined
        ? facts.never
        : <When locale={locale} unixMs={Date.parse(lastHeardAt)} />,
    ],
    [facts.signal, <SignalText signal={modem.signal} locale={locale} />],
    [facts.heard, traffic?.heard ?? NONE],
    [facts.sent, traffic?.sent ?? NONE],
    ...(unsent.length === 0 ? [] : [[facts.unsent, unsent.join(", ")] as Fact]),
    ...(modem.radio === undefined ? [] : [[facts.airtime, airtimeText(modem, locale)] as Fact]),
  ];
}

/** Settings by the names that people read; a key that has none stands for itself. */
function radioRows(
  radio: Readonly<Record<string, string | number>>,
  { messages: { modemPages: { setUp } } }: Locale,
): Fact[] {
  const labels: Readonly<Record<string, { readonly label: string } | undefined>> = setUp.fields;
  return Object.entries(radio).map(([key, value]) => [labels[key]?.label ?? key, value]);
}

function airtimeText({ airtime }: ModemInfo, { language, messages }: Locale): string {
  const { facts } = messages.modemPages;
  if (airtime === undefined) return facts.unlimited;
  const format = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  return facts.airtimeUsed.replace("{}", format.format(airtime.total));
}

function kindText({ foundKind, kind }: ModemInfo): string {
  return foundKind === undefined || foundKind === kind ? kind : `${kind} (${foundKind})`;
}

function identityRows(modem: ModemInfo, { messages }: Locale): Fact[] {
  const { facts } = messages.modemPages;
  const { firmware, model, place, port, serial } = modem;
  const said = (text: string | undefined) => text === undefined ? NONE : printable(text);
  return [
    [facts.model, said(model)],
    [facts.firmware, said(firmware)],
    [facts.serial, said(serial)],
    [facts.port, printable(port)],
    ...(place === port ? [] : [[facts.place, printable(place)] as Fact]),
  ];
}

function networkRows({ cellular, sim, state }: ModemInfo, { messages }: Locale): Fact[] {
  const { facts, registrations } = messages.modemPages;
  const registration = cellular?.registration ?? "unknown";
  return [
    [facts.network, registrations[registration] ?? registration],
    [facts.operator, cellular?.operator === undefined ? NONE : printable(cellular.operator)],
    [facts.technology, cellular?.technology ?? NONE],
    [facts.simState, state === "ready" ? facts.simReady : facts.simNotReady],
    [facts.sim, sim === undefined ? NONE : printable(sim)],
    ...(cellular?.storages ?? []).map(({ storage, total, used }): Fact => [
      `${facts.storage} (${storage})`,
      `${used} / ${total}`,
    ]),
  ];
}
