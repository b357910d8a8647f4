/** What is known of an open alarm, on its card. */
import type { Child } from "hono/jsx";
import type { ReceptionReport } from "../../../../devices/event.ts";
import type { GivenAnswer } from "../../../answers/given_answers.ts";
import { stateMessage } from "../../../i18n/locales.ts";
import type { Messages } from "../../../i18n/messages.ts";
import type { AlarmFacts, ReachedDestination } from "../views/alarm_facts.ts";
import { spanText } from "../views/moment.ts";
import type { Battery, OpenIncident } from "../views/open_view.ts";
import { Known, type KnownBy } from "./known.tsx";
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
  const { battery, device, heard, isProved, isUnverified, reference } = incident;
  const { open, wall } = messages;
  return (
    <dl class="facts">
      <Fact name={messages.device}>
        {device}
        <Known by={sentBy(isProved)} messages={messages} />
      </Fact>
      {reference === undefined ? null : (
        <Fact name={messages.reference}>
          {reference}
          <Known by="person" messages={messages} />
        </Fact>
      )}
      <Fact name={open.lastPlace}>
        <Place incident={incident} locale={locale} />
      </Fact>
      {battery === undefined ? null : (
        <Fact name={open.battery}>
          <BatteryLevel battery={battery} messages={messages} />
        </Fact>
      )}
      {heard === undefined ? null : (
        <Fact name={wall.heardBy}>
          {heardText(heard)}
          <Known by="network" messages={messages} />
        </Fact>
      )}
      {facts === undefined || facts.reached.length === 0 ? null : (
        <Fact name={open.reached}>
          {reachedText(facts.reached, locale)}
          <Known by="person" messages={messages} />
        </Fact>
      )}
      {facts === undefined || !incident.isStored ? null : (
        <Fact name={open.answers}>
          <Answers facts={facts} messages={messages} />
        </Fact>
      )}
      {isUnverified ? <dd class="mark high whole">{open.unverified}</dd> : null}
    </dl>
  );
}

/** Whether the key of the wearable says it, or only what brought it here. */
function sentBy(isProved: boolean | undefined): KnownBy {
  return isProved === true ? "key" : "network";
}

function BatteryLevel({ battery, messages }: { battery: Battery; messages: Messages }) {
  const { isCharging, isLow, isProved, percent } = battery;
  const { wall } = messages;
  return (
    <>
      {percent} %
      <Known by={sentBy(isProved)} messages={messages} />
      {isCharging ? ` ${wall.charging}` : null}
      {isLow && !isCharging ? <strong class="mark high">{` ${wall.lowBattery}`}</strong> : null}
    </>
  );
}

/** As in `lora-1 −99 dBm`. */
function heardText({ modem, rssiDbm }: ReceptionReport): string {
  if (rssiDbm === undefined) return modem;
  return `${modem} ${rssiDbm < 0 ? "\u2212" : ""}${Math.abs(Math.round(rssiDbm))}\u00a0dBm`;
}

function Fact({ children, name }: { name: string; children: Child }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The coordinates lead to the map. */
function Place({ incident: { id, place }, locale }: { incident: OpenIncident; locale: Locale }) {
  const { messages } = locale;
  if (place === undefined) return <>{messages.noPlace}</>;
  const { anomalies = [], isProved } = place.fix;
  return (
    <>
      <a class="place" href={`/map#${id}`} title={messages.map.show}>{place.text}</a>
      <Known by={sentBy(isProved)} messages={messages} />{" "}
      <span class="quiet">
        <Ago locale={locale} ageMs={place.ageMs} />
      </span>
      {anomalies.map((its) => <strong class="mark high doubt">{messages.map.anomalies[its]}
      </strong>)}
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

interface AnswersProps {
  readonly facts: AlarmFacts;
  readonly messages: Messages;
}

/** What was sent is the gateway's word; that it was heard, the wearable proves. */
function Answers({ facts: { answers, canBeAnswered }, messages }: AnswersProps) {
  if (answers.length === 0) {
    return <>{canBeAnswered ? messages.incident.noAnswers : messages.incident.unanswerable}</>;
  }
  return (
    <>
      {answers.map((answer, at) => (
        <>
          {at === 0 ? "" : " · "}
          {answerText(answer, messages)}
          <Known
            by={answer.heardAtUnixMs === undefined ? "inferred" : "key"}
            messages={messages}
          />
        </>
      ))}
    </>
  );
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
