/**
 * REYAX RYLR998: settings to commands. Source: REYAX RYLR998 AT command guide.
 *
 * It always receives, and only packets sent to its address. It adds 8 bytes to each packet, answers
 * a question with one line and no `+OK`, and needs each command in one burst.
 */
import { timeOnAirUs } from "../../airtime.ts";
import { encodeArmour } from "../../frame/armour.ts";
import { parseFrame } from "../../frame/vf1.ts";
import {
  type AtDialect,
  type AtIdentification,
  type AtSetting,
  landmark,
  question,
} from "../at/dialect.ts";
import type { ModemIdentity, RadioSettings } from "../modem.ts";
import { impossible, outside, unusualBandwidth } from "../radio_limits.ts";
import { MAX_PAYLOAD_BYTES, Rylr998Reader } from "./reader.ts";

/** Addresses are a fixed identifier, so all wearables share one, and all gateways another. */
export const WEARABLE_ADDRESS = 1;
export const GATEWAY_ADDRESS = 2;

/** Longest frame whose text fits a payload: 4 characters, then 4 for each 3 bytes. */
export const RYLR998_MAX_FRAME_BYTES = Math.floor((MAX_PAYLOAD_BYTES - 4) / 4) * 3;

/** Bytes that the module adds to each packet on the air. */
const ADDED_BYTES = 8;

/** AT+PARAMETER numbers of the bandwidths, and the highest spreading factor at each. */
const BANDWIDTHS = new Map([
  [125_000, { code: 7, highestFactor: 9 }],
  [250_000, { code: 8, highestFactor: 10 }],
  [500_000, { code: 9, highestFactor: 11 }],
]);

/** The only network id with which the preamble can be chosen; with others it is 12. */
const PUBLIC_NETWORK_ID = 18;
const FIXED_PREAMBLE_SYMBOLS = 12;

const PING = { command: "AT" };

/** Settings to commands. */
export function rylr998Dialect(settings: RadioSettings): AtDialect {
  return {
    ...RYLR998_IDENTIFICATION,
    maxFrameBytes: RYLR998_MAX_FRAME_BYTES,
    reset: "AT+RESET",
    ping: PING,
    landmarks: [landmark(SERIAL_QUESTION), landmark(VERSION_QUESTION)],
    settings: rylr998Settings(settings),
    impossible: whyImpossible(settings),
    busyCodes: new Set(["+ERR=17"]),
    reportsSent: false,
    transmission: (frame) => {
      const text = encodeArmour(frame);
      // What has the form of an uplink is for another gateway, as when two modems try each other.
      const address = parseFrame(frame).ok ? GATEWAY_ADDRESS : WEARABLE_ADDRESS;
      return [{ command: `AT+SEND=${address},${text.length},${text}` }];
    },
    timeOnAirUs: (frame) => timeOnAirUs(settings, encodeArmour(frame).length + ADDED_BYTES),
  };
}

function whyImpossible(settings: RadioSettings): string | undefined {
  const { bandwidthHz, networkId, preambleSymbols } = settings;
  const highest = BANDWIDTHS.get(bandwidthHz)?.highestFactor ?? 0;
  const isPublic = networkId === PUBLIC_NETWORK_ID;
  const factor = outside("spreading_factor", settings.spreadingFactor, 5, highest);
  return impossible(
    "a RYLR998",
    unusualBandwidth(bandwidthHz),
    factor && `${factor} at this bandwidth`,
    !isPublic && (networkId < 3 || networkId > 15) && "network_id must be 3 to 15, or 18",
    !isPublic && preambleSymbols !== FIXED_PREAMBLE_SYMBOLS &&
      "the preamble is 12 symbols unless network_id is 18",
    outside("the preamble", preambleSymbols, 4, 24, " symbols"),
    outside("the power", settings.powerDbm, 0, 22, " dBm"),
  );
}

function rylr998Settings(settings: RadioSettings): AtSetting[] {
  const { spreadingFactor, bandwidthHz, codingRate, preambleSymbols } = settings;
  const bandwidthCode = BANDWIDTHS.get(bandwidthHz)?.code ?? 7;
  const coding = codingRate - 4;
  return [
    setting("ADDRESS", [GATEWAY_ADDRESS]),
    setting("NETWORKID", [settings.networkId]),
    setting("BAND", [settings.frequencyHz]),
    // Some firmware gives the bandwidth in kHz and the coding rate as 5 to 8.
    setting("PARAMETER", [spreadingFactor, bandwidthCode, coding, preambleSymbols], [
      [spreadingFactor],
      [bandwidthCode, bandwidthHz / 1_000],
      [coding, codingRate],
      [preambleSymbols],
    ]),
    setting("CRFOP", [settings.powerDbm]),
  ];
}

/** A setting of numbers. `readings` are the ways in which each number may be read back. */
function setting(
  name: string,
  values: readonly number[],
  readings: readonly (readonly number[])[] = values.map((value) => [value]),
): AtSetting {
  const form = new RegExp(`^\\+?${name}\\s*=\\s*(\\d+(?:\\s*,\\s*\\d+)*)\\s*(?:,M)?$`, "i");
  return {
    command: `AT+${name}=${values.join(",")}`,
    ask: { command: `AT+${name}?`, endsWith: form },
    isAsWanted: (answer) => {
      const read = answer.map((line) => form.exec(line)?.[1]).find((text) => text !== undefined);
      if (read === undefined) return undefined;
      const numbers = read.split(",").map(Number);
      return numbers.length === readings.length &&
        numbers.every((number, index) => readings[index]?.includes(number));
    },
  };
}

const VERSION_QUESTION = named("VER", (firmware) => ({ firmware, ...modelIn(firmware) }));
const SERIAL_QUESTION = named("UID", (serial) => ({ serial }));

function named(name: string, learn: (value: string) => ModemIdentity) {
  const form = new RegExp(`^\\+${name}=\\s*([\\x21-\\x7e][\\x20-\\x7e]{0,63})$`, "i");
  return question(`AT+${name}?`, form, learn);
}

/** The version begins with the model: `RYLR998_REYAX_V1.2.2`. */
function modelIn(firmware: string): ModemIdentity {
  const model = /^RYLR\d{3}[A-Z]?/.exec(firmware)?.[0];
  return model === undefined ? {} : { model };
}

/** Asks a RYLR998 who it is. */
export const RYLR998_IDENTIFICATION: AtIdentification = {
  kind: "rylr998",
  payloadForm: "text",
  baud: 115_200,
  greeting: PING,
  questions: [VERSION_QUESTION, SERIAL_QUESTION],
  isMine: ({ firmware }) => firmware !== undefined,
  createReader: () => new Rylr998Reader(),
};
