/** What today has brought so far, in one line. */
import type { TodayView } from "../views/wall_view.ts";
import { clockText, dayText } from "../views/moment.ts";
import type { Visit } from "./visit.ts";

/** As in `Today: 1 real · 2 tests · 0 false · last test of a wearable 09:12 passed`. */
export function Today({ today, visit }: { today: TodayView; visit: Visit }) {
  const { messages: { incident, wall } } = visit.locale;
  const { closed, lastTest } = today;
  return (
    <p class="today">
      <strong>{wall.today}</strong> {(["real", "test", "false"] as const).map((outcome, at) => (
        <>
          {at === 0 ? "" : " · "}
          <span class="outcome">{incident.outcomes[outcome]} {closed[outcome]}</span>
        </>
      ))}
      {lastTest === undefined ? null : (
        <>
          {" · "}
          {wall.lastTest} {timeText(lastTest.atUnixMs, visit)}{" "}
          <strong class={`mark ${lastTest.passed ? "good" : "high"}`}>
            {lastTest.passed ? wall.passed : wall.failed}
          </strong>
        </>
      )}
    </p>
  );
}

/** The clock alone of today, else the day as well. */
function timeText(unixMs: number, { locale: { language }, now }: Visit): string {
  const day = dayText(unixMs, language);
  const clock = clockText(unixMs, language);
  return day === dayText(now.unixMs, language) ? clock : `${day} ${clock}`;
}
