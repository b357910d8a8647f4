/** What the incident is, and how far dispatch is with it. */
import { printable } from "../../../../../devices/printable.ts";
import { stateMessage } from "../../../../i18n/locales.ts";
import type { IncidentView } from "../../views/incident_view.ts";
import type { Locale } from "../visit.ts";
import { Ago, When } from "../when.tsx";

interface HeadProps {
  readonly incident: IncidentView;
  readonly locale: Locale;
}

/** The headline, and when it was opened. */
export function IncidentHead({ incident, locale }: HeadProps) {
  const { messages } = locale;
  const { alarm, device, drill, id, openedAgoMs, outcome, reference, state } = incident;
  const tone = state === "new" ? "critical" : state === "rejected" ? "high" : "good";
  return (
    <div class="incident">
      <h1>
        {device}
        {reference === undefined ? "" : ` · ${printable(reference)}`}
        {alarm === undefined ? "" : ` · ${messages.incident.alarm} ${alarm}`} ·{" "}
        <span class={`mark ${tone}`}>{stateMessage(state, messages)}</span>
        {outcome === undefined ? "" : ` (${messages.incident.outcomes[outcome]})`}
        {drill ? <span class="badge drill">{messages.drill}</span> : null}
      </h1>
      <p>
        {messages.incident.opened}{" "}
        <strong>
          <Ago locale={locale} ageMs={openedAgoMs} />
        </strong>
        {" · "}
        <When locale={locale} unixMs={Date.parse(incident.opened)} />
        {" · "}
        <span class="quiet id">{id.slice(0, 8)}</span>
      </p>
    </div>
  );
}
