/**
 * Seeed LoRa-E5 and Wio-E5 in test mode (`AT+MODE=TEST`): settings to commands. Source: Seeed
 * LoRa-E5 AT command specification.
 *
 * All settings are one command, whose answer tells what was set. They cannot be asked for, and the
 * module loses them with the test mode at each restart, of which it may say nothing. So once a
 * minute it is told to receive: it does so, or refuses because it has restarted. That is also the
 * one question which every firmware answers while it receives; AT is not.
 */
import { timeOnAirUs } from "../../airtime.ts";
import { encodeHex } from "../../hex.ts";
import type { AtCommand } from "../at/command.ts";
import {
  type AtDialect,
  type AtIdentification,
  type AtQuestion,
  type AtSetting,
  landmark,
  type LineSource,
} from "../at/dialect.ts";
import type { ModemIdentity, RadioSettings } from "../modem.ts";
import { WioE5Reader } from "./reader.ts";

/** Longest command that is taken, in bytes, its line end included. */
const MAX_COMMAND_BYTES = 528;
const TRANSMIT = "AT+TEST=TXLRPKT,";
const QUOTES_AND_LINE_END_BYTES = 4;

/** Longest frame that fits the longest command: two digits a byte. */
export const WIO_E5_MAX_FRAME_BYTES = Math.floor(
  (MAX_COMMAND_BYTES - TRANSMIT.length - QUOTES_AND_LINE_END_BYTES) / 2,
);

const BANDWIDTHS_HZ = [125_000, 250_000, 500_000];
const PRIVATE_SYNC_WORD = 0x12;
const PUBLIC_SYNC_WORD = 0x34;
/** The only coding rate of test mode. Receivers need not agree: a packet says how it is coded. */
const CODING_RATE = 5;
/** A receiver has to expect at least as many symbols as any sender puts before a packet. */
const LONGEST_PREAMBLE_SYMBOLS = 15;

const STOP: AtCommand = { command: "AT+TEST=STOP", endsWith: /^\+TEST: ?STOP$/ };
const RECEIVE: AtCommand = { command: "AT+TEST=RXLRPKT", endsWith: /^\+TEST: ?RXLRPKT$/ };

/** Settings to commands. */
export function wioE5Dialect(settings: RadioSettings): AtDialect {
  return {
    kind: "wio-e5",
    carrier: "bytes",
    maxFrameBytes: WIO_E5_MAX_FRAME_BYTES,
    reader: source(),
    greeting: STOP,
    reset: "AT+RESET",
    ping: RECEIVE,
    landmarks: [landmark(SERIAL_QUESTION), landmark(VERSION_QUESTION)],
    questions: QUESTIONS,
    settings: wioE5Settings(settings),
    impossible: whyImpossible(settings),
    receiving: { command: RECEIVE, endsWithPacket: false },
    busyCodes: new Set(),
    tellsWhenSent: true,
    transmission: (frame) => [{
      command: `${TRANSMIT}"${encodeHex(frame).toUpperCase()}"`,
      endsWith: /^\+TEST: ?TXLRPKT\b/,
    }],
    timeOnAirUs: (frame) => timeOnAirUs({ ...settings, codingRate: CODING_RATE }, frame.length),
  };
}

function source(): LineSource {
  const reader = new WioE5Reader();
  return { feed: (bytes) => reader.feed(bytes), tick: () => [], wakeAtMs: undefined };
}

function whyImpossible(settings: RadioSettings): string | undefined {
  const { spreadingFactor, bandwidthHz, codingRate, syncWord, preambleSymbols, powerDbm } =
    settings;
  const wrong = spreadingFactor < 7 || spreadingFactor > 12
    ? "spreading_factor must be 7 to 12"
    : !BANDWIDTHS_HZ.includes(bandwidthHz)
    ? "bandwidth_hz must be 125000, 250000 or 500000"
    : codingRate !== CODING_RATE
    ? "coding_rate must be 5"
    : syncWord !== PRIVATE_SYNC_WORD && syncWord !== PUBLIC_SYNC_WORD
    ? "sync_word must be 0x12 or 0x34"
    : preambleSymbols < 6 || preambleSymbols > LONGEST_PREAMBLE_SYMBOLS
    ? `the preamble must be 6 to ${LONGEST_PREAMBLE_SYMBOLS} symbols`
    : powerDbm < 0 || powerDbm > 22
    ? "the power must be 0 to 22 dBm"
    : undefined;
  return wrong && `Cannot configure a LoRa-E5 as asked: ${wrong}; change [modem.radio]`;
}

function wioE5Settings(settings: RadioSettings): AtSetting[] {
  const { frequencyHz, spreadingFactor, bandwidthHz, preambleSymbols, powerDbm } = settings;
  const bandwidthKhz = bandwidthHz / 1_000;
  const net = settings.syncWord === PUBLIC_SYNC_WORD ? "ON" : "OFF";
  const told = [
    `F:${frequencyHz}`,
    `SF${spreadingFactor}`,
    `BW${bandwidthKhz}K`,
    `TXPR:${preambleSymbols}`,
    `RXPR:${LONGEST_PREAMBLE_SYMBOLS}`,
    `POW:${powerDbm}dBm`,
    "CRC:ON",
    "IQ:OFF",
    `NET:${net}`,
  ];
  return [
    written({ command: "AT+MODE=TEST", endsWith: /^\+MODE: ?TEST$/ }),
    {
      ...written({
        command: `AT+TEST=RFCFG,${frequencyHz / 1e6},SF${spreadingFactor},${bandwidthKhz},` +
          `${preambleSymbols},${LONGEST_PREAMBLE_SYMBOLS},${powerDbm},ON,OFF,${net}`,
        endsWith: /^\+TEST: ?RFCFG /,
      }),
      isAsWanted: (answer) => tells(answer, told),
    },
  ];
}

function written(command: AtCommand): AtSetting {
  return {
    ...command,
    isAsWanted: () => undefined,
    onlyIfOtherwise: false,
    restarts: false,
  };
}

/** True when the answer tells each of these values; newer firmware writes PNET for NET. */
function tells(answer: readonly string[], wanted: readonly string[]): boolean {
  const line = answer.find((text) => /^\+TEST: ?RFCFG /.test(text)) ?? "";
  const told = new Set(line.replace(/^\+TEST: ?RFCFG /, "").replace("PNET:", "NET:").split(/, ?/));
  return wanted.every((value) => told.has(value));
}

const VERSION_QUESTION = question(
  "AT+VER",
  /^\+VER: ?([\x21-\x7e]{1,64})$/,
  (firmware) => ({ firmware }),
);
const SERIAL_QUESTION = question(
  "AT+ID=DevEui",
  /^\+ID: ?DevEui, ?([0-9A-Fa-f:]{16,23})$/,
  (serial) => ({ serial }),
);
const QUESTIONS = [VERSION_QUESTION, SERIAL_QUESTION];

function question(
  command: string,
  endsWith: RegExp,
  learn: (value: string) => ModemIdentity,
): AtQuestion & { readonly endsWith: RegExp } {
  return {
    command,
    endsWith,
    learn: (answer) => {
      const value = answer.map((line) => endsWith.exec(line)?.[1]).find((it) => it !== undefined);
      return value === undefined ? {} : learn(value);
    },
  };
}

/** Asks a LoRa-E5 who it is; it stops receiving. */
export const WIO_E5_IDENTIFICATION: AtIdentification = {
  kind: "wio-e5",
  carrier: "bytes",
  baud: 9_600,
  greeting: STOP,
  questions: QUESTIONS,
  isMine: ({ firmware }) => firmware !== undefined,
  createReader: source,
};
