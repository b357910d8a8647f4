/** Radio settings that the law or the make does not allow. */
import type * as z from "zod";
import { EU868_SUB_BANDS, findSubBand } from "../../devices/airtime.ts";
import { RN2483_BANDS_HZ } from "../../devices/modems/rn2483/rn2483.ts";
import type { Problems } from "./problem.ts";
import type { Table } from "./part.ts";
import { type LoraKind, radioSection } from "./schema_modem.ts";

type Radio = z.output<typeof radioSection>;

/** RYLR998: highest spreading factor by bandwidth (REYAX AT command guide, AT+PARAMETER). */
const RYLR998_HIGHEST_SF: Readonly<Record<Radio["bandwidth_hz"], number>> = {
  125_000: 9,
  250_000: 10,
  500_000: 11,
};
const RYLR998_LOWEST_SF = 7;
/** The network id that stands for the private sync word, 0x12. */
export const RYLR998_PRIVATE_NETWORK = 18;

/** Reports what a LoRa modem may not or cannot be set to. */
export function checkRadio(
  base: string,
  kind: LoraKind,
  radio: Radio,
  problems: Problems,
) {
  checkSubBand(base, radio, problems);
  checkMake(base, kind, radio, problems);
  if (kind !== "rylr998" && radio.network_id !== undefined) {
    problems.add(`${base}.network_id`, `belongs to kind "rylr998": use sync_word`);
  }
}

/** A make that is found out later may be a LoRa one, which needs to know its radio. */
export function checkAuto(base: string, { radio, sim }: Table, problems: Problems): void {
  const settings = radioSection.safeParse(radio);
  if (settings.success) checkSubBand(`${base}.radio`, settings.data, problems);
  else if (radio === undefined && sim === undefined) {
    problems.add(
      `${base}.kind`,
      '"auto" needs [modem.radio] with the radio settings of the wearables, or [modem.sim] for a ' +
        "cellular modem",
    );
  }
}

function checkMake(base: string, kind: LoraKind, radio: Radio, problems: Problems): void {
  switch (kind) {
    case "rak3172":
      return;
    case "rylr998":
      return checkRylr998(base, radio, problems);
    case "wio-e5":
      return checkWioE5(base, radio, problems);
    case "rn2483":
      return checkRn2483(base, radio, problems);
    case "ebyte-e22":
      return checkEbyteE22(base, radio, problems);
  }
}

/** In Europe, the whole occupied bandwidth lies inside one sub-band, or nothing may be sent. */
function checkSubBand(base: string, radio: Radio, problems: Problems): void {
  const { duty_cycle: dutyCycle, frequency_hz: frequencyHz, bandwidth_hz: bandwidthHz } = radio;
  if (dutyCycle === "none" || findSubBand(frequencyHz, bandwidthHz) !== undefined) return;
  const bands = EU868_SUB_BANDS.map(({ fromHz, toHz }) => `${fromHz / 1e6}–${toHz / 1e6}`);
  problems.add(
    `${base}.frequency_hz`,
    `${frequencyHz} with ${bandwidthHz} Hz of bandwidth does not lie wholly inside a sub-band of ` +
      `eu868: choose one of ${bands.join(", ")} MHz`,
  );
}

function checkRylr998(base: string, radio: Radio, problems: Problems): void {
  const highest = RYLR998_HIGHEST_SF[radio.bandwidth_hz];
  if (radio.spreading_factor < RYLR998_LOWEST_SF || radio.spreading_factor > highest) {
    problems.add(
      `${base}.spreading_factor`,
      `must be ${RYLR998_LOWEST_SF} to ${highest} at ${radio.bandwidth_hz} Hz for a rylr998, ` +
        `not ${radio.spreading_factor}`,
    );
  }
  const network = radio.network_id ?? RYLR998_PRIVATE_NETWORK;
  if (network > 15 && network !== RYLR998_PRIVATE_NETWORK) {
    problems.add(`${base}.network_id`, `must be 3 to 15, or 18, not ${network}`);
  }
  if (radio.sync_word !== undefined && radio.sync_word !== network) {
    problems.add(`${base}.sync_word`, `a rylr998 is set by network_id: leave sync_word out`);
  }
}

/** LoRa-E5 test mode: no other factors, one coding rate, two sync words (Seeed, AT+TEST=RFCFG). */
function checkWioE5(base: string, radio: Radio, problems: Problems): void {
  checkClassicFactor(base, "wio-e5", radio, problems);
  if (radio.coding_rate !== 5) {
    problems.add(`${base}.coding_rate`, `must be 5 for a wio-e5, not ${radio.coding_rate}`);
  }
  const { sync_word: syncWord = 0x12 } = radio;
  if (syncWord !== 0x12 && syncWord !== 0x34) {
    problems.add(`${base}.sync_word`, `must be 0x12 or 0x34 for a wio-e5, not ${syncWord}`);
  }
}

function checkRn2483(base: string, radio: Radio, problems: Problems): void {
  checkClassicFactor(base, "rn2483", radio, problems);
  const { frequency_hz: hz } = radio;
  if (RN2483_BANDS_HZ.some(([from, to]) => from <= hz && hz <= to)) return;
  const bands = RN2483_BANDS_HZ.map(([from, to]) => `${from} to ${to}`).join(" or ");
  problems.add(`${base}.frequency_hz`, `must be ${bands} for an rn2483, not ${hz}`);
}

/** Factors 5 and 6 need another generation of chip, or packets without a header. */
function checkClassicFactor(base: string, kind: LoraKind, radio: Radio, problems: Problems): void {
  const { spreading_factor: factor } = radio;
  if (factor >= 7) return;
  problems.add(`${base}.spreading_factor`, `must be 7 to 12 for kind "${kind}", not ${factor}`);
}

/** Ebyte E22: channels lie 1 MHz apart from 850.125 MHz (-900) or 410.125 MHz (-400) on. */
const E22_CHANNEL_OFFSET_HZ = 125_000;
const E22_CHANNEL_STEP_HZ = 1_000_000;

function checkEbyteE22(base: string, radio: Radio, problems: Problems): void {
  if (radio.frequency_hz % E22_CHANNEL_STEP_HZ !== E22_CHANNEL_OFFSET_HZ) {
    problems.add(
      `${base}.frequency_hz`,
      `must be a channel of the ebyte-e22, a whole MHz and 125 kHz, as in 867125000, ` +
        `not ${radio.frequency_hz}`,
    );
  }
  if (radio.sync_word !== undefined) {
    problems.add(`${base}.sync_word`, "cannot be set on an ebyte-e22: leave it out");
  }
}
