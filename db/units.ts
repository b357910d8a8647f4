/**
 * Everything that changes the store: named functions that run inside one transaction each batch.
 * The gateway has them run by the writer Worker, a command by its own connection.
 */
import type { Connection } from "./connection.ts";
import { keepAct } from "./units/acts.ts";
import { recordTransmission } from "./units/airtime.ts";
import { storeAnswer } from "./units/answers.ts";
import { confirm, markOffered } from "./units/confirm.ts";
import { retireDevice, rotateKey } from "./units/device_keys.ts";
import { changeDevice, issueDevice, noteDeviceStep } from "./units/device_life.ts";
import { settleDestinations } from "./units/destinations.ts";
import { forgetDestination } from "./units/forget_destination.ts";
import { acceptForeign, repeatForeign } from "./units/foreign.ts";
import { keepDeviceTest, startDrill, stopDrill } from "./units/drills.ts";
import { escalate, noteEscalationSent } from "./units/escalation.ts";
import { appendEvents } from "./units/events.ts";
import { acceptFrame, shedFrame } from "./units/frames.ts";
import { finishMessages, forgetMessages, keepMessage, rejectMessage } from "./units/inbox.ts";
import { markStageSent, moveIncident } from "./units/incidents.ts";
import { keepModem, keepModemChange } from "./units/modems.ts";
import {
  countRejected,
  countRejections,
  forgetRejected,
  markRetried,
  rejectFrames,
} from "./units/rejected.ts";
import { repeatFrame } from "./units/repeats.ts";
import { expireEvents } from "./units/retention.ts";
import { addDevice, assignDevice, markSilence } from "./units/registry.ts";
import { addForeignDevice, linkSender, unlinkSender } from "./units/senders.ts";
import { keepTimeFloor } from "./units/time_floor.ts";
import { createToken, revokeToken } from "./units/tokens.ts";

export const UNITS = {
  acceptForeign,
  acceptFrame,
  addDevice,
  addForeignDevice,
  appendEvents,
  assignDevice,
  changeDevice,
  confirm,
  countRejected,
  countRejections,
  createToken,
  escalate,
  expireEvents,
  finishMessages,
  forgetDestination,
  forgetMessages,
  forgetRejected,
  issueDevice,
  keepAct,
  keepDeviceTest,
  keepMessage,
  keepModem,
  keepModemChange,
  keepTimeFloor,
  linkSender,
  markOffered,
  markRetried,
  markSilence,
  markStageSent,
  moveIncident,
  noteDeviceStep,
  noteEscalationSent,
  recordTransmission,
  rejectFrames,
  rejectMessage,
  repeatForeign,
  repeatFrame,
  retireDevice,
  revokeToken,
  rotateKey,
  settleDestinations,
  shedFrame,
  startDrill,
  stopDrill,
  storeAnswer,
  unlinkSender,
};

export type UnitName = keyof typeof UNITS;
export type UnitInput<N extends UnitName> = Parameters<(typeof UNITS)[N]>[1];
export type UnitOutput<N extends UnitName> = ReturnType<(typeof UNITS)[N]>;

/** One call of a unit as it crosses to the Worker. */
export interface UnitCall {
  readonly unit: UnitName;
  readonly input: unknown;
}

/** Runs one unit inside the transaction that the caller began. */
export function runUnit(db: Connection, call: UnitCall): unknown {
  const unit = UNITS[call.unit] as (db: Connection, input: unknown) => unknown;
  return unit(db, call.input);
}
