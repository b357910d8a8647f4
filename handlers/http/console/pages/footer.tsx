/** The foot of every page, with the choices of language and colours. */
import type { Child } from "hono/jsx";
import { defined } from "../../../../devices/tools/defined.ts";
import { THEMES } from "../preferences.ts";
import { dayText, zoneText } from "../views/moment.ts";
import type { Visit } from "./visit.ts";

/** The foot of a page: the zone of its times, its language and colours, and who reads it. */
export function Footer({ visit }: { visit: Visit }) {
  const { now, locale, person } = visit;
  const { frame, signOut } = locale.messages;
  return (
    <footer id="foot">
      <p>
        {frame.zone} <strong>{zoneText(now.unixMs)}</strong>
        {" · "}
        {dayText(now.unixMs, locale.language)}
        {now.quality === "unsynchronised"
          ? <strong class="mark high">{` · ${frame.clockUnsure}`}</strong>
          : null}
      </p>
      <Choices visit={visit} />
      {person === undefined ? null : (
        <form method="post" action="/sign-out">
          <a href="/account">{person.fullName}</a> <button type="submit">{signOut}</button>
        </form>
      )}
    </footer>
  );
}

const LANGUAGE_NAMES = { nl: "Nederlands", fr: "Français", de: "Deutsch", en: "English" } as const;

/** Language and colours; works without a script. */
function Choices({ visit: { languages, path, locale, theme } }: { visit: Visit }) {
  const { language, messages: { frame } } = locale;
  return (
    <form class="choices" method="post" action="/preferences">
      <input type="hidden" name="back" value={path} />
      <fieldset>
        <legend class="unseen">{frame.language}</legend>
        {languages.map((its) => (
          <Choice name="language" value={its} isChosen={its === language} lang={its}>
            {LANGUAGE_NAMES[its]}
          </Choice>
        ))}
      </fieldset>
      <fieldset>
        <legend class="unseen">{frame.theme}</legend>
        {THEMES.map((its) => (
          <Choice name="theme" value={its} isChosen={its === theme}>{frame.themes[its]}</Choice>
        ))}
      </fieldset>
    </form>
  );
}

function Choice(
  props: { name: string; value: string; isChosen: boolean; lang?: string; children: Child },
) {
  const { children, isChosen, lang, name, value } = props;
  return (
    <button
      type="submit"
      name={name}
      value={value}
      aria-pressed={isChosen ? "true" : "false"}
      {...defined({ lang })}
    >
      {children}
    </button>
  );
}
