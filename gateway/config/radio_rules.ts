/** Radio settings that the law or the make does not allow. */
import type { z } from "zod";
import { EU868_SUB_BANDS, findSubBand } from "../../devices/airtime.ts";
import type { Problems } from "./problem.ts";
import type { LoraKind, radioSection } from "./schema.ts";

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
  if (kind === "rylr998") checkRylr998(base, radio, problems);
  else if (radio.network_id !== undefined) {
    problems.add(`${base}.network_id`, `belongs to kind "rylr998": use sync_word`);
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
