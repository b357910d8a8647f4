/**
 * The registers of an Ebyte E22 in configuration mode. Source: Ebyte E22 user manual.
 *
 *     00 ADDH  01 ADDL  02 NETID  03 REG0  04 REG1  05 CH  06 REG3       07–08 CRYPT (write only)
 *     REG0: 7–5 speed of the cable, 4–3 parity, 2–0 air data rate
 *     REG1: 7–6 packet size, 1–0 power     REG3: 7 strength byte, 6 fixed transmission, 5 repeater
 */
import { fail, ok, type Result } from "../../result.ts";
import type { RadioSettings } from "../modem.ts";

/** Number of registers that are written and read, from 00 on. */
export const E22_REGISTERS = 7;

const CHANNEL_0_HZ = 850_125_000;
const CHANNEL_STEP_HZ = 1_000_000;
const HIGHEST_CHANNEL = 80;

/** 9600 8N1 on the cable, whose bits stand above the air data rate. */
const CABLE_9600_8N1 = 0x60;
/** Packets of up to 240 bytes, 13 dBm on the 22 dBm version. */
const WHOLE_PACKETS_13_DBM = 0x02;
/** A strength byte behind each packet, transparent transmission. */
const STRENGTH_TRANSPARENT = 0x83;

/**
 * Air data rate by the spreading factor at 500 kHz that is no faster; which modulation a rate is,
 * the maker does not say.
 */
const AIR_RATES: ReadonlyMap<number, { readonly bits: number; readonly kbitPerS: number }> =
  new Map(
    [
      [11, { bits: 2, kbitPerS: 2.4 }],
      [10, { bits: 3, kbitPerS: 4.8 }],
      [9, { bits: 4, kbitPerS: 9.6 }],
      [8, { bits: 5, kbitPerS: 19.2 }],
      [7, { bits: 6, kbitPerS: 38.4 }],
      [5, { bits: 7, kbitPerS: 62.5 }],
    ],
  );

/** The registers for these settings, or what to change. */
export function e22Registers(
  { bandwidthHz, frequencyHz, spreadingFactor }: RadioSettings,
): Result<Uint8Array, string> {
  const channel = (frequencyHz - CHANNEL_0_HZ) / CHANNEL_STEP_HZ;
  if (!Number.isInteger(channel) || channel < 0 || channel > HIGHEST_CHANNEL) {
    return fail("frequency_hz must be 850125000 and whole MHz above it, up to 930125000");
  }
  const rate = AIR_RATES.get(spreadingFactor);
  if (bandwidthHz !== 500_000 || rate === undefined) {
    return fail("bandwidth_hz must be 500000 and spreading_factor 5 or 7 to 11");
  }
  const reg0 = CABLE_9600_8N1 | rate.bits;
  return ok(Uint8Array.of(0, 0, 0, reg0, WHOLE_PACKETS_13_DBM, channel, STRENGTH_TRANSPARENT));
}

/** What each register means, in the words of `docs/modems.md`. */
export function describeE22Registers(registers: Uint8Array): Readonly<Record<string, string>> {
  const [addressHigh = 0, addressLow = 0, network = 0, reg0 = 0, reg1 = 0, channel = 0, reg3 = 0] =
    registers;
  const kbitPerS = [...AIR_RATES.values()].find(({ bits }) => bits === (reg0 & 7))?.kbitPerS;
  return {
    address: String(addressHigh * 256 + addressLow),
    network: String(network),
    cable: hex(reg0 & 0xf8),
    "air rate": kbitPerS === undefined ? hex(reg0 & 7) : `${kbitPerS} kbit/s`,
    "packet size and power": hex(reg1),
    frequency: `${(CHANNEL_0_HZ + channel * CHANNEL_STEP_HZ) / 1e6} MHz`,
    transmission: hex(reg3),
  };
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
