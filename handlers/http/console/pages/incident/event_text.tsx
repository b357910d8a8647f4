/** What a message of the wearable says: its name, what it reports, and where it is. */
import { type Position, POSITION_ANOMALIES } from "../../../../../devices/event.ts";
import type { EventFact } from "../../views/incident/fact.ts";
import { spanText } from "../../views/moment.ts";
import { placeText } from "../../views/view.ts";
import type { Locale } from "../visit.ts";
import { Hearings } from "./hearings.tsx";

interface EventTextProps {
  readonly fact: EventFact;
  readonly locale: Locale;
}

/** One line; how it came and where it went to follows where these are not lines of their own. */
export function EventText({ fact, locale }: EventTextProps) {
  const { messages } = locale;
  const { timeLine } = messages;
  return (
    <>
      <strong class={fact.name}>{messages.events[fact.name] ?? fact.name}</strong>
      {fact.isDrill ? <span class="badge drill">{messages.drill}</span> : null}
      {reportedText(fact, locale)}
      {fact.name === "cancel-requested" ? <Warning text={timeLine.cancelAsked} /> : null}
      {fact.isUnverified ? <Warning text={timeLine.unverified} /> : null}
      {fact.position === undefined
        ? null
        : <PositionText fact={fact} position={fact.position} locale={locale} />}
      {fact.anomalies.map((its) => <Warning text={timeLine.anomalies[its]} />)}
      <Way fact={fact} locale={locale} />
    </>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <>
      {" "}
      <span class="mark high">{text}</span>
    </>
  );
}

function reportedText(
  { batteryPercent, flags, isLate }: EventFact,
  { messages: { timeLine } }: Locale,
): string {
  const reported = [
    ...flags.map((flag) => timeLine.flags[flag]),
    ...batteryPercent === undefined ? [] : [timeLine.battery.replace("{}", String(batteryPercent))],
    ...isLate ? [timeLine.late] : [],
  ];
  return reported.length === 0 ? "" : ` · ${reported.join(" · ")}`;
}

function PositionText(
  { fact, locale, position }: EventTextProps & { readonly position: Position },
) {
  const { language, messages: { duration, timeLine } } = locale;
  const { accuracyM, fixAgeS } = position;
  const isDoubtful = POSITION_ANOMALIES.some((its) => fact.anomalies.includes(its));
  return (
    <span class={isDoubtful ? "position doubtful" : "position"}>
      {" · "}
      <span class="place">{placeText(position)}</span>
      {accuracyM === undefined ? ` ${timeLine.accuracyUnknown}` : ""}
      {fixAgeS === undefined
        ? ""
        : `, ${timeLine.fixAge.replace("{}", spanText(fixAgeS * 1_000, language, duration))}`}
    </span>
  );
}

function Way({ fact: { hearings, reached }, locale }: EventTextProps) {
  const { language, messages: { duration, timeLine } } = locale;
  if (hearings.length === 0 && reached.length === 0) return null;
  const arrived = reached.map(({ afterMs, destination }) =>
    afterMs === undefined ? destination : `${destination} ${spanText(afterMs, language, duration)}`
  );
  return (
    <span class="way quiet">
      {hearings.length === 0 ? null : (
        <>
          {timeLine.heard} <Hearings hearings={hearings} locale={locale} />
        </>
      )}
      {arrived.length === 0 ? "" : `${hearings.length === 0 ? "" : " → "}${arrived.join(" · ")}`}
    </span>
  );
}
