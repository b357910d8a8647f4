/** What a modem says of SIM, network and time (3GPP TS 27.007). */
import type { UnixMs } from "../../time.ts";
import { fieldsOf, numberIn, unquoted, valueOf } from "./fields.ts";

/** State of the registration in one domain of the network (section 7.2, `<stat>`). */
export type Registration =
  | "idle" // not searching
  | "registered"
  | "searching"
  | "denied"
  | "unknown"
  | "emergency-only";

const REGISTRATIONS: Readonly<Record<number, Registration>> = {
  0: "idle",
  1: "registered", // at home
  2: "searching",
  3: "denied",
  5: "registered", // roaming
  6: "registered", // for messages only
  7: "registered", // for messages only, roaming
  8: "emergency-only",
  9: "registered", // fall-back to circuits not preferred
  10: "registered",
  11: "emergency-only", // attached for access to restricted services
};

/** The questions of all domains: circuits, GPRS, LTE, 5G. */
export const REGISTRATION_NAMES = ["+CREG", "+CGREG", "+CEREG", "+C5GREG"] as const;

/**
 * Reads a registration, asked for or not. An answer has one value more than a line that comes by
 * itself, the mode before the state:
 *
 *     asked      +CREG: 2,1,"CE00","01CEAD8F"
 *     by itself  +CREG: 1,"CE00","00005449"
 */
export function readRegistration(line: string): Registration | undefined {
  const value = REGISTRATION_NAMES.map((name) => valueOf(line, name)).find((it) => it);
  if (value === undefined) return undefined;
  const fields = fieldsOf(value);
  const state = numberIn(isByItself(fields) ? fields[0] : fields[1]);
  return state === undefined ? undefined : REGISTRATIONS[state] ?? "unknown";
}

/** True when the second value is no state but an area: absent, in quotes or of four digits. */
function isByItself([, second, third]: readonly string[]): boolean {
  if (second === undefined || numberIn(second) === undefined) return true;
  return second.length >= 4 && third !== undefined && !third.startsWith('"');
}

/** Strength of the signal in dBm from `+CSQ:` (section 8.5); undefined: not known. */
export function readSignalDbm(line: string): number | undefined {
  const strength = numberIn(fieldsOf(valueOf(line, "+CSQ") ?? "")[0]);
  return strength === undefined || strength > 31 ? undefined : -113 + 2 * strength;
}

/** Name or number of the operator from `+COPS:` (section 7.3). */
export function readOperator(line: string): string | undefined {
  const name = unquoted(fieldsOf(valueOf(line, "+COPS") ?? "")[2] ?? "");
  return name === "" ? undefined : name.slice(0, 32);
}

/** What the SIM waits for, as in `READY`, `SIM PIN` or `SIM PUK` (section 8.3). */
export function readPinState(line: string): string | undefined {
  const state = valueOf(line, "+CPIN");
  return state === undefined ? undefined : unquoted(state).toUpperCase();
}

/** The earliest time that can come from a network; a clock that was never set shows less. */
const EARLIEST_MS = Date.UTC(2024, 0, 1);
/** Years with two digits: 70 to 99 are of the last century. */
const FIRST_YEAR_OF_LAST_CENTURY = 70;
const QUARTER_MS = 15 * 60_000;
const CLOCK = /^"?(\d{2}|\d{4})\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d{1,2})?/;

/**
 * Reads the clock of a modem: `+CCLK: "yy/MM/dd,hh:mm:ss±zz"` (section 8.15), local time with its
 * zone in quarter hours; or Quectel's `+QLTS:`, which is the same with a year of four digits.
 * @param isUtc The time is in UTC, although a zone follows it.
 * @returns undefined for a clock that was never set.
 */
export function readClock(line: string, isUtc = false): UnixMs | undefined {
  const value = valueOf(line, "+CCLK") ?? valueOf(line, "+QLTS");
  const match = CLOCK.exec(value ?? "");
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second, zone = 0] = match.slice(1).map(Number);
  const fullYear = year! < FIRST_YEAR_OF_LAST_CENTURY ? 2_000 + year! : year!;
  const localMs = Date.UTC(fullYear, month! - 1, day, hour, minute, second);
  const unixMs = localMs - (isUtc || Number.isNaN(zone) ? 0 : zone * QUARTER_MS);
  return unixMs < EARLIEST_MS ? undefined : unixMs as UnixMs;
}
