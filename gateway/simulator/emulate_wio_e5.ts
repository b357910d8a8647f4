/**
 * A Seeed LoRa-E5. Source: Seeed LoRa-E5 AT command specification; its habits are kept: test mode
 * is lost with each restart, of which nothing is said; transmitting ends receiving; while it
 * receives, it takes test commands only.
 */
import { timeOnAirUs } from "../../devices/airtime.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

const RFCFG =
  /^RFCFG,(\d{3}(?:\.\d{1,6})?),SF([7-9]|1[0-2]),(125|250|500),(\d{1,2}),(\d{1,2}),(\d{1,2}),(ON|OFF),(ON|OFF),(ON|OFF)$/;
const TRANSMIT = /^TXLRPKT, ?"([0-9A-Fa-f ]+)"$/;
const UNAVAILABLE = "ERROR(-12)";
const WRONG = "ERROR(-1)";

interface Radio extends Tuning {
  readonly preambleSymbols: number;
}
const FACTORY_RADIO: Radio = {
  frequencyHz: 868_000_000,
  spreadingFactor: 7,
  bandwidthHz: 125_000,
  preambleSymbols: 12,
};

/** The module; give it to a pseudo-terminal. */
export class WioE5Emulator extends ModemEmulator {
  #isTesting = false;
  #radio = FACTORY_RADIO;
  #activity: "idle" | "receiving" | "transmitting" = "idle";

  override get tuning(): Tuning | undefined {
    return this.#activity === "receiving" ? this.#radio : undefined;
  }

  /** Says nothing, and loses its settings either way. */
  override restart(_losesSettings: boolean): void {
    this.forget();
    this.#isTesting = false;
    this.#radio = FACTORY_RADIO;
    this.#activity = "idle";
  }

  protected override received(frame: Uint8Array, { rssiDbm, snrDb }: Signal): string {
    return `+TEST: LEN:${frame.length}, RSSI:${rssiDbm}, SNR:${snrDb}\r\n` +
      `+TEST: RX "${encodeHex(frame).toUpperCase()}"\r\n`;
  }

  protected override refuse(command: string): void {
    this.say(`+${nameOf(command)}: ${WRONG}\r\n`);
  }

  protected override apply(command: string): void {
    const test = /^AT\+TEST=(.*)$/.exec(command)?.[1];
    if (test !== undefined) this.#test(test);
    else if (command === "AT+RESET") this.restart(false);
    else if (this.#activity !== "idle") return;
    else if (command === "AT") this.say("+AT: OK\r\n");
    else if (command === "AT+VER") this.say("+VER: 4.0.11\r\n");
    else if (command === "AT+ID=DevEui") this.say(`+ID: DevEui, ${pairs(this.serial)}\r\n`);
    else if (command === "AT+MODE=TEST") {
      this.#isTesting = true;
      this.say("+MODE: TEST\r\n");
    } else this.say(`+${nameOf(command)}: ERROR(-10)\r\n`);
  }

  #test(command: string): void {
    if (!this.#isTesting) return this.say(`+TEST: ${UNAVAILABLE}\r\n`);
    if (command === "STOP" || command === "RXLRPKT") {
      this.#activity = command === "STOP" ? "idle" : "receiving";
      return this.say(`+TEST: ${command}\r\n`);
    }
    const [, hex] = TRANSMIT.exec(command) ?? [];
    if (hex !== undefined) this.#transmit(hex);
    else this.#configure(command);
  }

  #configure(command: string): void {
    const [, mhz, factor, khz, sent, heard, dbm, crc, iq, net] = RFCFG.exec(command) ?? [];
    if (mhz === undefined) return this.say(`+TEST: ${WRONG}\r\n`);
    this.#radio = {
      frequencyHz: Math.round(Number(mhz) * 1e6),
      spreadingFactor: Number(factor),
      bandwidthHz: Number(khz) * 1_000,
      preambleSymbols: Number(sent),
    };
    this.say(
      `+TEST: RFCFG F:${this.#radio.frequencyHz}, SF${factor}, BW${khz}K, TXPR:${sent}, ` +
        `RXPR:${heard}, POW:${dbm}dBm, CRC:${crc}, IQ:${iq}, NET:${net}\r\n`,
    );
  }

  #transmit(hex: string): void {
    const frame = decodeHex(hex.replaceAll(" ", ""));
    if (frame === undefined) return this.say(`+TEST: ${WRONG}\r\n`);
    this.#activity = "transmitting";
    this.say(`+TEST: TXLRPKT "${hex}"\r\n`);
    const onAirMs = timeOnAirUs({ ...this.#radio, codingRate: 5 }, frame.length) / 1_000;
    this.later(onAirMs, () => {
      this.#activity = "idle";
      this.ports.onTransmit(frame);
      this.say("+TEST: TX DONE\r\n");
    });
  }
}

/** As 00:11:22. */
function pairs(hex: string): string {
  return hex.toUpperCase().match(/../g)!.join(":");
}

function nameOf(command: string): string {
  return /^AT\+([A-Z]+)/.exec(command)?.[1] ?? "AT";
}
