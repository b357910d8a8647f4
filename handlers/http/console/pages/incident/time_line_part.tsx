/** The time line of an incident: what is known of it in one order, each fact with how it is known. */
import { isImplausible } from "../../views/incident/event_facts.ts";
import type { Fact, FactGroup } from "../../views/incident/fact.ts";
import type { TimeLine } from "../../views/incident/time_line.ts";
import { clockText } from "../../views/moment.ts";
import { Known, KnownLegend } from "../known.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";
import { FactText } from "./fact_text.tsx";

interface TimeLineProps {
  /** Of the incident, 32 hex digits. */
  readonly id: string;
  readonly timeLine: TimeLine;
  readonly locale: Locale;
}

/** A page of it, with the way to what was before and after. */
export function TimeLinePart({ id, locale, timeLine }: TimeLineProps) {
  const { messages } = locale;
  const { isNewest, lines, older } = timeLine;
  return (
    <section class="time-line" aria-labelledby="time-line-title">
      <h2 id="time-line-title">{messages.timeLine.title}</h2>
      {older === undefined ? null : (
        <p>
          <a href={`/incidents/${id}?before=${older}`}>{messages.timeLine.older}</a>
        </p>
      )}
      {lines.length === 0
        ? <p class="empty">{messages.timeLine.empty}</p>
        : (
          <ol class="facts-in-time">
            {lines.map((line) =>
              line.kind === "group"
                ? <GroupLine group={line} locale={locale} />
                : <FactLine fact={line} locale={locale} />
            )}
          </ol>
        )}
      {isNewest ? null : (
        <p>
          <a href={`/incidents/${id}`}>{messages.frame.newest}</a>
        </p>
      )}
      <KnownLegend messages={messages} />
    </section>
  );
}

function FactLine({ fact, locale }: { fact: Fact; locale: Locale }) {
  return (
    <li id={fact.key} class={`fact ${fact.kind}`}>
      <span class="at">
        {fact.isAbout === true ? "≈ " : ""}
        <When locale={locale} unixMs={fact.atUnixMs} />
      </span>
      <Known by={fact.by} messages={locale.messages} />
      <div class="what">
        <FactText fact={fact} locale={locale} />
      </div>
    </li>
  );
}

/** Many of a kind: how many from when to when, and each behind it. */
function GroupLine({ group: { facts, key, name }, locale }: { group: FactGroup; locale: Locale }) {
  const { language, messages } = locale;
  const [first, last] = [facts[0]!, facts.at(-1)!];
  const doubtful = facts.filter(isImplausible).length;
  return (
    <li id={key} class="fact group">
      <span class="at">
        <When locale={locale} unixMs={first.atUnixMs} />
      </span>
      <Known by={first.by} messages={messages} />
      <div class="what">
        <details id={`${key}-all`}>
          <summary>
            <strong>{facts.length} × {messages.events[name] ?? name}</strong>{" "}
            {clockText(first.atUnixMs, language)} – {clockText(last.atUnixMs, language)}
            {doubtful === 0 ? null : (
              <>
                {" "}
                <span class="mark high">
                  {messages.timeLine.implausible.replace("{}", String(doubtful))}
                </span>
              </>
            )}
          </summary>
          <ol class="facts-in-time">
            {facts.map((fact) => <FactLine fact={fact} locale={locale} />)}
          </ol>
        </details>
      </div>
    </li>
  );
}
