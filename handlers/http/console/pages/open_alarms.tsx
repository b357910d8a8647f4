/** The open alarms: above everything else, the most urgent first. */
import { Acts } from "./acts.tsx";
import { CancelAsked, Facts } from "./alarm_facts.tsx";
import type { AlarmFacts, FactsById } from "../views/alarm_facts.ts";
import type { OpenIncident } from "../views/open_view.ts";
import { Known, KnownLegend } from "./known.tsx";
import { Silence } from "./sound_switch.tsx";
import type { Locale, Visit } from "./visit.ts";
import { stateMessage } from "../../../i18n/locales.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { Ago, When } from "./when.tsx";

/** All of them; of none, that there is none. */
export function OpenAlarms({ facts, visit }: { facts: FactsById; visit: Visit }) {
  const { messages } = visit.locale;
  const { hasMore, incidents } = visit.open;
  if (incidents.length === 0) {
    return (
      <section class="calm" id="open">
        <h1>{messages.open.none}</h1>
      </section>
    );
  }
  return (
    <section id="open">
      <h1>{messages.open.count(incidents.length)}{hasMore ? "+" : ""}</h1>
      {incidents.map((incident) => (
        <Alarm incident={incident} visit={visit} facts={facts.get(incident.id)} />
      ))}
      <KnownLegend messages={messages} />
      {hasMore
        ? (
          <p>
            <a href="/incidents">{messages.open.more}</a>
          </p>
        )
        : null}
      {visit.rights.movesIncidents
        ? <p class="quiet consequence">{messages.acts.consequence}</p>
        : null}
    </section>
  );
}

/** Its place among the alarms says how far dispatch is; so does its colour, and its messages. */
function Alarm(
  { facts, incident, visit }: {
    facts: AlarmFacts | undefined;
    incident: OpenIncident;
    visit: Visit;
  },
) {
  const { locale, rights } = visit;
  const { messages } = locale;
  const heading = `alarm-${incident.id}`;
  return (
    <article
      class={`alarm ${toneOf(incident)}`}
      id={`open-${incident.id}`}
      aria-labelledby={heading}
    >
      <header>
        <h2 id={heading}>
          <a href={incident.isStored ? `/incidents/${incident.id}` : "#open"}>
            {nameOf(incident, messages)}
          </a>
          {incident.isMoving ? <span class="moving">{messages.wall.moving}</span> : null}
          {incident.isDrill ? <span class="badge drill">{messages.drill}</span> : null}
        </h2>
        <p class="since">
          <strong>
            <Ago locale={locale} ageMs={incident.ageMs} />
          </strong>{" "}
          <When locale={locale} unixMs={incident.pressedAtUnixMs} />
        </p>
      </header>
      <p class="keyed-here">{messages.keys.actsHere}</p>
      <DispatchLine incident={incident} locale={locale} />
      {facts?.cancelAsked === undefined
        ? null
        : <CancelAsked asked={facts.cancelAsked} locale={locale} />}
      <Facts incident={incident} facts={facts} locale={locale} />
      {incident.isStored
        ? rights.movesIncidents ? <Acts incident={incident} messages={messages} from="/" /> : null
        : <p class="mark critical">{messages.open.unstored}</p>}
      <Silence what={incident.id} name={messages.wall.sound.silence} />
    </article>
  );
}

/** The name of an alarm. A press under duress has that name, whichever frame brought it. */
function nameOf({ name }: OpenIncident, messages: Messages): string {
  return messages.events[name] ?? name;
}

function toneOf({ isDrill, isStored, state }: OpenIncident): string {
  if (isDrill) return "drill";
  if (!isStored || state === "new") return "waiting";
  if (state === "received") return "received";
  return state === "rejected" ? "rejected" : "cared-for";
}

/** Whether anybody has it, who, and since when. */
function DispatchLine({ incident, locale }: { incident: OpenIncident; locale: Locale }) {
  const { messages } = locale;
  const { isConfirmed, moved, state } = incident;
  if (state === "new") {
    return (
      <p class="dispatch mark critical">
        {isConfirmed ? messages.open.partly : messages.open.unconfirmed}
      </p>
    );
  }
  return (
    <p class={`dispatch mark ${state === "rejected" ? "high" : "good"}`}>
      {state === "received" ? messages.open.dispatchHas : stateMessage(state, messages)}
      {moved === undefined ? null : (
        <span class="by">
          {`${messages.open.by} ${moved.by} · `}
          <When locale={locale} unixMs={moved.atUnixMs} />
        </span>
      )}
      <Known by="person" messages={messages} />
    </p>
  );
}
