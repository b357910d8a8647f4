/** What came to a modem: losses, recoveries, changes of its settings, and what was tried. */
import { printable } from "../../../../../devices/printable.ts";
import type { ModemHistoryEntry, ModemView } from "../../views/modems/modem_view.ts";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";

/** The newest entries, and the steps of recovery of this run. */
export function ModemHistory({ locale, view: { history, modem } }: {
  readonly view: ModemView;
  readonly locale: Locale;
}) {
  const { messages } = locale;
  const { history: words } = messages.modemPages;
  return (
    <section id="history" aria-labelledby="history-title" data-again-s="5">
      <h2 id="history-title">{words.title}</h2>
      {history.length === 0
        ? <p class="empty">{words.none}</p>
        : (
          <CardTable headings={[messages.time, messages.event]} class="history">
            {history.map((entry) => (
              <CardRow>
                <Cell class="time">
                  <When locale={locale} unixMs={entry.atUnixMs} />
                </Cell>
                <Cell class="entry">
                  <Entry entry={entry} locale={locale} />
                </Cell>
              </CardRow>
            ))}
          </CardTable>
        )}
      <Steps recovery={modem.traffic?.recovery ?? {}} locale={locale} />
    </section>
  );
}

function Entry({ entry, locale: { messages } }: { entry: ModemHistoryEntry; locale: Locale }) {
  const { history: words } = messages.modemPages;
  if (entry.what === "change") {
    const { by, done } = entry.change;
    return <>{(done ? words.changed : words.changedInVain).replace("{}", printable(by))}</>;
  }
  const { isLost, reason, why } = entry.event;
  if (!isLost) return <span class="mark good">{words.recovered}</span>;
  return (
    <>
      <span class="mark critical">
        {reason === "not-healed" ? words.notRecovered : words.lost}
      </span>
      {why === undefined ? null : <span class="quiet" lang="en">{` ${printable(why)}`}</span>}
    </>
  );
}

type Recovery = NonNullable<ModemView["modem"]["traffic"]>["recovery"];

function Steps({ locale, recovery }: { recovery: Recovery; locale: Locale }) {
  const { history: words } = locale.messages.modemPages;
  const steps = Object.entries(recovery);
  if (steps.length === 0) return <p class="quiet">{words.noSteps}</p>;
  return (
    <>
      <h3>{words.steps}</h3>
      <ul>
        {steps.map(([step, { helped, taken }]) => (
          <li>
            {words.stepNames[step] ?? step}: {words.taken} {taken}
            {helped === 0 ? "" : ` · ${words.helped} ${helped}`}
          </li>
        ))}
      </ul>
    </>
  );
}
