/**
 * Of which generation the network is that a cellular modem uses, and which modems know the second
 * alone: that one ends (docs/modems.md, "2G ends").
 */
import { fieldsOf, numberIn, valueOf } from "./fields.ts";

export const ACCESS_TECHNOLOGIES = ["2G", "3G", "4G", "5G"] as const;
export type AccessTechnology = (typeof ACCESS_TECHNOLOGIES)[number];

/** `<AcT>` of `+COPS:` (3GPP TS 27.007, section 7.3). NB-IoT and LTE-M are carried by 4G networks. */
const BY_NUMBER: Readonly<Record<number, AccessTechnology>> = {
  0: "2G", // GSM
  1: "2G", // GSM compact
  2: "3G", // UTRAN
  3: "2G", // GSM with EGPRS
  4: "3G", // UTRAN with HSDPA
  5: "3G", // UTRAN with HSUPA
  6: "3G", // UTRAN with both
  7: "4G", // E-UTRAN
  8: "2G", // EC-GSM-IoT
  9: "4G", // E-UTRAN NB-S1
  10: "4G", // E-UTRA at a 5G core
  11: "5G", // NR
  12: "5G", // NG-RAN
  13: "5G", // E-UTRA with NR
};

/** The generation of the network from `+COPS:`; undefined: the line does not say it. */
export function readAccessTechnology(line: string): AccessTechnology | undefined {
  const number = numberIn(fieldsOf(valueOf(line, "+COPS") ?? "")[3]);
  return number === undefined ? undefined : BY_NUMBER[number];
}

/**
 * Models that know GSM alone, by how they name themselves: SIMCom SIM800 and SIM900 with their
 * relatives, Quectel M and MC series, u-blox LEON-G and SARA-G, Telit Gx8xx.
 * Source: the makers' product tables.
 */
const TWO_G_ONLY =
  /(^|_)SIM[89]\d\d(?!\d)|^M(10|20|26|35|50|56|66|72|80|85|95)(?!\d)|^MC(20|25|60|61)(?!\d)|^(LEON|SARA)-G\d|^G[ELMT]\d{3}(?!\d)/i;

/** Whether a modem of this model can use no other network than one of the second generation. */
export function knowsTwoGOnly(model: string): boolean {
  return TWO_G_ONLY.test(model.replace(/^(SIMCOM|Quectel|Telit|u-blox)[ _]/i, "").trim());
}
