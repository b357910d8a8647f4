/** The alarms that nobody has closed: above everything, the most urgent first. */
import { Acts } from "./acts.tsx";
import type { OpenIncident } from "./open_view.ts";
import type { Speech, Visit } from "./page.tsx";
import { stateWord } from "../../i18n/locales.ts";
import type { Words } from "../../i18n/messages.ts";
import { Ago, When } from "./when.tsx";

/** All of them; of none, that there is none. */
export function OpenAlarms({ visit }: { visit: Visit }) {
  const { words } = visit.speech;
  const { hasMore, incidents } = visit.open;
  if (incidents.length === 0) {
    return (
      <section class="calm" id="open">
        <h1>{words.open.none}</h1>
      </section>
    );
  }
  return (
    <section id="open">
      <h1>{words.open.count(incidents.length)}{hasMore ? "+" : ""}</h1>
      {incidents.map((incident) => <Alarm incident={incident} visit={visit} />)}
      {hasMore
        ? (
          <p>
            <a href="/incidents">{words.open.more}</a>
          </p>
        )
        : null}
      {visit.rights.movesIncidents
        ? <p class="quiet consequence">{words.acts.consequence}</p>
        : null}
    </section>
  );
}

/** Its place among the alarms says how far dispatch is; so does its colour, and its words. */
function Alarm({ incident, visit }: { incident: OpenIncident; visit: Visit }) {
  const { speech, rights } = visit;
  const { words } = speech;
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
            {nameOf(incident, words)}
          </a>
          {incident.isDrill ? <span class="badge drill">{words.drill}</span> : null}
        </h2>
        <p class="since">
          <strong>
            <Ago speech={speech} ageMs={incident.ageMs} />
          </strong>{" "}
          <When speech={speech} unixMs={incident.pressedAtUnixMs} />
        </p>
      </header>
      <DispatchLine incident={incident} speech={speech} />
      <Facts incident={incident} speech={speech} />
      {incident.isStored
        ? rights.movesIncidents ? <Acts incident={incident} words={words} from="/" /> : null
        : <p class="mark critical">{words.open.unstored}</p>}
    </article>
  );
}

/** What it is: with `duress`, a press under duress is called that, whatever frame brought it. */
function nameOf({ name }: OpenIncident, words: Words): string {
  return words.events[name] ?? name;
}

function toneOf({ isDrill, isStored, state }: OpenIncident): string {
  if (isDrill) return "drill";
  if (!isStored || state === "new") return "waiting";
  if (state === "received") return "received";
  return state === "rejected" ? "rejected" : "cared-for";
}

/** Whether anybody has it, who, and since when. */
function DispatchLine({ incident, speech }: { incident: OpenIncident; speech: Speech }) {
  const { words } = speech;
  const { isConfirmed, moved, state } = incident;
  if (state === "new") {
    return (
      <p class="dispatch mark critical">{isConfirmed ? words.open.partly : words.open.nobody}</p>
    );
  }
  return (
    <p class={`dispatch mark ${state === "rejected" ? "high" : "good"}`}>
      {state === "received" ? words.open.dispatchHas : stateWord(state, words)}
      {moved === undefined ? null : (
        <span class="by">
          {`${words.open.by} ${moved.by} · `}
          <When speech={speech} unixMs={moved.atUnixMs} />
        </span>
      )}
    </p>
  );
}

/** Whom to ask about, where to go, and how long the wearable will last. */
function Facts({ incident, speech }: { incident: OpenIncident; speech: Speech }) {
  const { words } = speech;
  const { batteryPercent, device, isUnverified, place, reference } = incident;
  return (
    <dl class="facts">
      <dt>{words.device}</dt>
      <dd>{device}</dd>
      {reference === undefined ? null : (
        <>
          <dt>{words.reference}</dt>
          <dd>{reference}</dd>
        </>
      )}
      <dt>{words.open.lastPlace}</dt>
      <dd>
        {place === undefined ? words.noPlace : (
          <>
            <span class="place">{place.text}</span>{" "}
            <span class="quiet">
              <Ago speech={speech} ageMs={place.ageMs} />
            </span>
          </>
        )}
      </dd>
      {batteryPercent === undefined ? null : (
        <>
          <dt>{words.open.battery}</dt>
          <dd>{batteryPercent} %</dd>
        </>
      )}
      {isUnverified ? <dd class="mark high whole">{words.open.unverified}</dd> : null}
    </dl>
  );
}
