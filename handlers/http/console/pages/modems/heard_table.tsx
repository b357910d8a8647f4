/** What a modem hears, while it hears it: neither what is said nor of whom. */
import type { HeardFrame } from "../../../../modems/heard_frames.ts";
import type { ModemView } from "../../views/modems/modem_view.ts";
import { NONE } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";
import { dbmText } from "./modem_badges.tsx";

/** The receptions, newest first; the script reads them again every few seconds. */
export function HeardTable({ locale, view: { heard, modem } }: {
  readonly view: ModemView;
  readonly locale: Locale;
}) {
  const { messages } = locale;
  const { heard: words } = messages.modemPages;
  return (
    <section id="heard" data-again-s="2">
      <h2 id="heard-title">{words.title}</h2>
      <p class="quiet">{words.hint}</p>
      <noscript>
        <p>
          <a class="button" href={`/modems/${encodeURIComponent(modem.name)}#heard`}>
            {words.again}
          </a>
        </p>
      </noscript>
      {heard.length === 0
        ? <p class="empty">{words.none}</p>
        : (
          <div class="heard" tabindex={0} role="region" aria-labelledby="heard-title">
            <CardTable
              headings={[messages.time, "RSSI", "SNR", words.length, words.outcome]}
              class="heard"
            >
              {heard.map((frame) => <HeardRow frame={frame} locale={locale} />)}
            </CardTable>
          </div>
        )}
    </section>
  );
}

const TONES = { accepted: "good", repeated: "low", rejected: "high", own: "low" } as const;

function HeardRow({ frame, locale }: { frame: HeardFrame; locale: Locale }) {
  const { heard: words } = locale.messages.modemPages;
  const { atUnixMs, number, outcome, reason, rssiDbm, sizeBytes, snrDb } = frame;
  return (
    <CardRow id={`heard-${number}`}>
      <Cell class="time">
        <When locale={locale} unixMs={atUnixMs} />
      </Cell>
      <Cell label="RSSI">{rssiDbm === undefined ? NONE : dbmText(rssiDbm)}</Cell>
      <Cell label="SNR">{snrDb === undefined ? NONE : dbmText(snrDb, "dB")}</Cell>
      <Cell label={words.length}>{`${sizeBytes} ${words.bytes}`}</Cell>
      <Cell class="outcome">
        <span class={`mark ${TONES[outcome]}`}>{words.outcomes[outcome]}</span>
        {reason === undefined ? null : `: ${words.reasons[reason] ?? reason}`}
      </Cell>
    </CardRow>
  );
}
