/**
 * Microchip RN2483 with the radio under direct control: settings to commands. Source: RN2483
 * command reference (DS40001784G). Firmware 1.0.5 is needed: earlier ones cannot stop a reception.
 *
 *     mac pause ─ radio rxstop ─ radio set … ─ radio rx 0 ─▶ radio_rx ─▶ radio rx 0 ─▶ radio get …
 *
 * It receives one packet at a time and is deaf until the next `radio rx`; while it
 * receives, it neither sends nor takes settings. By itself it ends a reception after 15 s, so that
 * watchdog is switched off, and that it is off shows that the module has not restarted. LoRaWAN is
 * paused for 49 days at most, so the pause is renewed whenever the settings are read.
 */
import { timeOnAirUs } from "../../airtime.ts";
import { encodeHex } from "../../hex.ts";
import type { AtCommand } from "../at/command.ts";
import {
  type AtDialect,
  type AtIdentification,
  type AtSetting,
  type AtSignalQuestion,
  landmark,
  question,
} from "../at/dialect.ts";
import type { RadioSettings } from "../modem.ts";
import { impossible, outside, unusualBandwidth } from "../radio_limits.ts";
import { RN2483_BANNER, rn2483Reader } from "./reader.ts";

/** Longest payload of `radio tx`, in bytes. */
export const RN2483_MAX_FRAME_BYTES = 255;

const STOP: AtCommand = { command: "radio rxstop" };
const RECEIVE: AtCommand = { command: "radio rx 0" };

/** The frequencies that the module has filters for. */
export const RN2483_BANDS_HZ = [[433_050_000, 434_790_000], [863_000_000, 870_000_000]] as const;

/** Settings to commands. */
export function rn2483Dialect(settings: RadioSettings): AtDialect {
  const { frequencyHz } = settings;
  const isInBand = RN2483_BANDS_HZ.some(([from, to]) => from <= frequencyHz && frequencyHz <= to);
  return {
    ...RN2483_IDENTIFICATION,
    maxFrameBytes: RN2483_MAX_FRAME_BYTES,
    reset: "sys reset",
    landmarks: [landmark(VERSION_QUESTION), landmark(SERIAL_QUESTION)],
    ping: {
      command: "radio get wdt",
      endsWith: /^\d+$/,
      isAsWanted: (answer) => answer.includes("0"),
    },
    settings: rn2483Settings(settings),
    impossible: impossible(
      "an RN2483",
      !isInBand && "frequency_hz must be 433050000 to 434790000 or 863000000 to 870000000",
      outside("spreading_factor", settings.spreadingFactor, 7, 12),
      unusualBandwidth(settings.bandwidthHz),
      outside("the preamble", settings.preambleSymbols, 6, 65_535, " symbols"),
      outside("the power", settings.powerDbm, -3, 15, " dBm"),
    ),
    receiving: { command: RECEIVE, endsWithPacket: true },
    signalQuestions: SIGNAL_QUESTIONS,
    busyCodes: new Set(["busy"]),
    reportsSent: true,
    transmission: (frame) => [STOP, { command: `radio tx ${encodeHex(frame).toUpperCase()}` }],
    timeOnAirUs: (frame) => timeOnAirUs(settings, frame.length),
  };
}

function rn2483Settings(settings: RadioSettings): AtSetting[] {
  return [
    PAUSE,
    STOP,
    setting("mod", "lora"),
    setting("freq", `${settings.frequencyHz}`),
    setting("sf", `sf${settings.spreadingFactor}`),
    setting("bw", `${settings.bandwidthHz / 1_000}`),
    setting("cr", `4/${settings.codingRate}`),
    setting("crc", "on"),
    setting("iqi", "off"),
    setting("sync", settings.syncWord.toString(16).padStart(2, "0")),
    setting("prlen", `${settings.preambleSymbols}`),
    setting("pwr", `${settings.powerDbm}`),
    setting("wdt", "0"),
  ];
}

function setting(name: string, value: string): AtSetting {
  return {
    command: `radio set ${name} ${value}`,
    ask: { command: `radio get ${name}`, endsWith: /^[\x21-\x7e]{1,16}$/ },
    isAsWanted: (answer) => {
      const reported = answer.at(-1);
      return reported === undefined ? undefined : reported.toLowerCase() === value;
    },
  };
}

const PAUSE_COMMAND: AtCommand = { command: "mac pause", endsWith: /^\d+$/ };
/** Answered with the milliseconds that the pause may last; 0: LoRaWAN is in the middle of something. */
const PAUSE: AtSetting = {
  ...PAUSE_COMMAND,
  ask: PAUSE_COMMAND,
  isAsWanted: (answer) => answer.length === 0 ? undefined : !answer.includes("0"),
};

const SERIAL_QUESTION = question("sys get hweui", /^([0-9A-Fa-f]{16})$/, (serial) => ({ serial }));
const VERSION_QUESTION = question(
  "sys get ver",
  RN2483_BANNER,
  (model, firmware) => ({ model, firmware }),
);

const SIGNAL_QUESTIONS: readonly AtSignalQuestion[] = [
  {
    command: "radio get rssi",
    endsWith: /^-?\d{1,3}$/,
    learn: (answer) => ({ rssiDbm: Number(answer.at(-1)) }),
  },
  {
    command: "radio get snr",
    endsWith: /^-?\d{1,3}$/,
    learn: (answer) => ({ snrDb: Number(answer.at(-1)) }),
  },
];

/** Asks an RN2483 who it is. */
export const RN2483_IDENTIFICATION: AtIdentification = {
  kind: "rn2483",
  payloadForm: "bytes",
  baud: 57_600,
  greeting: SERIAL_QUESTION,
  questions: [SERIAL_QUESTION, VERSION_QUESTION],
  isMine: ({ model }) => model !== undefined,
  createReader: rn2483Reader,
};
