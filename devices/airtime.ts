/**
 * How long a LoRa transmission takes, and how much of the hour a transmitter may use.
 *
 *     [ preamble │ header, payload, CRC in blocks of CR + 4 symbols ]      symbol = 2^SF / BW
 *
 * Time on air: Semtech AN1200.13 (SF7 to SF12), SX1261/2 datasheet §6.1.4 (SF5, SF6). Sub-bands and
 * duty cycles: ETSI EN 300 220-2, ERC Recommendation 70-03 annex 1.
 */
import type { MonotonicMs } from "./time.ts";

/** What the duration of a transmission depends on. */
export interface LoraModulation {
  /** 5 to 12. */
  readonly spreadingFactor: number;
  readonly bandwidthHz: number;
  /** Denominator of the coding rate: 5 (4/5) to 8 (4/8). */
  readonly codingRate: number;
  /** Symbols that are programmed; the modem adds its sync word. */
  readonly preambleSymbols: number;
  /** True unless said otherwise. */
  readonly explicitHeader?: boolean;
  /** True unless said otherwise. */
  readonly crc?: boolean;
  /** Unless said otherwise as modems choose it: for symbols of 16.38 ms and longer. */
  readonly lowDataRateOptimized?: boolean;
}

const LOW_DATA_RATE_SYMBOL_US = 16_380;
const FIRST_CLASSIC_SPREADING_FACTOR = 7;

/** Symbols that header, payload and CRC take, without the preamble. */
export function payloadSymbols(modulation: LoraModulation, payloadBytes: number): number {
  const { spreadingFactor, codingRate, explicitHeader = true, crc = true } = modulation;
  const isClassic = spreadingFactor >= FIRST_CLASSIC_SPREADING_FACTOR;
  const bits = 8 * payloadBytes - 4 * spreadingFactor + (isClassic ? 8 : 0) +
    (crc ? 16 : 0) + (explicitHeader ? 20 : 0);
  const bitsPerSymbol = spreadingFactor - (isLowDataRateOptimized(modulation) ? 2 : 0);
  return 8 + Math.max(0, Math.ceil(bits / (4 * bitsPerSymbol))) * codingRate;
}

/** Time on air of one transmission in whole microseconds, rounded up. */
export function timeOnAirUs(modulation: LoraModulation, payloadBytes: number): number {
  const syncSymbols = modulation.spreadingFactor >= FIRST_CLASSIC_SPREADING_FACTOR ? 4.25 : 6.25;
  const symbols = modulation.preambleSymbols + syncSymbols +
    payloadSymbols(modulation, payloadBytes);
  return Math.ceil(symbols * symbolUs(modulation));
}

function isLowDataRateOptimized(modulation: LoraModulation): boolean {
  return modulation.lowDataRateOptimized ?? symbolUs(modulation) >= LOW_DATA_RATE_SYMBOL_US;
}

function symbolUs({ spreadingFactor, bandwidthHz }: LoraModulation): number {
  return 2 ** spreadingFactor * 1e6 / bandwidthHz;
}

/** A part of the spectrum with a duty cycle of its own. */
export interface SubBand {
  /** Letter of EN 300 220-2. */
  readonly name: "K" | "L" | "M" | "N" | "P" | "R";
  readonly fromHz: number;
  readonly toHz: number;
  /** Share of any hour that one transmitter may send: 0.01 is 36 s. */
  readonly dutyCycle: number;
  /** Effective radiated power, antenna gain and cable loss included. */
  readonly maxErpDbm: number;
}

/**
 * Europe, 863 to 870 MHz, non-specific short-range devices. The slots between these bands are for
 * alarms in channels of 25 kHz or less: a LoRa signal of 125 kHz does not fit and must not be there.
 */
export const EU868_SUB_BANDS: readonly SubBand[] = [
  { name: "K", fromHz: 863_000_000, toHz: 865_000_000, dutyCycle: 0.001, maxErpDbm: 14 },
  { name: "L", fromHz: 865_000_000, toHz: 868_000_000, dutyCycle: 0.01, maxErpDbm: 14 },
  { name: "M", fromHz: 868_000_000, toHz: 868_600_000, dutyCycle: 0.01, maxErpDbm: 14 },
  { name: "N", fromHz: 868_700_000, toHz: 869_200_000, dutyCycle: 0.001, maxErpDbm: 14 },
  { name: "P", fromHz: 869_400_000, toHz: 869_650_000, dutyCycle: 0.1, maxErpDbm: 27 },
  { name: "R", fromHz: 869_700_000, toHz: 870_000_000, dutyCycle: 0.01, maxErpDbm: 14 },
];

/**
 * The EU868 sub-band that holds the whole occupied bandwidth; undefined when none does, and then
 * nothing may be sent there.
 */
export function findSubBand(frequencyHz: number, bandwidthHz: number): SubBand | undefined {
  const lowHz = frequencyHz - bandwidthHz / 2;
  const highHz = frequencyHz + bandwidthHz / 2;
  return EU868_SUB_BANDS.find(({ fromHz, toHz }) => fromHz <= lowHz && highHz <= toHz);
}

/** Share of a band's budget for critical answers: all of it. */
export const CRITICAL_SHARE = 1;
/** Share of a band's budget that the rest may fill, so that critical answers always have room. */
export const ROUTINE_SHARE = 0.75;
/** Share of a band's budget that may go to what was sent before: the rest is for first answers. */
export const REPEAT_SHARE = 0.5;

/** The time over which a duty cycle is counted. */
const HOUR_MS = 3_600_000;
/** Transmissions this close are kept as one, which bounds the account to 361 entries a band. */
const GRAIN_MS = 10_000;

/** Air time that was used up to a moment. */
export interface AirtimeUse {
  /** Monotonic milliseconds; up to 10 s later than the last transmission it counts. */
  readonly atMs: number;
  /** Microseconds on the air. */
  readonly us: number;
}

/** An account as it is stored: the uses of the last hour by name of the band, oldest first. */
export type DutyCycleState = Readonly<Partial<Record<SubBand["name"], readonly AirtimeUse[]>>>;

/**
 * What one transmitter has sent in the last hour, per sub-band. It has to outlive the process, or a
 * crash loop would send without limit: store `export()` after each transmission, and give it to
 * `restore` at the start.
 */
export class DutyCycleAccount {
  readonly #uses = new Map<SubBand["name"], AirtimeUse[]>();

  /**
   * Continues a stored account.
   * @param state What `export` gave. Its times may be of an earlier boot, whose monotonic clock had
   * another zero: a time later than now counts as now, and every other one looks more recent than it
   * is, because this boot began after it. Both err on the side of sending less.
   */
  static restore(state: DutyCycleState, now: MonotonicMs): DutyCycleAccount {
    const account = new DutyCycleAccount();
    for (const { name } of EU868_SUB_BANDS) {
      const uses = state[name] ?? [];
      account.#uses.set(
        name,
        uses.map(({ atMs, us }) => ({ atMs: Math.min(atMs, endOfGrain(now)), us })),
      );
    }
    return account;
  }

  /**
   * Whether a transmission may begin now.
   * @param us Its time on air in microseconds.
   * @param share Part of the budget that may be filled with it: `CRITICAL_SHARE`, `ROUTINE_SHARE`.
   */
  canSend(band: SubBand, us: number, now: MonotonicMs, share: number): boolean {
    return this.usedUs(band, now) + us <= share * budgetUs(band);
  }

  /** Counts a transmission that was started now, even where it is not known whether it was sent. */
  record(band: SubBand, us: number, now: MonotonicMs): void {
    const uses = this.#recent(band, now);
    const atMs = endOfGrain(now);
    const last = uses.at(-1);
    if (last?.atMs === atMs) uses[uses.length - 1] = { atMs, us: last.us + us };
    else uses.push({ atMs, us });
  }

  /** Microseconds sent in the last hour. */
  usedUs(band: SubBand, now: MonotonicMs): number {
    return this.#recent(band, now).reduce((sumUs, { us }) => sumUs + us, 0);
  }

  /** The account to be stored. */
  export(): DutyCycleState {
    return Object.fromEntries([...this.#uses].map(([name, uses]) => [name, [...uses]]));
  }

  /** The uses of a band within the hour; forgets the others. */
  #recent(band: SubBand, now: MonotonicMs): AirtimeUse[] {
    const uses = (this.#uses.get(band.name) ?? []).filter(({ atMs }) => atMs > now - HOUR_MS);
    this.#uses.set(band.name, uses);
    return uses;
  }
}

/** Microseconds of air time that a band allows in an hour. */
export function budgetUs(band: SubBand): number {
  return Math.round(band.dutyCycle * HOUR_MS * 1_000);
}

/** Later than the transmission, so that nothing is forgotten too early. */
function endOfGrain(now: MonotonicMs): number {
  return Math.ceil(now / GRAIN_MS) * GRAIN_MS;
}
