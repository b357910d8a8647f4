/**
 * Microchip RN2483 with the radio under direct control: settings to commands. Source: RN2483
 * command reference (DS40001784G). Firmware 1.0.5 is needed: earlier ones cannot stop a reception.
 *
 *     mac pause ─ radio rxstop ─ radio set … ─ radio rx 0 ─▶ radio_rx ─▶ radio rx 0 ─▶ radio get …
 *
 * It receives one packet at a time and is deaf until it is told to receive again; while it
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
  type AtQuestion,
  type AtSetting,
  type AtSignalQuestion,
  landmark,
  type LineSource,
} from "../at/dialect.ts";
import type { RadioSettings } from "../modem.ts";
import { RN2483_BANNER, Rn2483Reader } from "./reader.ts";

/** Longest payload of `radio tx`, in bytes. */
export const RN2483_MAX_FRAME_BYTES = 255;

const BANDWIDTHS_HZ = [125_000, 250_000, 500_000];
const STOP: AtCommand = { command: "radio rxstop" };
const RECEIVE: AtCommand = { command: "radio rx 0" };

/** The frequencies that the module has filters for. */
export const RN2483_BANDS_HZ = [[433_050_000, 434_790_000], [863_000_000, 870_000_000]] as const;

/** Settings to commands. */
export function rn2483Dialect(settings: RadioSettings): AtDialect {
  return {
    kind: "rn2483",
    carrier: "bytes",
    maxFrameBytes: RN2483_MAX_FRAME_BYTES,
    reader: source(),
    greeting: SERIAL_QUESTION,
    reset: "sys reset",
    landmarks: [landmark(VERSION_QUESTION), landmark(SERIAL_QUESTION)],
    ping: {
      command: "radio get wdt",
      endsWith: /^\d+$/,
      isAsWanted: (answer) => answer.includes("0"),
    },
    questions: [SERIAL_QUESTION, VERSION_QUESTION],
    settings: rn2483Settings(settings),
    impossible: whyImpossible(settings),
    receiving: { command: RECEIVE, endsWithPacket: true },
    signalQuestions: SIGNAL_QUESTIONS,
    busyCodes: new Set(["busy"]),
    tellsWhenSent: true,
    transmission: (frame) => [STOP, { command: `radio tx ${encodeHex(frame).toUpperCase()}` }],
    timeOnAirUs: (frame) => timeOnAirUs(settings, frame.length),
  };
}

function source(): LineSource {
  const reader = new Rn2483Reader();
  return { feed: (bytes) => reader.feed(bytes), tick: () => [], wakeAtMs: undefined };
}

function whyImpossible(settings: RadioSettings): string | undefined {
  const { frequencyHz, spreadingFactor, bandwidthHz, preambleSymbols, powerDbm } = settings;
  const isInBand = RN2483_BANDS_HZ.some(([from, to]) => from <= frequencyHz && frequencyHz <= to);
  const wrong = !isInBand
    ? "frequency_hz must be 433050000 to 434790000 or 863000000 to 870000000"
    : spreadingFactor < 7 || spreadingFactor > 12
    ? "spreading_factor must be 7 to 12"
    : !BANDWIDTHS_HZ.includes(bandwidthHz)
    ? "bandwidth_hz must be 125000, 250000 or 500000"
    : preambleSymbols < 6 || preambleSymbols > 65_535
    ? "the preamble must be 6 to 65535 symbols"
    : powerDbm < -3 || powerDbm > 15
    ? "the power must be -3 to 15 dBm"
    : undefined;
  return wrong && `Cannot configure an RN2483 as asked: ${wrong}; change [modem.radio]`;
}

function rn2483Settings(settings: RadioSettings): AtSetting[] {
  return [
    PAUSE,
    written(STOP),
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

function written(command: AtCommand): AtSetting {
  return { ...command, isAsWanted: () => undefined, onlyIfOtherwise: false, restarts: false };
}

function setting(name: string, value: string): AtSetting {
  return {
    ...written({ command: `radio set ${name} ${value}` }),
    ask: { command: `radio get ${name}`, endsWith: /^[\x21-\x7e]{1,16}$/ },
    isAsWanted: (answer) => {
      const told = answer.at(-1);
      return told === undefined ? undefined : told.toLowerCase() === value;
    },
  };
}

const PAUSE_COMMAND: AtCommand = { command: "mac pause", endsWith: /^\d+$/ };
/** Answered with the milliseconds that the pause may last; 0: LoRaWAN is in the middle of something. */
const PAUSE: AtSetting = {
  ...written(PAUSE_COMMAND),
  ask: PAUSE_COMMAND,
  isAsWanted: (answer) => answer.length === 0 ? undefined : !answer.includes("0"),
};

const SERIAL_QUESTION: AtQuestion & { readonly endsWith: RegExp } = {
  command: "sys get hweui",
  endsWith: /^[0-9A-Fa-f]{16}$/,
  learn: (answer) => {
    const serial = answer.at(-1);
    return serial === undefined ? {} : { serial };
  },
};

const VERSION_QUESTION: AtQuestion & { readonly endsWith: RegExp } = {
  command: "sys get ver",
  endsWith: RN2483_BANNER,
  learn: (answer) => {
    const [, model, firmware] = RN2483_BANNER.exec(answer.at(-1) ?? "") ?? [];
    return model === undefined || firmware === undefined ? {} : { model, firmware };
  },
};

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
  carrier: "bytes",
  baud: 57_600,
  greeting: SERIAL_QUESTION,
  questions: [SERIAL_QUESTION, VERSION_QUESTION],
  isMine: ({ model }) => model !== undefined,
  createReader: source,
};
