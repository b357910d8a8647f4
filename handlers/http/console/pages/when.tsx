/** Times on a page. The script lets those that say how long ago go on. */
import { clockText, dayText, durationText } from "../views/moment.ts";
import type { Locale } from "./visit.ts";

/** Date and clock; the two may stand one above the other. */
export function When({ locale: { language }, unixMs }: { locale: Locale; unixMs: number }) {
  return (
    <time class="when" datetime={new Date(unixMs).toISOString()}>
      <span class="day">{dayText(unixMs, language)}</span>{" "}
      <span class="clock">{clockText(unixMs, language)}</span>
    </time>
  );
}

/** How long ago. @param props.ageMs At the moment at which the page is made. */
export function Ago({ ageMs, locale: { messages } }: { locale: Locale; ageMs: number }) {
  const { duration } = messages;
  return (
    <span class="ago" data-age-ms={Math.round(ageMs)}>
      {duration.ago.replace("{}", durationText(ageMs, duration))}
    </span>
  );
}
