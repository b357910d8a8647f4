/** What can be taken away of an incident. */
import type { Messages } from "../../../../i18n/messages.ts";

/** Links, folded: each of them is a look that is kept. @param props.id Of the incident. */
export function Exports({ id, messages: { timeLine } }: { id: string; messages: Messages }) {
  const at = `/incidents/${id}`;
  return (
    <details class="card exports" id="exports">
      <summary>{timeLine.exports}</summary>
      <p class="quiet">{timeLine.exportHint}</p>
      <ul>
        <li>
          <a href={`${at}/report`}>{timeLine.report}</a>
        </li>
        <li>
          <a href={`${at}/proof`} download>{timeLine.proof}</a>
        </li>
        <li>
          <a href={`${at}/cap`} download>{timeLine.cap}</a>
        </li>
        <li>
          <a href={`${at}/json`} download>{timeLine.json}</a>
        </li>
      </ul>
    </details>
  );
}
