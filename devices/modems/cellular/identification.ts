/** How a cellular modem is asked who it is (3GPP TS 27.007, section 5). */
import type { AtIdentification, AtQuestion } from "../at/dialect.ts";
import type { LineSource } from "../at/make_reader.ts";
import type { ModemIdentity } from "../modem.ts";
import { CellularReader } from "./reader.ts";

/** One line that is neither empty nor a result nor unsolicited. */
const VALUE = /^[^+^*#\s][\x20-\x7e]{0,63}$/;
const IMEI = /^\d{14,16}$/;

/** Asks a cellular modem who it is. */
export const CELLULAR_IDENTIFICATION: AtIdentification = {
  kind: "cellular",
  payloadForm: "bytes",
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
      const values = answer.map((line) => line.replace(/^\+[A-Z]+: ?/, "").replaceAll('"', ""));
      const value = values.find((text) => form.test(text));
      return value === undefined ? {} : learn(value);
    },
  };
}

function cellularSource(): LineSource {
  const reader = new CellularReader();
  return {
    feed: (bytes) =>
      reader.feed(bytes).filter((line) => line.kind === "final" || line.kind === "info"),
    tick: () => [],
    wakeAtMs: undefined,
  };
}
