/** Times on a page. The script lets those that say how long ago go on. */
import { clockText, dayText, durationText } from "./moment.ts";
import type { Speech } from "./page.tsx";

/** Date and clock; the two may stand one above the other. */
export function When({ speech: { language }, unixMs }: { speech: Speech; unixMs: number }) {
  return (
    <time class="when" datetime={new Date(unixMs).toISOString()}>
      <span class="day">{dayText(unixMs, language)}</span>{" "}
      <span class="clock">{clockText(unixMs, language)}</span>
    </time>
  );
}

/** How long ago. @param props.ageMs At the moment at which the page is made. */
export function Ago({ ageMs, speech: { words } }: { speech: Speech; ageMs: number }) {
  const { duration } = words;
  return (
    <span class="ago" data-age-ms={Math.round(ageMs)}>
      {duration.ago.replace("{}", durationText(ageMs, duration))}
    </span>
  );
}
