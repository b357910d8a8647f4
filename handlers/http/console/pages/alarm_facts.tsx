/** What is known of an open alarm, on its card. */
import type { Child } from "hono/jsx";
import type { GivenAnswer } from "../../../answers/given_answers.ts";
import { stateMessage } from "../../../i18n/locales.ts";
import type { Messages } from "../../../i18n/messages.ts";
import type { AlarmFacts, ReachedDestination } from "../views/alarm_facts.ts";
import { spanText } from "../views/moment.ts";
import type { OpenIncident } from "../views/open_view.ts";
import type { Locale } from "./visit.ts";
import { Ago, When } from "./when.tsx";

interface FactsProps {
  readonly incident: OpenIncident;
  readonly facts: AlarmFacts | undefined;
  readonly locale: Locale;
}

/** Whom to ask about, where to go, who has it, what its wearer knows, and how long the battery lasts. */
export function Facts({ facts, incident, locale }: FactsProps) {
  const { messages } = locale;
  const { batteryPercent, device, isUnverified, reference } = incident;
  const { open } = messages;
  return (
    <dl class="facts">
      <Fact name={messages.device}>{device}</Fact>
      {reference === undefined ? null : <Fact name={messages.reference}>{reference}</Fact>}
      <Fact name={open.lastPlace}>
        <Place incident={incident} locale={locale} />
      </Fact>
      {batteryPercent === undefined ? null : <Fact name={open.battery}>{batteryPercent} %</Fact>}
      {facts === undefined || facts.reached.length === 0
        ? null
        : <Fact name={open.reached}>{reachedText(facts.reached, locale)}</Fact>}
      {facts === undefined || !incident.isStored
        ? null
        : <Fact name={open.answers}>{answersText(facts, messages)}</Fact>}
      {isUnverified ? <dd class="mark high whole">{open.unverified}</dd> : null}
    </dl>
  );
}

function Fact({ children, name }: { name: string; children: Child }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Place({ incident: { place }, locale }: { incident: OpenIncident; locale: Locale }) {
  if (place === undefined) return <>{locale.messages.noPlace}</>;
  return (
    <>
      <span class="place">{place.text}</span>{" "}
      <span class="quiet">
        <Ago locale={locale} ageMs={place.ageMs} />
      </span>
    </>
  );
}

/** As in `dispatch-mqtt 0.2 s · dispatch-pull 1.1 s`. */
function reachedText(
  reached: readonly ReachedDestination[],
  { language, messages: { duration } }: Locale,
): string {
  return reached.map(({ afterMs, name }) =>
    afterMs === undefined ? name : `${name} ${spanText(afterMs, language, duration)}`
  ).join(" · ");
}

function answersText({ canBeAnswered, answers }: AlarmFacts, messages: Messages): string {
  if (answers.length > 0) return answers.map((answer) => answerText(answer, messages)).join(" · ");
  return canBeAnswered ? messages.incident.noAnswers : messages.incident.unanswerable;
}

/** What it says, and whether the wearable proved to have heard it or has yet to get it. */
function answerText({ heardAtUnixMs, isSaid, what }: GivenAnswer, messages: Messages): string {
  const word = what === "stored" ? messages.open.stored : stateMessage(what, messages);
  if (heardAtUnixMs !== undefined) return `${word} (${messages.incident.heard})`;
  return isSaid ? word : `${word} (${messages.notYet})`;
}

interface CancelProps {
  readonly asked: NonNullable<AlarmFacts["cancelAsked"]>;
  readonly locale: Locale;
}

/** Anybody may have pressed it: it is shown to those who decide, and changes nothing. */
export function CancelAsked({ asked: { ageMs, atUnixMs }, locale }: CancelProps) {
  return (
    <p class="mark high cancel-asked">
      {locale.messages.open.cancelAsked}{" "}
      <span class="by">
        <Ago locale={locale} ageMs={ageMs} /> <When locale={locale} unixMs={atUnixMs} />
      </span>
    </p>
  );
}
