/**
 * A REYAX RYLR998. Source: REYAX RYLR998 AT command guide; it answers questions with one line and
 * no `+OK`, refuses a second transmission with `+ERR=17`, and hears only what is for its address.
 * On the air its packets carry VF1 frames as text.
 */
import { timeOnAirUs } from "../../devices/airtime.ts";
import { decodeArmour, encodeArmour } from "../../devices/frame/armour.ts";
import { latin1Bytes } from "../../devices/modems/at/line_reader.ts";
import { ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

const ADDED_BYTES = 8;
const MAX_PAYLOAD_BYTES = 240;
const BOOT_MS = 200;
const WEARABLE_ADDRESS = "1";
const GATEWAY_ADDRESS = "2";

const FACTORY: Readonly<Record<string, string>> = {
  ADDRESS: "0",
  NETWORKID: "18",
  BAND: "915000000",
  PARAMETER: "9,7,1,12",
  CRFOP: "22",
  MODE: "0",
};

const IDENTITY: Readonly<Record<string, string>> = {
  VER: "RYLR998_REYAX_V1.2.2",
};

const FORMS: Readonly<Record<string, RegExp>> = {
  ADDRESS: /^\d{1,5}$/,
  NETWORKID: /^(?:[3-9]|1[0-5]|18)$/,
  BAND: /^\d{9}(?:,M)?$/,
  PARAMETER: /^(?:[5-9],[789]|10,[89]|11,9),[1-4],(?:[4-9]|1\d|2[0-4])$/,
  CRFOP: /^(?:\d|1\d|2[0-2])$/,
  MODE: /^0$/,
};

/** The module; give it to a pseudo-terminal. */
export class Rylr998Emulator extends ModemEmulator {
  #settings: Record<string, string> = { ...FACTORY };
  #isTransmitting = false;

  override get tuning(): Tuning | undefined {
    return this.#isTransmitting || this.#settings.ADDRESS !== GATEWAY_ADDRESS
      ? undefined
      : this.#radio();
  }

  override restart(losesSettings: boolean): void {
    if (losesSettings) this.#settings = { ...FACTORY };
    this.forget();
    this.#isTransmitting = false;
    this.say("+READY\r\n");
  }

  protected override received(frame: Uint8Array, { rssiDbm, snrDb }: Signal): string {
    const text = encodeArmour(frame);
    return `+RCV=${WEARABLE_ADDRESS},${text.length},${text},${rssiDbm},${snrDb}\r\n`;
  }

  protected override refuse(): void {
    this.say("+ERR=4\r\n");
  }

  protected override apply(command: string): void {
    const question = /^AT\+([A-Z]+)\?$/.exec(command)?.[1];
    const [, name = "", value = ""] = /^AT\+([A-Z]+)=(.*)$/.exec(command) ?? [];
    if (command === "AT") this.say("+OK\r\n");
    else if (command === "AT+RESET") this.#reset();
    else if (question !== undefined) this.#report(question);
    else if (name === "SEND") this.#transmit(value);
    else this.#set(name, value);
  }

  #reset(): void {
    this.say("+RESET\r\n");
    this.later(BOOT_MS, () => this.restart(false));
  }

  #report(name: string): void {
    const value = name === "UID" ? this.serial : this.#settings[name] ?? IDENTITY[name];
    this.say(value === undefined ? "+ERR=4\r\n" : `+${name}=${value}\r\n`);
  }

  #set(name: string, value: string): void {
    const form = FORMS[name];
    if (form === undefined) return this.say("+ERR=4\r\n");
    if (!form.test(value)) return this.say("+ERR=15\r\n");
    this.#settings[name] = value;
    this.say("+OK\r\n");
  }

  #transmit(value: string): void {
    const [, length, payload = ""] = /^\d{1,5},(\d{1,3}),(.*)$/.exec(value) ?? [];
    if (Number(length) !== payload.length) return this.say("+ERR=5\r\n");
    if (payload.length > MAX_PAYLOAD_BYTES) return this.say("+ERR=13\r\n");
    if (this.#isTransmitting || this.faults.busyTimes > 0) {
      this.faults.busyTimes = Math.max(0, this.faults.busyTimes - 1);
      return this.say("+ERR=17\r\n");
    }
    this.#isTransmitting = true;
    this.say("+OK\r\n");
    this.later(this.#onAirMs(payload.length), () => {
      this.#isTransmitting = false;
      const frame = decodeArmour(latin1Bytes(payload));
      if (frame.ok) this.ports.onTransmit(frame.value);
    });
  }

  #onAirMs(payloadBytes: number): number {
    const [, , codingRate = 1, preambleSymbols = 12] = this.#parameter();
    const modulation = { ...this.#radio(), codingRate: codingRate + 4, preambleSymbols };
    return timeOnAirUs(modulation, payloadBytes + ADDED_BYTES) / 1_000;
  }

  #radio(): Tuning {
    const [spreadingFactor = 9, bandwidth = 7] = this.#parameter();
    const frequencyHz = Number.parseInt(this.#settings.BAND ?? "", 10);
    return { frequencyHz, spreadingFactor, bandwidthHz: 125_000 * 2 ** (bandwidth - 7) };
  }

  #parameter(): number[] {
    return (this.#settings.PARAMETER ?? "").split(",").map(Number);
  }
}
