/** By which modems a frame was heard, and how well. */
import { printable } from "../../../../../devices/printable.ts";
import type { Hearing } from "../../views/incident/fact.ts";
import { clockText } from "../../views/moment.ts";
import type { Locale } from "../visit.ts";

interface HearingsProps {
  readonly hearings: readonly Hearing[];
  readonly locale: Locale;
  /** With the time of each. */
  readonly isTimed?: boolean;
}

/** As in `lora-1 −99 dBm, SNR 6.5 dB · lora-2 −110 dBm`. */
export function Hearings({ hearings, isTimed = false, locale }: HearingsProps) {
  return (
    <>
      {hearings.map((hearing, at) => (
        <>
          {at === 0 ? "" : " · "}
          <span class="hearing">
            {isTimed ? `${clockText(hearing.atUnixMs, locale.language)} ` : ""}
            {hearingText(hearing, locale)}
          </span>
        </>
      ))}
    </>
  );
}

function hearingText({ modem, rssiDbm, snrDb }: Hearing, locale: Locale): string {
  const number = (value: number) =>
    new Intl.NumberFormat(locale.language, { maximumFractionDigits: 1 }).format(value)
      .replace("-", "\u2212");
  const signal = [
    ...rssiDbm === undefined ? [] : [`${number(rssiDbm)}\u00a0dBm`],
    ...snrDb === undefined ? [] : [`${locale.messages.timeLine.snr} ${number(snrDb)}\u00a0dB`],
  ];
  return [printable(modem), signal.join(", ")].filter((its) => its !== "").join(" ");
}
