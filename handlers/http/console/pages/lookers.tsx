/** Who has looked at an incident: how many, and on demand who and when last. */
import type { IncidentView } from "../views/incident_view.ts";
import { whoText } from "./audit_entry.tsx";
import type { Visit } from "./visit.ts";
import { When } from "./when.tsx";

/** The number, and behind it the names; it needs no script. */
export function Lookers({ incident: { id, lookers }, visit }: {
  incident: Pick<IncidentView, "id" | "lookers">;
  visit: Visit;
}) {
  const { locale, opens } = visit;
  const { audit } = locale.messages;
  return (
    <details class="lookers" id="lookers">
      <summary>{audit.lookers(lookers.length)}</summary>
      <p class="quiet">{audit.lookersHint}</p>
      <ul>
        {lookers.map(({ by, fullName, lastAtUnixMs }) => (
          <li>
            {whoText(by, audit, fullName)} <span class="quiet">· {audit.lookedLast}</span>{" "}
            <When locale={locale} unixMs={lastAtUnixMs} />
          </li>
        ))}
      </ul>
      {opens.includes("/audit")
        ? (
          <p>
            <a href={`/audit?about=${id}`}>{audit.allEntries}</a>
          </p>
        )
        : null}
    </details>
  );
}
