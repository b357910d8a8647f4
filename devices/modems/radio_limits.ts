/** Why a make cannot be set as [modem.radio] asks. */

/** The bandwidths that LoRa modules have, in Hz. */
export const BANDWIDTHS_HZ: readonly number[] = [125_000, 250_000, 500_000];

/** What is wrong with a setting, and what it must be; undefined or false: nothing. */
export type Wrong = string | false | undefined;

/** Says what to change if a make cannot be set so (the first of several); undefined: it can. */
export function impossible(make: string, ...wrong: readonly Wrong[]): string | undefined {
  const first = wrong.find((it) => it);
  return first ? `Cannot configure ${make} as asked: ${first}; change [modem.radio]` : undefined;
}

/** Wrong outside these two values. @param unit As in ` dBm`. */
export function outside(name: string, value: number, from: number, to: number, unit = ""): Wrong {
  return (value < from || value > to) && `${name} must be ${from} to ${to}${unit}`;
}

/** Wrong if no LoRa module has it. */
export function unusualBandwidth(bandwidthHz: number): Wrong {
  return !BANDWIDTHS_HZ.includes(bandwidthHz) && "bandwidth_hz must be 125000, 250000 or 500000";
}
