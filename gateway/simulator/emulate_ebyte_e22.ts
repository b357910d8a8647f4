/**
 * An Ebyte E22. Source: Ebyte E22 user manual; its habits are kept: in transparent mode whatever the
 * host writes goes on the air, what was heard is printed as it is, and packets may be printed
 * without a pause between them or with one in their middle; in configuration mode it hears nothing
 * and answers FF FF FF to what is no configuration.
 */
import { timeOnAirUs } from "../../devices/airtime.ts";
import { EBYTE_E22_ADDED_BYTES } from "../../devices/modems/ebyte_e22/ebyte_e22.ts";
import { latin1, latin1Bytes } from "../../devices/modems/at/line_reader.ts";
import { ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

/** Silence on the cable that ends what is to be one packet, in milliseconds. */
const CABLE_SILENCE_MS = 4;

/** Channel 17, and a modulation that is no faster than the factory's 2.4 kbit/s. */
const TUNING: Tuning = { frequencyHz: 867_125_000, spreadingFactor: 11, bandwidthHz: 500_000 };
const MODULATION = { ...TUNING, codingRate: 5, preambleSymbols: 8 };

const READ = 0xc1;
const WRITE = 0xc0;
const WRONG_FORMAT = Uint8Array.of(0xff, 0xff, 0xff);
const PRODUCT_START = 0x80;
const PRODUCT = [0x00, 0x22, 0x0a, 0x16, 0x0b, 0x00, 0x00];
/** As from the factory: 9600 8N1, 2.4 kbit/s, 22 dBm, channel 18, no strength byte. */
const FACTORY = [0x00, 0x00, 0x00, 0x62, 0x00, 0x12, 0x00];

/** The module; give it to a pseudo-terminal. */
export class EbyteE22Emulator extends ModemEmulator {
  /** True: a byte with the signal strength follows each packet (REG3, bit 7). */
  appendsStrength = true;
  /** Pause in the middle of each packet that is printed, in milliseconds. */
  pauseMs = 0;
  /** True while its pins, or its button, say so. */
  isConfiguring = false;
  /** From 00 on. */
  readonly registers: number[] = [...FACTORY];
  #written = "";
  #writes = 0;
  #isTransmitting = false;

  override get tuning(): Tuning | undefined {
    return this.#isTransmitting || this.isConfiguring ? undefined : TUNING;
  }

  /** Says nothing, and loses nothing but what it was doing. */
  override restart(_losesSettings: boolean): void {
    this.forget();
    this.#written = "";
    this.#isTransmitting = false;
  }

  override receive(bytes: Uint8Array): void {
    if (this.faults.silent) return;
    this.#written += latin1(bytes);
    const write = ++this.#writes;
    this.later(CABLE_SILENCE_MS, () => {
      if (write !== this.#writes) return;
      if (this.isConfiguring) this.#configure();
      else this.#transmit();
    });
  }

  protected override received(frame: Uint8Array, { rssiDbm }: Signal): string {
    const text = latin1(frame) + (this.appendsStrength ? String.fromCharCode(256 + rssiDbm) : "");
    if (this.pauseMs === 0) return text;
    const middle = Math.floor(text.length / 2);
    this.later(this.pauseMs, () => this.ports.write(latin1Bytes(text.slice(middle))));
    return text.slice(0, middle);
  }

  /** There are no commands. */
  protected override apply(): void {}
  protected override refuse(): void {}

  #configure(): void {
    const [command, start = 0, size = 0, ...data] = latin1Bytes(this.#written);
    this.#written = "";
    if (command === READ && start === PRODUCT_START) this.#report(start, PRODUCT.slice(0, size));
    else if (command === READ) this.#report(start, this.registers.slice(start, start + size));
    else if (command === WRITE && data.length === size) {
      this.registers.splice(start, size, ...data);
      this.#report(start, data);
    } else this.ports.write(WRONG_FORMAT);
  }

  #report(start: number, data: readonly number[]): void {
    this.ports.write(Uint8Array.of(READ, start, data.length, ...data));
  }

  #transmit(): void {
    const packet = latin1Bytes(this.#written);
    this.#written = "";
    this.#isTransmitting = true;
    this.later(timeOnAirUs(MODULATION, packet.length + EBYTE_E22_ADDED_BYTES) / 1_000, () => {
      this.#isTransmitting = false;
      this.ports.onTransmit(packet);
    });
  }
}
