/**
 * A Microchip RN2483, firmware 1.0.5. Source: RN2483 command reference; its habits are kept: one
 * packet ends receiving, and so does the watchdog; while it receives it takes no settings and
 * transmits nothing; without `mac pause` the radio is LoRaWAN's.
 */
import { timeOnAirUs } from "../../devices/airtime.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

const BANNER = "RN2483 1.0.5 Oct 31 2018 15:06:52";
const PAUSE_MS = "4294967245";
const NO_SIGNAL = -128;

const FACTORY: Readonly<Record<string, string>> = {
  mod: "lora",
  freq: "868100000",
  sf: "sf12",
  bw: "125",
  cr: "4/5",
  crc: "on",
  iqi: "off",
  sync: "34",
  prlen: "8",
  pwr: "1",
  wdt: "15000",
};

const FORMS: Readonly<Record<string, RegExp>> = {
  mod: /^(?:lora|fsk)$/,
  freq: /^(?:43[34]\d{6}|86\d{7}|870000000)$/,
  sf: /^sf(?:[7-9]|1[0-2])$/,
  bw: /^(?:125|250|500)$/,
  cr: /^4\/[5-8]$/,
  crc: /^o(?:n|ff)$/,
  iqi: /^o(?:n|ff)$/,
  sync: /^[0-9a-f]{2}$/,
  prlen: /^\d{1,5}$/,
  pwr: /^(?:-[1-3]|\d|1[0-5])$/,
  wdt: /^\d{1,10}$/,
};

/** The module; give it to a pseudo-terminal. */
export class Rn2483Emulator extends ModemEmulator {
  #settings: Record<string, string> = { ...FACTORY };
  #isPaused = false;
  #activity: "idle" | "receiving" | "transmitting" = "idle";
  #receptions = 0;
  #signal: Signal = { rssiDbm: NO_SIGNAL, snrDb: NO_SIGNAL };

  override get tuning(): Tuning | undefined {
    return this.#activity === "receiving" ? this.#radio() : undefined;
  }

  /** Its settings are in no flash: they are lost either way. */
  override restart(_losesSettings: boolean): void {
    this.forget();
    this.#settings = { ...FACTORY };
    this.#isPaused = false;
    this.#activity = "idle";
    this.say(`${BANNER}\r\n`);
  }

  /** A packet whose checksum is wrong is on the air: it ends receiving, too. */
  hearDamaged(): void {
    if (this.#activity === "receiving") this.#endReception();
  }

  protected override received(frame: Uint8Array, signal: Signal): string {
    this.#activity = "idle";
    this.#signal = signal;
    return `radio_rx  ${encodeHex(frame).toUpperCase()}\r\n`;
  }

  protected override refuse(): void {
    this.say("invalid_param\r\n");
  }

  protected override apply(command: string): void {
    const [group, verb, ...rest] = command.split(" ");
    if (command === "sys get ver") this.say(`${BANNER}\r\n`);
    else if (command === "sys get hweui") this.say(`${this.serial.toUpperCase()}\r\n`);
    else if (command === "sys reset") this.restart(false);
    else if (command === "mac pause") this.#pause();
    else if (group === "radio" && verb === "get") this.#report(rest.join(" "));
    else if (group === "radio" && this.#isPaused) this.#useRadio(verb, rest);
    else this.say(group === "radio" ? "busy\r\n" : "invalid_param\r\n");
  }

  #pause(): void {
    this.#isPaused = true;
    this.say(`${PAUSE_MS}\r\n`);
  }

  #report(name: string): void {
    const { rssiDbm, snrDb } = this.#signal;
    const value = name === "rssi" ? rssiDbm : name === "snr" ? snrDb : this.#settings[name];
    this.say(`${value ?? "invalid_param"}\r\n`);
  }

  #useRadio(verb: string | undefined, rest: readonly string[]): void {
    if (verb === "rxstop") {
      if (this.#activity === "receiving") this.#activity = "idle";
      this.say("ok\r\n");
    } else if (this.#activity !== "idle") this.say("busy\r\n");
    else if (verb === "set") this.#set(rest[0] ?? "", rest[1] ?? "");
    else if (verb === "rx") this.#receive();
    else if (verb === "tx") this.#transmit(rest[0] ?? "");
    else this.say("invalid_param\r\n");
  }

  #set(name: string, value: string): void {
    if (FORMS[name]?.test(value) !== true) return this.say("invalid_param\r\n");
    this.#settings[name] = value;
    this.say("ok\r\n");
  }

  #receive(): void {
    this.#activity = "receiving";
    const reception = ++this.#receptions;
    this.say("ok\r\n");
    const watchdogMs = Number(this.#settings.wdt);
    if (watchdogMs === 0) return;
    this.later(watchdogMs, () => {
      if (this.#activity === "receiving" && this.#receptions === reception) this.#endReception();
    });
  }

  #endReception(): void {
    this.#activity = "idle";
    this.say("radio_err\r\n");
  }

  #transmit(hex: string): void {
    const frame = decodeHex(hex);
    if (frame === undefined || frame.length === 0) return this.say("invalid_param\r\n");
    if (this.faults.busyTimes > 0) {
      this.faults.busyTimes--;
      return this.say("busy\r\n");
    }
    this.#activity = "transmitting";
    this.say("ok\r\n");
    this.later(this.#onAirMs(frame), () => {
      this.#activity = "idle";
      this.ports.onTransmit(frame);
      this.say("radio_tx_ok\r\n");
    });
  }

  #onAirMs(frame: Uint8Array): number {
    const codingRate = Number(this.#settings.cr?.slice(2));
    const preambleSymbols = Number(this.#settings.prlen);
    return timeOnAirUs({ ...this.#radio(), codingRate, preambleSymbols }, frame.length) / 1_000;
  }

  #radio(): Tuning {
    return {
      frequencyHz: Number(this.#settings.freq),
      spreadingFactor: Number(this.#settings.sf?.slice(2)),
      bandwidthHz: Number(this.#settings.bw) * 1_000,
    };
  }
}
