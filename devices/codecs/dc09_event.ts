/**
 * What the event of a DC-09 message says.
 *
 *     SIA-DCS   [#<account>]|N <modifiers, as in ri1/> <code of SIA DC-04> <zone> [/ <code> <zone>]…
 *     ADM-CID   [#<account>]|<1 new, 3 restored, 6 still so> <code of Contact ID, DC-05, 3 digits> …
 *     NULL      the link lives: nothing, or digits that say nothing
 *
 * N is a new event, O an old one that was kept back. Behind ^ or * stands text for people.
 */
import { mostUrgent, type Reading, readingOf } from "./reading.ts";

/** The meaning of an event, and whether all of it is understood. */
export interface Dc09Event {
  readonly meaning: Meaning;
  readonly isUnderstood: boolean;
}

type Meaning = Pick<Reading, "kind"> & Partial<Pick<Reading, "flags" | "isInAlarm" | "isLate">>;

const SIA = "SIA-DCS";
const CONTACT = "ADM-CID";
const SUPERVISION = "NULL";
const NEW = "1";
const RESTORED = "3";
const SIA_EVENT = /(?:^|\|)([NO])([^|^*]*)/;
const MODIFIER = /[a-z]{2}[\d:]{1,12}/g;
const SIA_CODE = /^[A-Z]{2}/;
const CONTACT_ID = /(?:^|\|)([136])(\d{3})\b/;
/** Account, and digits that say nothing. */
const NO_EVENT = /^(?:#[0-9A-Fa-f]{3,16})?\|?[0 ]*$/;

const PANIC: Meaning = { kind: "panic" };
const DURESS: Meaning = { kind: "panic", flags: ["duress"] };
const TAMPER: Meaning = { kind: "tamper" };
const BATTERY: Meaning = { kind: "battery-low" };
const STATUS: Meaning = { kind: "status" };

/** By code of SIA DC-04; what is not here is a `status`. */
const SIA_MEANINGS: Readonly<Record<string, Meaning>> = {
  PA: PANIC,
  HA: DURESS,
  QA: PANIC,
  MA: PANIC,
  TA: TAMPER,
  ES: TAMPER,
  XS: TAMPER,
  XT: BATTERY,
  YT: BATTERY,
  RP: { kind: "heartbeat" },
  RX: { kind: "test" },
};

/** By code of Contact ID; what is not here is a `status`. */
const CONTACT_ID_MEANINGS: Readonly<Record<string, Meaning>> = {
  100: PANIC,
  101: PANIC,
  120: PANIC,
  121: DURESS,
  122: DURESS,
  123: PANIC,
  124: DURESS,
  125: DURESS,
  137: TAMPER,
  144: TAMPER,
  145: TAMPER,
  146: DURESS,
  341: TAMPER,
  383: TAMPER,
  302: BATTERY,
  384: BATTERY,
  601: { kind: "test" },
  602: { kind: "heartbeat" },
};

/** Whether a message of a token is an event, or the supervision of the link. */
export function isDc09Token(token: string): boolean {
  return [SIA, CONTACT, SUPERVISION].includes(token);
}

/** @param event What stands between the brackets, in clear. */
export function readDc09Event(token: string, event: string): Dc09Event {
  if (token === SUPERVISION) return readSupervision(event);
  return (token === SIA ? readSia(event) : readContactId(event)) ??
    { meaning: STATUS, isUnderstood: NO_EVENT.test(event) };
}

/** Of several codes of one event the most urgent. */
function readSia(event: string): Dc09Event | undefined {
  const [, age, content = ""] = SIA_EVENT.exec(event) ?? [];
  if (age === undefined) return undefined;
  const parts = content.replace(MODIFIER, "/").split("/").filter((part) => part !== "");
  const codes = parts.map((part) => SIA_CODE.exec(part)?.[0]);
  const [first, ...rest] = codes.map((code) => readingOf(SIA_MEANINGS[code ?? ""] ?? STATUS));
  if (first === undefined) return undefined;
  const { flags, kind } = mostUrgent([first, ...rest]);
  const isUnderstood = codes.every((code) => code !== undefined);
  return { meaning: { kind, flags, ...(age === "O" && { isLate: true }) }, isUnderstood };
}

function readContactId(event: string): Dc09Event | undefined {
  const [, qualifier, code = ""] = CONTACT_ID.exec(event) ?? [];
  if (qualifier === undefined) return undefined;
  const meaning = CONTACT_ID_MEANINGS[code];
  const isUnderstood = true;
  if (meaning === undefined || qualifier === RESTORED) return { meaning: STATUS, isUnderstood };
  if (qualifier === NEW || meaning.kind !== "panic") return { meaning, isUnderstood };
  return { meaning: { ...meaning, kind: "status", isInAlarm: true }, isUnderstood };
}

/** There is to be no event in it; should there be one, it is read. */
function readSupervision(event: string): Dc09Event {
  const given = readSia(event) ?? readContactId(event);
  return given ?? { meaning: { kind: "heartbeat" }, isUnderstood: NO_EVENT.test(event) };
}
