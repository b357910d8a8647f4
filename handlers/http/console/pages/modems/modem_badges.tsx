/** How a modem is, in a few words, and what should worry about it. */
import type { ModemInfo } from "../../../../modems/modem_service.ts";
import type { Locale } from "../visit.ts";
import { NONE } from "../page.tsx";

interface ModemProps {
  readonly modem: ModemInfo;
  readonly locale: Locale;
}

/** Its state, with the marks of networks that end. */
export function ModemState({ locale: { messages }, modem }: ModemProps) {
  const { state } = modem;
  const tone = state === "ready" ? "good" : state === "lost" ? "critical" : "high";
  return (
    <>
      {state === undefined
        ? NONE
        : <span class={`mark ${tone}`}>{messages.modemStates[state]}</span>}
      {modem.isTwoGOnly === true ? <Badge text={messages.modemPages.twoG.only} /> : null}
      {isOnTwoG(modem) ? <Badge text={messages.modemPages.twoG.now} /> : null}
    </>
  );
}

function Badge({ text }: { readonly text: string }) {
  return (
    <>
      {" "}
      <span class="badge high">{text}</span>
    </>
  );
}

/** A modem that can do more uses a network of the second generation. */
function isOnTwoG({ cellular, isTwoGOnly }: ModemInfo): boolean {
  return isTwoGOnly !== true && cellular?.technology === "2G";
}

/** What to do about networks that end. */
export function TwoGWarning({ locale: { messages: { modemPages } }, modem }: ModemProps) {
  const { twoG } = modemPages;
  const text = modem.isTwoGOnly === true
    ? twoG.onlyText
    : isOnTwoG(modem)
    ? twoG.nowText
    : undefined;
  if (text === undefined) return null;
  return (
    <section class="problems">
      <p>
        <strong>{modem.isTwoGOnly === true ? twoG.only : twoG.now}</strong>: {text}
      </p>
    </section>
  );
}

/** How strong it hears, in dBm and in words. */
export function SignalText({ locale: { messages }, signal }: {
  readonly signal: ModemInfo["signal"];
  readonly locale: Locale;
}) {
  if (signal === undefined) return NONE;
  return <>{dbmText(signal.rssiDbm)} · {messages.modemPages.verdicts[signal.verdict]}</>;
}

/** With a minus sign, not a hyphen. */
export function dbmText(dbm: number, unit = "dBm"): string {
  return `${String(Math.round(dbm * 10) / 10).replace("-", "−")}\u00a0${unit}`;
}
