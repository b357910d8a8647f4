/**
 * Seeed LoRa-E5 and Wio-E5 in test mode (`AT+MODE=TEST`): settings to commands. Source: Seeed
 * LoRa-E5 AT command specification.
 *
 * All settings are one command, whose answer shows what was set. They cannot be read back, and the
 * module loses them with the test mode at each restart, which it may not announce. So the gateway
 * sends the receive command once a minute: the module obeys, or refuses because it has restarted.
 * Every firmware answers this command while it receives; not every one answers AT.
 */
import { timeOnAirUs } from "../../airtime.ts";
import { encodeHex } from "../../hex.ts";
import type { AtCommand } from "../at/command.ts";
import {
  type AtDialect,
  type AtIdentification,
  type AtSetting,
  landmark,
  question,
} from "../at/dialect.ts";
import type { RadioSettings } from "../modem.ts";
import { impossible, outside, unusualBandwidth } from "../radio_limits.ts";
import { wioE5Reader } from "./reader.ts";

/** Longest command that is taken, in bytes, its line end included. */
const MAX_COMMAND_BYTES = 528;
const TRANSMIT = "AT+TEST=TXLRPKT,";
const QUOTES_AND_LINE_END_BYTES = 4;

/** Longest frame that fits the longest command: two digits a byte. */
export const WIO_E5_MAX_FRAME_BYTES = Math.floor(
  (MAX_COMMAND_BYTES - TRANSMIT.length - QUOTES_AND_LINE_END_BYTES) / 2,
);

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
  const { syncWord } = settings;
  return {
    ...WIO_E5_IDENTIFICATION,
    maxFrameBytes: WIO_E5_MAX_FRAME_BYTES,
    reset: "AT+RESET",
    ping: RECEIVE,
    landmarks: [landmark(SERIAL_QUESTION), landmark(VERSION_QUESTION)],
    settings: wioE5Settings(settings),
    impossible: impossible(
      "a LoRa-E5",
      outside("spreading_factor", settings.spreadingFactor, 7, 12),
      unusualBandwidth(settings.bandwidthHz),
      settings.codingRate !== CODING_RATE && `coding_rate must be ${CODING_RATE}`,
      ![PRIVATE_SYNC_WORD, PUBLIC_SYNC_WORD].includes(syncWord) &&
        "sync_word must be 0x12 or 0x34",
      outside("the preamble", settings.preambleSymbols, 6, LONGEST_PREAMBLE_SYMBOLS, " symbols"),
      outside("the power", settings.powerDbm, 0, 22, " dBm"),
    ),
    receiving: { command: RECEIVE, endsWithPacket: false },
    busyCodes: new Set(),
    reportsSent: true,
    transmission: (frame) => [{
      command: `${TRANSMIT}"${encodeHex(frame).toUpperCase()}"`,
      endsWith: /^\+TEST: ?TXLRPKT\b/,
    }],
    timeOnAirUs: (frame) => timeOnAirUs({ ...settings, codingRate: CODING_RATE }, frame.length),
  };
}

function wioE5Settings(settings: RadioSettings): AtSetting[] {
  const { frequencyHz, spreadingFactor, bandwidthHz, preambleSymbols, powerDbm } = settings;
  const bandwidthKhz = bandwidthHz / 1_000;
  const net = settings.syncWord === PUBLIC_SYNC_WORD ? "ON" : "OFF";
  const wanted = [
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
    { command: "AT+MODE=TEST", endsWith: /^\+MODE: ?TEST$/ },
    {
      command: `AT+TEST=RFCFG,${frequencyHz / 1e6},SF${spreadingFactor},${bandwidthKhz},` +
        `${preambleSymbols},${LONGEST_PREAMBLE_SYMBOLS},${powerDbm},ON,OFF,${net}`,
      endsWith: /^\+TEST: ?RFCFG /,
      isAsWanted: (answer) => reports(answer, wanted),
    },
  ];
}

/** True when the answer reports each of these values; newer firmware writes PNET for NET. */
function reports(answer: readonly string[], wanted: readonly string[]): boolean {
  const line = answer.find((text) => /^\+TEST: ?RFCFG /.test(text)) ?? "";
  const reported = new Set(
    line.replace(/^\+TEST: ?RFCFG /, "").replace("PNET:", "NET:").split(/, ?/),
  );
  return wanted.every((value) => reported.has(value));
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

/** Asks a LoRa-E5 who it is; it stops receiving. */
export const WIO_E5_IDENTIFICATION: AtIdentification = {
  kind: "wio-e5",
  payloadForm: "bytes",
  baud: 9_600,
  greeting: STOP,
  questions: [VERSION_QUESTION, SERIAL_QUESTION],
  isMine: ({ firmware }) => firmware !== undefined,
  createReader: wioE5Reader,
};
