/**
 * An event as a short message: enough to act on and to find the incident by, and nothing more,
 * since it is readable on its way and on the screen of the phone.
 *
 *     OEFENING Vigil paniek 4f2a91c0, Dossier 2026/00123, 50.84673,4.35247 +-12m 3 min geleden
 */
import type { EventCore, EventName, Position } from "../../../../devices/event.ts";
import { printable } from "../../../../devices/printable.ts";
import { type Language, MESSAGES } from "../../../i18n/locales.ts";
import type { Messages } from "../../../i18n/messages.ts";

/** Digits of an incident's id that are shown: enough to find it among those of one zone. */
const CODE_DIGITS = 8;
/** Decimals of a degree: about a metre. */
const PLACE_DIGITS = 5;
const MINUTE_S = 60;
const HOUR_S = 3_600;
/** From here on hours are shown. */
const MANY_MINUTES_S = 2 * HOUR_S;

export interface AlarmTextOptions {
  readonly language: Language;
  /** Whether the position is shown. */
  readonly place: boolean;
  /** Seconds since the event. */
  readonly ageS: number;
}

/** The text of an event; for the usual ones it fits one message. */
export function alarmText(event: EventCore, options: AlarmTextOptions): string {
  const { data, id, incident, type } = event;
  const messages = MESSAGES[options.language];
  const name = messages.events[eventName(type)] ?? type;
  const isUnverified = data.authenticity === "unverified";
  return printable([
    `${markOf(event, messages)}Vigil ${name} ${(incident ?? id).slice(0, CODE_DIGITS)}`,
    ...(isUnverified ? [messages.sms.unverified] : []),
    whoOf(event, messages),
    ...(isOfDrill(event)
      ? drillOf(event)
      : options.place
      ? [placeOf(data.position, options.ageS, messages)]
      : []),
  ].join(", "));
}

/** It reports a drill itself, which has no position. */
function isOfDrill({ type }: EventCore): boolean {
  return eventName(type) === "drill-started" || eventName(type) === "drill-ended";
}

/** For how long, and who says so. */
function drillOf({ data: { details = {} } }: EventCore): string[] {
  const { by, minutes } = details;
  return [
    ...(minutes === undefined ? [] : [`${minutes} min`]),
    ...(by === undefined ? [] : [String(by)]),
  ];
}

function eventName(type: string): EventName {
  return type.split(".")[1] as EventName;
}

/** What is no real alarm says so first. */
function markOf({ data, type }: EventCore, messages: Messages): string {
  const isTest = eventName(type) === "test";
  return data.drill === true ? `${messages.drill.toUpperCase()} ` : isTest ? "TEST " : "";
}

function whoOf({ data, subject }: EventCore, messages: Messages): string {
  const reference = data.assignment?.reference;
  if (reference !== undefined) return `${messages.reference} ${reference}`;
  return data.device === undefined ? subject : `${messages.device} ${data.device}`;
}

function placeOf(
  position: Position | undefined,
  ageS: number,
  { noPlace, sms }: Messages,
): string {
  if (position === undefined) return noPlace;
  const { accuracyM, fixAgeS, lat, lon } = position;
  return `${lat.toFixed(PLACE_DIGITS)},${lon.toFixed(PLACE_DIGITS)}` +
    (accuracyM === undefined ? "" : ` +-${accuracyM}m`) +
    (fixAgeS === undefined ? "" : ` ${sms.ago(ageText(fixAgeS + ageS))}`);
}

function ageText(ageS: number): string {
  if (ageS < MINUTE_S) return `${Math.round(ageS)} s`;
  if (ageS < MANY_MINUTES_S) return `${Math.round(ageS / MINUTE_S)} min`;
  return `${Math.round(ageS / HOUR_S)} h`;
}
