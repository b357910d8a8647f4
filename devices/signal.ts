/**
 * How good a signal is, for people. What counts is the margin above what the receiver can just make
 * out, which depends on spreading factor and bandwidth: −112 dBm is plenty at factor 12 and little
 * at 7. Source: Semtech SX1276 datasheet, table 13 (signal-to-noise ratio by factor).
 */

/** What a signal is judged by. */
export interface Modulation {
  /** 5 to 12 */
  readonly spreadingFactor: number;
  readonly bandwidthHz: number;
}

/** A signal and what to do about it. */
export interface SignalReport {
  readonly rssiDbm: number;
  /** Above what the receiver can just make out. */
  readonly marginDb: number;
  readonly verdict: "good" | "fair" | "too weak";
  /** As in "−112 dBm: too weak, move the antenna". */
  readonly text: string;
}

/** Noise of one hertz at room temperature, in dBm. */
const THERMAL_NOISE_DBM = -174;
/** What usual receivers add, in dB. */
const NOISE_FIGURE_DB = 6;
/** Ratio at factor 7, and what each factor more adds, in dB. */
const SNR_AT_FACTOR_7_DB = -7.5;
const SNR_STEP_DB = 2.5;

/** A body between wearable and antenna takes up to 20 dB: with less of a margin alarms are lost. */
export const FAIR_MARGIN_DB = 20;
export const GOOD_MARGIN_DB = 30;

const LEAST_NETWORK_DBM = -113;
const FAIR_NETWORK_DBM = -100;
const GOOD_NETWORK_DBM = -85;

const ADVICE = {
  "good": "good",
  "fair": "fair, a better place for the antenna helps indoors",
  "too weak": "too weak, move the antenna",
} as const;

/** The weakest signal that can just be received, in dBm. */
export function sensitivityDbm({ bandwidthHz, spreadingFactor }: Modulation): number {
  const snrDb = SNR_AT_FACTOR_7_DB - (spreadingFactor - 7) * SNR_STEP_DB;
  return THERMAL_NOISE_DBM + 10 * Math.log10(bandwidthHz) + NOISE_FIGURE_DB + snrDb;
}

/** Judges a signal that was received. */
export function judgeSignal(rssiDbm: number, modulation: Modulation): SignalReport {
  const marginDb = Math.round(rssiDbm - sensitivityDbm(modulation));
  return report(rssiDbm, marginDb, marginDb >= GOOD_MARGIN_DB, marginDb >= FAIR_MARGIN_DB);
}

/**
 * Judges the signal of a mobile network. The lowest that a modem reports is −113 dBm (3GPP TS 27.007
 * §8.5); below −100 dBm messages take several attempts.
 */
export function judgeNetworkSignal(rssiDbm: number): SignalReport {
  const marginDb = Math.round(rssiDbm - LEAST_NETWORK_DBM);
  return report(rssiDbm, marginDb, rssiDbm >= GOOD_NETWORK_DBM, rssiDbm >= FAIR_NETWORK_DBM);
}

function report(
  rssiDbm: number,
  marginDb: number,
  isGood: boolean,
  isFair: boolean,
): SignalReport {
  const verdict = isGood ? "good" : isFair ? "fair" : "too weak";
  // A minus sign, not a hyphen: this is read by people.
  const shown = String(Math.round(rssiDbm)).replace("-", "−");
  return { rssiDbm, marginDb, verdict, text: `${shown} dBm: ${ADVICE[verdict]}` };
}
