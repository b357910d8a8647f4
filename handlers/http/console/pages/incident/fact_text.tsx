/** What a fact of the time line says, in the reader's language. */
import type { Child } from "hono/jsx";
import { printable } from "../../../../../devices/printable.ts";
import { stateMessage } from "../../../../i18n/locales.ts";
import type { Fact, Hearing } from "../../views/incident/fact.ts";
import { spanText } from "../../views/moment.ts";
import { whoText } from "../audit_entry.tsx";
import { NoteAuthor } from "../notes/author.tsx";
import type { Locale } from "../visit.ts";
import { EventText } from "./event_text.tsx";
import { Hearings } from "./hearings.tsx";
import { NoteText } from "./note_text.tsx";

interface FactProps<F extends Fact = Fact> {
  readonly fact: F;
  readonly locale: Locale;
  /** Nothing is folded: it is for paper. */
  readonly isWhole?: boolean;
}
type Of<Kind extends Fact["kind"]> = FactProps<Extract<Fact, { kind: Kind }>>;

/** The text of one fact. */
export function FactText({ fact, isWhole = false, locale }: FactProps): Child {
  const { messages } = locale;
  const { timeLine } = messages;
  switch (fact.kind) {
    case "pressed":
      return <Pressed fact={fact} locale={locale} />;
    case "event":
      return <EventText fact={fact} locale={locale} />;
    case "heard":
      return (
        <>
          {timeLine.heard} <Hearings hearings={fact.hearings} locale={locale} />
        </>
      );
    case "heard-again":
      return <HeardAgain hearings={fact.hearings} isWhole={isWhole} locale={locale} />;
    case "stored":
      return (
        <>
          {timeLine.stored.replace("{}", String(fact.sequence))}
          {fact.isAnswered ? ` ${timeLine.answeredStored}` : ""}
        </>
      );
    case "answered":
      return (
        <>
          {timeLine.answered} “{messages.incident.answer[fact.what]}”
          {fact.isSaid ? null : <span class="mark high">({timeLine.answerDue})</span>}
        </>
      );
    case "wearable-heard":
      return <>{timeLine.wearableHeard} “{messages.incident.answer[fact.what]}”</>;
    case "sent":
      return <>{timeLine.sent} {fact.destinations.join(", ")}</>;
    case "reached":
      return <ReachedText fact={fact} locale={locale} />;
    case "escalated":
      return <span class="mark high">{timeLine.escalated.replace("{}", fact.destination)}</span>;
    case "escalation-sent":
      return <>{timeLine.escalationSent.replace("{}", fact.destination)}</>;
    case "escalation-reached":
      return <>{timeLine.escalationReached.replace("{}", fact.destination)}</>;
    case "moved":
      return <Moved fact={fact} locale={locale} />;
    case "note":
      return <NoteText note={fact} locale={locale} />;
    case "looked":
      return <Looked fact={fact} locale={locale} />;
    case "drill-started":
    case "drill-ended":
      return (
        <>
          {messages.events[fact.kind]} {timeLine.by} <NoteAuthor note={fact.who} />
        </>
      );
    case "clock-set":
      return <ClockSet fact={fact} locale={locale} />;
  }
}

function Pressed({ fact: { beforeS }, locale }: Of<"pressed">) {
  const { language, messages: { duration, timeLine } } = locale;
  const before = spanText(beforeS * 1_000, language, duration);
  return (
    <>
      <strong>{timeLine.pressed}</strong>
      {beforeS === 0 ? "" : `, ${timeLine.pressedBefore.replace("{}", before)}`}
    </>
  );
}

interface HeardAgainProps {
  readonly hearings: readonly Hearing[];
  readonly isWhole: boolean;
  readonly locale: Locale;
}

/** Repeats of a message that was answered may be many: they are a press away. */
function HeardAgain({ hearings, isWhole, locale }: HeardAgainProps) {
  const { timeLine } = locale.messages;
  const title = `${timeLine.heardAgain} ${timeLine.times(hearings.length)}`;
  const all = <Hearings hearings={hearings} locale={locale} isTimed />;
  if (isWhole) return <>{title}: {all}</>;
  return (
    <details class="inline">
      <summary>{title}</summary> {all}
    </details>
  );
}

function ReachedText({ fact: { afterMs, destination, said }, locale }: Of<"reached">) {
  const { language, messages: { duration, timeLine } } = locale;
  const after = afterMs === undefined
    ? ""
    : `, ${timeLine.after.replace("{}", spanText(afterMs, language, duration))}`;
  return (
    <>
      <span class="good">{timeLine.reached.replace("{}", destination)}</span>
      {after}
      {said === undefined ? "" : ` (“${printable(said)}”)`}
    </>
  );
}

function Moved({ fact: { outcome, reason, to, via, who }, locale: { messages } }: Of<"moved">) {
  const { incident, timeLine } = messages;
  return (
    <>
      <strong>{stateMessage(to, messages)}</strong>
      {outcome === undefined ? "" : ` (${incident.outcomes[outcome]})`} {timeLine.by}{" "}
      <NoteAuthor note={who} />
      {via === who.by ? "" : ` ${timeLine.via.replace("{}", printable(via))}`}
      {reason === undefined ? null : <span class="said reason">{readable(reason)}</span>}
    </>
  );
}

function Looked({ fact: { looker: { by, fullName } }, locale: { messages } }: Of<"looked">) {
  const { audit, timeLine } = messages;
  return (
    <>
      {timeLine.looked.replace("{}", whoText(by, audit, fullName))}{" "}
      <span class="quiet">({timeLine.lookedLast})</span>
    </>
  );
}

function ClockSet({ fact: { byMs }, locale: { language, messages } }: Of<"clock-set">) {
  const { duration, timeLine } = messages;
  const text = byMs > 0 ? timeLine.clockForward : timeLine.clockBack;
  return (
    <span class="mark high">
      {text.replace("{}", spanText(Math.abs(byMs), language, duration))}
    </span>
  );
}

/** What others wrote, line by line. */
function readable(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
