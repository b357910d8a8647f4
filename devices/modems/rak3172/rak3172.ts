/**
 * RAK3172, RAK3272 and RAK4630 with RUI3 firmware in LoRa P2P mode: settings to commands.
 * Source: RAKwireless RUI3 AT command manual.
 *
 * Receiving (`AT+PRECV=65533`: for ever, transmissions allowed in between) is not kept over a
 * restart, and settings are refused while it is on.
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
} from "../at/dialect.ts";
import type { ModemIdentity, RadioSettings } from "../modem.ts";
import { BANDWIDTHS_HZ, impossible, outside, unusualBandwidth } from "../radio_limits.ts";
import { rui3Reader } from "./rui3.ts";

/** Longest payload of AT+PSEND, in bytes. */
export const RAK3172_MAX_FRAME_BYTES = 239;

const RECEIVE = "AT+PRECV=65533";
const PING = { command: "AT" };

/** Settings to commands. */
export function rak3172Dialect(settings: RadioSettings): AtDialect {
  return {
    ...RAK3172_IDENTIFICATION,
    maxFrameBytes: RAK3172_MAX_FRAME_BYTES,
    reset: "ATZ",
    landmarks: [named("AT+SN"), named("AT+VER")],
    ping: PING,
    settings: rak3172Settings(settings),
    impossible: impossible(
      "a RAK3172",
      outside("spreading_factor", settings.spreadingFactor, 5, 12),
      unusualBandwidth(settings.bandwidthHz),
      outside("the preamble", settings.preambleSymbols, 5, 65_535, " symbols"),
      outside("the power", settings.powerDbm, 5, 22, " dBm"),
    ),
    resume: { command: RECEIVE },
    busyCodes: new Set(["AT_BUSY_ERROR"]),
    reportsSent: true,
    transmission: (frame) => [{ command: `AT+PSEND=${encodeHex(frame).toUpperCase()}` }],
    timeOnAirUs: (frame) => timeOnAirUs(settings, frame.length),
  };
}

/** The two bytes by which SX126x chips know a sync word of one byte: 0x12 becomes 0x1424. */
export function longSyncWord(syncWord: number): number {
  return ((syncWord & 0xf0) << 8) | 0x0404 | ((syncWord & 0x0f) << 4);
}

function rak3172Settings(settings: RadioSettings): AtSetting[] {
  const { frequencyHz, spreadingFactor, bandwidthHz, codingRate } = settings;
  const p2p = (bandwidth: number) =>
    `AT+P2P=${frequencyHz}:${spreadingFactor}:${bandwidth}:${codingRate - 5}` +
    `:${settings.preambleSymbols}:${settings.powerDbm}`;
  const syncWord = longSyncWord(settings.syncWord).toString(16).toUpperCase().padStart(4, "0");
  return [
    { ...unlessAlready("AT+NWM", "0"), restarts: true },
    unlessAlready("AT+ENCRY", "0"),
    unlessAlready("AT+IQINVER", "0"),
    { command: "AT+PRECV=0" },
    {
      // The index of the bandwidth. Some firmware takes and gives kHz instead.
      command: p2p(BANDWIDTHS_HZ.indexOf(bandwidthHz)),
      alternative: p2p(bandwidthHz / 1_000),
      ask: { command: "AT+P2P=?" },
      isAsWanted: (answer) => readsP2p(answer, settings),
    },
    {
      command: `AT+SYNCWORD=${syncWord}`,
      ask: { command: "AT+SYNCWORD=?" },
      isAsWanted: (answer) => readsSyncWord(answer, settings.syncWord),
    },
    { command: RECEIVE },
  ];
}

function unlessAlready(name: string, value: string): AtSetting {
  return {
    command: `${name}=${value}`,
    ask: { command: `${name}=?` },
    isAsWanted: (answer) => {
      const reported = valueOf(answer, name, /^\d+$/);
      return reported === undefined ? undefined : Number(reported) === Number(value);
    },
    onlyIfOtherwise: true,
  };
}

/** The value that an answer gives to a name; older firmware leaves the name out. */
function valueOf(answer: readonly string[], name: string, form: RegExp): string | undefined {
  const start = new RegExp(`^${name.replace("+", "\\+")}\\s*=\\s*`, "i");
  const values = answer.filter((line) => start.test(line)).map((line) => line.replace(start, ""));
  // What names something else is the answer to something else.
  const bare = answer.filter((line) => !/^AT\+\w+\s*=/i.test(line));
  return [...values, ...bare].map((value) => value.trim()).find((value) => form.test(value));
}

function named(name: string): AtCommand {
  const endsWith = new RegExp(`^${name.replace("+", "\\+")}\\s*=`, "i");
  return landmark({ command: `${name}=?`, endsWith });
}

/** Frequency, factor, bandwidth (index or kHz), coding rate, preamble, power. */
function readsP2p(answer: readonly string[], settings: RadioSettings): boolean | undefined {
  const value = valueOf(answer, "AT+P2P", /^\d+(?:\s*[:,]\s*-?\d+){5,6}$/);
  if (value === undefined) return undefined;
  const [frequency, factor, bandwidth = -1, coding = -1, preamble, power] = value.split(/[:,]/)
    .map(Number);
  const bandwidthIndex = BANDWIDTHS_HZ.indexOf(settings.bandwidthHz);
  // Firmware gives 4/5 as 0, 1 or 5. Accepting any coding rate is safe: a packet's header
  // says how it is coded, so receivers need not agree on it.
  const { codingRate } = settings;
  return frequency === settings.frequencyHz && factor === settings.spreadingFactor &&
    [bandwidthIndex, settings.bandwidthHz / 1_000, settings.bandwidthHz].includes(bandwidth) &&
    [codingRate - 5, codingRate - 4, codingRate].includes(coding) &&
    preamble === settings.preambleSymbols && power === settings.powerDbm;
}

function readsSyncWord(answer: readonly string[], syncWord: number): boolean | undefined {
  const value = valueOf(answer, "AT+SYNCWORD", /^(?:0x)?[0-9A-F]{2,4}$/i);
  if (value === undefined) return undefined;
  const reported = Number.parseInt(value.replace(/^0x/i, ""), 16);
  return reported === longSyncWord(syncWord) || reported === syncWord;
}

const QUESTIONS: readonly AtQuestion[] = [
  { command: "AT+VER=?", learn: (answer) => said("firmware", answer, "AT+VER") },
  { command: "AT+HWMODEL=?", learn: (answer) => said("model", answer, "AT+HWMODEL") },
  { command: "AT+SN=?", learn: (answer) => said("serial", answer, "AT+SN") },
];

function said(what: keyof ModemIdentity, answer: readonly string[], name: string): ModemIdentity {
  const value = valueOf(answer, name, /^[\x21-\x7e][\x20-\x7e]{0,63}$/);
  return value === undefined ? {} : { [what]: value };
}

/** Asks a RAK3172 who it is. */
export const RAK3172_IDENTIFICATION: AtIdentification = {
  kind: "rak3172",
  payloadForm: "bytes",
  baud: 115_200,
  greeting: PING,
  questions: QUESTIONS,
  isMine: ({ firmware = "", model = "" }) => /^RUI_/.test(firmware) || /^rak/i.test(model),
  createReader: rui3Reader,
};
