/**
 * A RAK3172 with RUI3 firmware. Source: RAKwireless RUI3 AT command manual; its habits are kept:
 * settings are refused while it receives, AT+NWM restarts it, receiving is not kept over a restart.
 */
import { timeOnAirUs } from "../../devices/airtime.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

const BANDWIDTHS_HZ = [125_000, 250_000, 500_000];
const RECEIVE_AND_SEND = 65_533;
const BOOT_MS = 200;

const FACTORY: Readonly<Record<string, string>> = {
  NWM: "1",
  P2P: "868000000:7:0:0:8:14",
  SYNCWORD: "1424",
  ENCRY: "0",
  IQINVER: "0",
};

const IDENTITY: Readonly<Record<string, string>> = {
  VER: "RUI_4.1.0_RAK3172-E",
  HWMODEL: "rak3172",
};

const FORMS: Readonly<Record<string, RegExp>> = {
  NWM: /^[012]$/,
  P2P: /^\d{9}:([5-9]|1[0-2]):[0-9]:[0-3]:\d{1,5}:([5-9]|1\d|2[0-2])$/,
  SYNCWORD: /^[0-9A-Fa-f]{4}$/,
  ENCRY: /^[01]$/,
  IQINVER: /^[01]$/,
};

/** The module; give it to a pseudo-terminal. */
export class Rak3172Emulator extends ModemEmulator {
  #settings: Record<string, string> = { ...FACTORY };
  #receiving = 0;
  #isTransmitting = false;

  override get tuning(): Tuning | undefined {
    return this.#receiving === 0 || this.#isTransmitting || this.#settings.NWM !== "0"
      ? undefined
      : this.#radio();
  }

  override restart(losesSettings: boolean): void {
    if (losesSettings) this.#settings = { ...FACTORY };
    this.forget();
    this.#receiving = 0;
    this.#isTransmitting = false;
    const mode = this.#settings.NWM === "0" ? "LoRa P2P" : "LoRaWAN";
    this.say(
      "RAKwireless RAK3172-E Example\r\n" + "-".repeat(54) + "\r\n" +
        `Version: ${IDENTITY.VER}\r\nCurrent Work Mode: ${mode}.\r\n`,
    );
  }

  protected override received(frame: Uint8Array, { rssiDbm, snrDb }: Signal): string {
    return `+EVT:RXP2P:${rssiDbm}:${snrDb}:${encodeHex(frame).toUpperCase()}\r\n`;
  }

  protected override refuse(): void {
    this.say("AT_PARAM_ERROR\r\n");
  }

  protected override apply(command: string): void {
    const [, name = "", value = ""] = /^AT\+([A-Z0-9]+)=(.*)$/i.exec(command) ?? [];
    const key = name.toUpperCase();
    if (/^AT$/i.test(command)) this.say("OK\r\n");
    else if (/^ATZ$/i.test(command)) this.later(BOOT_MS, () => this.restart(false));
    else if (key === "PRECV" || key === "PSEND") this.#useRadio(key, value);
    else if (value === "?") this.#report(key);
    else this.#set(key, value);
  }

  #report(name: string): void {
    const value = name === "SN" ? this.serial : this.#settings[name] ?? IDENTITY[name];
    this.say(value === undefined ? "AT_COMMAND_NOT_FOUND\r\n" : `AT+${name}=${value}\r\nOK\r\n`);
  }

  #set(name: string, value: string): void {
    const form = FORMS[name];
    if (form === undefined) return this.say("AT_COMMAND_NOT_FOUND\r\n");
    if (!form.test(value)) return this.say("AT_PARAM_ERROR\r\n");
    if (name === "NWM") return this.#changeMode(value);
    if (this.#receiving !== 0) {
      this.say("P2P_RX_ON already, please disable P2P RX before setting.\r\nAT_BUSY_ERROR\r\n");
      return;
    }
    this.#settings[name] = value;
    this.say("OK\r\n");
  }

  #changeMode(mode: string): void {
    this.#settings.NWM = mode;
    this.say("OK");
    this.later(BOOT_MS, () => this.restart(false));
  }

  #useRadio(name: string, value: string): void {
    if (this.#settings.NWM !== "0") this.say("AT_MODE_NO_SUPPORT\r\n");
    else if (name === "PSEND") this.#transmit(value);
    else if (value === "?") this.say(`AT+PRECV=${this.#receiving}\r\nOK\r\n`);
    else if (!/^\d{1,5}$/.test(value)) this.say("AT_PARAM_ERROR\r\n");
    else {
      this.#receiving = Number(value);
      this.say("OK\r\n");
    }
  }

  #transmit(hex: string): void {
    const frame = decodeHex(hex);
    if (frame === undefined || frame.length === 0) return this.say("AT_PARAM_ERROR\r\n");
    const canSend = this.#receiving === 0 || this.#receiving === RECEIVE_AND_SEND;
    if (!canSend || this.#isTransmitting || this.faults.busyTimes > 0) {
      this.faults.busyTimes = Math.max(0, this.faults.busyTimes - 1);
      return this.say("AT_BUSY_ERROR\r\n");
    }
    this.#isTransmitting = true;
    this.say("OK\r\n");
    this.later(this.#onAirMs(frame), () => {
      this.#isTransmitting = false;
      this.ports.onTransmit(frame);
      this.say("+EVT:TXP2P DONE\r\n");
    });
  }

  #onAirMs(frame: Uint8Array): number {
    const [, , , coding = 0, preambleSymbols = 8] = this.#numbers();
    const modulation = { ...this.#radio(), codingRate: coding + 5, preambleSymbols };
    return timeOnAirUs(modulation, frame.length) / 1_000;
  }

  #radio(): Tuning {
    const [frequencyHz = 0, spreadingFactor = 7, bandwidth = 0] = this.#numbers();
    return { frequencyHz, spreadingFactor, bandwidthHz: BANDWIDTHS_HZ[bandwidth] ?? 125_000 };
  }

  #numbers(): number[] {
    return (this.#settings.P2P ?? "").split(":").map(Number);
  }
}
