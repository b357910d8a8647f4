/** How a cellular modem is asked who it is (3GPP TS 27.007, section 5). */
import type { AtIdentification, AtQuestion, LineSource } from "../at/dialect.ts";
import { isAboutCalls } from "./call_lines.ts";
import type { Line } from "../line.ts";
import { odd } from "../line.ts";
import { LineReader } from "../at/line_reader.ts";
import type { ModemIdentity } from "../modem.ts";

const REFUSAL = /^(?:ERROR|\+CM[ES] ERROR: ?.{1,64}|COMMAND NOT SUPPORT)$/;
/** One line that is neither empty nor a result nor unsolicited. */
const VALUE = /^[^+^*#\s][\x20-\x7e]{0,63}$/;
const IMEI = /^\d{14,16}$/;

/** Asks a cellular modem who it is. */
export const CELLULAR_IDENTIFICATION: AtIdentification = {
  kind: "cellular",
  carrier: "bytes",
  baud: 115_200,
  greeting: { command: "AT" },
  questions: [
    question("AT+CGMM", VALUE, (model) => ({ model })),
    question("AT+CGMR", VALUE, (firmware) => ({ firmware })),
    question("AT+CGSN", IMEI, (serial) => ({ serial })),
  ],
  isMine: ({ model, serial }) => model !== undefined || serial !== undefined,
  createReader: cellularSource,
};

function question(
  command: string,
  form: RegExp,
  learn: (value: string) => ModemIdentity,
): AtQuestion {
  return {
    command,
    learn: (answer) => {
      // Some firmware repeats the name of the command before the value.
      const values = answer.filter((line) => !isAboutCalls(line)).map((line) =>
        line.replace(/^\+[A-Z]+: ?/, "").replaceAll('"', "")
      );
      const value = values.find((text) => form.test(text));
      return value === undefined ? {} : learn(value);
    },
  };
}

function cellularSource(): LineSource {
  const reader = new LineReader();
  return {
    feed: (bytes) => reader.feed(bytes).map(({ text }) => readLine(text.trim())),
    tick: () => [],
    wakeAtMs: undefined,
  };
}

function readLine(text: string): Line {
  if (text === "OK") return { kind: "final", ok: true };
  if (REFUSAL.test(text)) return { kind: "final", ok: false, code: text };
  return /^[\x20-\x7e]*$/.test(text)
    ? { kind: "info", text }
    : odd("garbage", "bytes that are no line", text.length);
}
