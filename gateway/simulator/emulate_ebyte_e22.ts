/**
 * An Ebyte E22 in transparent mode. Source: Ebyte E22 user manual; its habits are kept: whatever the
 * host writes goes on the air, what was heard is printed as it is, and packets may be printed
 * without a pause between them or with one in their middle.
 */
import { timeOnAirUs } from "../../devices/airtime.ts";
import { EBYTE_E22_ADDED_BYTES } from "../../devices/modems/ebyte_e22.ts";
import { latin1, latin1Bytes } from "../../devices/modems/line_reader.ts";
import { ModemEmulator, type Signal, type Tuning } from "./modem_emulator.ts";

/** Silence on the cable that ends what is to be one packet, in milliseconds. */
const CABLE_SILENCE_MS = 4;

/** Channel 17, and a modulation that is no faster than the factory's 2.4 kbit/s. */
const TUNING: Tuning = { frequencyHz: 867_125_000, spreadingFactor: 11, bandwidthHz: 500_000 };
const MODULATION = { ...TUNING, codingRate: 5, preambleSymbols: 8 };

/** The module; give it to a pseudo-terminal. */
export class EbyteE22Emulator extends ModemEmulator {
  /** True: a byte that tells the strength follows each packet (REG3, bit 7). */
  appendsStrength = true;
  /** Pause in the middle of each packet that is printed, in milliseconds. */
  pauseMs = 0;
  #written = "";
  #writes = 0;
  #isTransmitting = false;

  override get tuning(): Tuning | undefined {
    return this.#isTransmitting ? undefined : TUNING;
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
      if (write === this.#writes) this.#transmit();
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
  protected override obey(): void {}
  protected override refuse(): void {}

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
