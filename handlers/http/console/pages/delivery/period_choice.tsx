import { type Period, PERIODS } from "../../views/delivery/period.ts";
import type { Visit } from "../visit.ts";

/** Links to the same page for a day, a week and a month. */
export function PeriodChoice(
  { path, period, visit }: { path: string; period: Period; visit: Visit },
) {
  const { deliveryPages } = visit.locale.messages;
  return (
    <nav aria-label={deliveryPages.period} class="periods">
      {(Object.keys(PERIODS) as Period[]).map((its) => (
        <a
          href={`${path}?period=${its}`}
          {...(its === period ? { "aria-current": "true" as const } : {})}
        >
          {deliveryPages.periods[its]}
        </a>
      ))}
    </nav>
  );
}
