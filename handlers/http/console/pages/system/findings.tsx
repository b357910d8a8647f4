/** What the doctor finds, part by part: what is wrong is open, what is good a click away. */
import { printable } from "../../../../../devices/printable.ts";
import { type Diagnosis, type Finding, wordFinding } from "../../../../doctor/doctor.ts";
import { FINDING_GROUPS } from "../../../../i18n/doctor/messages.ts";
import { DOCTOR_MESSAGES } from "../../../../i18n/doctor/locales.ts";
import { clockText } from "../../views/moment.ts";
import type { Locale } from "../visit.ts";

interface FindingsProps {
  readonly diagnosis: Diagnosis | undefined;
  readonly locale: Locale;
}

export function Findings({ diagnosis, locale }: FindingsProps) {
  const its = locale.messages.system.findings;
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title">{its.title}</h2>
      {diagnosis === undefined ? <p class="empty">{its.looking}</p> : (
        <>
          <p>
            {countText(its.counts, diagnosis)}
            <span class="quiet">
              {` · ${its.looked} ${clockText(diagnosis.atUnixMs, locale.language)}`}
            </span>
          </p>
          <Groups findings={diagnosis.findings.filter(isOff)} locale={locale} />
          <details>
            <summary>{its.good}</summary>
            <Groups findings={diagnosis.findings.filter((one) => !isOff(one))} locale={locale} />
          </details>
        </>
      )}
      <form method="post" action="/system/look">
        <p class="acts">
          <button type="submit">{its.again}</button>
        </p>
      </form>
    </section>
  );
}

function isOff({ tone }: Finding): boolean {
  return tone !== "good";
}

function countText(text: string, { findings }: Diagnosis): string {
  return text.replaceAll(
    /\{(bad|warning|good)\}/g,
    (_, tone) => String(findings.filter((finding) => finding.tone === tone).length),
  );
}

const CLASSES = { bad: "critical", warning: "high", good: "good" } as const;

function Groups({ findings, locale }: { findings: readonly Finding[]; locale: Locale }) {
  const words = DOCTOR_MESSAGES[locale.language];
  const groups = FINDING_GROUPS.filter((group) => findings.some((its) => its.group === group));
  return (
    <>
      {groups.map((group) => (
        <div class="card findings">
          <h3>{words.groups[group]}</h3>
          <ul>
            {findings.filter((its) => its.group === group).map((finding) => (
              <OneFinding finding={finding} locale={locale} />
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function OneFinding({ finding, locale }: { finding: Finding; locale: Locale }) {
  const words = DOCTOR_MESSAGES[locale.language];
  const { command, fix, what } = wordFinding(finding, words);
  const { tone } = finding;
  return (
    <li data-code={finding.code}>
      <strong class={`mark ${CLASSES[tone]}`}>{words.tones[tone]}</strong> {printable(what)}
      {tone === "good" || fix === undefined ? null : <p class="quiet">{fix}</p>}
      {tone === "good" || command === undefined ? null : <code>{printable(command)}</code>}
    </li>
  );
}
