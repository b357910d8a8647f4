/**
 * Everything that changes the store: named functions that run inside one transaction each batch.
 * The gateway has them run by the writer Worker, a command by its own connection.
 */
import type { Connection } from "../sqlite/connection.ts";
import { keepAct } from "./acts.ts";
import { recordTransmission } from "./airtime.ts";
import { storeAnswer } from "./answers.ts";
import { confirm, markOffered } from "./confirm.ts";
import { retireDevice, rotateKey } from "./device_keys.ts";
import { changeDevice, issueDevice, noteDeviceStep } from "./device_life.ts";
import { settleDestinations } from "./destinations.ts";
import { forgetDestination } from "./forget_destination.ts";
import { acceptForeign, repeatForeign } from "./foreign.ts";
import { keepDeviceTest, startDrill, stopDrill } from "./drills.ts";
import { escalate, noteEscalationSent } from "./escalation.ts";
import { appendEvents } from "./events.ts";
import { acceptFrame, shedFrame } from "./frames.ts";
import { finishMessages, forgetMessages, keepMessage, rejectMessage } from "./inbox.ts";
import { markStageSent, moveIncident } from "./incidents.ts";
import { keepModem, keepModemChange } from "./modems.ts";
import {
  countRejected,
  countRejections,
  forgetRejected,
  markRetried,
  rejectFrames,
} from "./rejected.ts";
import { repeatFrame } from "./repeats.ts";
import { expireEvents } from "./retention.ts";
import { addDevice, assignDevice, markSilence } from "./registry.ts";
import { addForeignDevice, linkSender, unlinkSender } from "./senders.ts";
import { keepTimeFloor } from "./time_floor.ts";
import { createToken, revokeToken } from "./tokens.ts";

export const TRANSACTIONS = {
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

export type WriteName = keyof typeof TRANSACTIONS;
export type WriteInput<N extends WriteName> = Parameters<(typeof TRANSACTIONS)[N]>[1];
export type WriteOutput<N extends WriteName> = ReturnType<(typeof TRANSACTIONS)[N]>;

/** One change of the store as it crosses to the Worker. */
export interface WriteRequest {
  readonly name: WriteName;
  readonly input: unknown;
}

/** Makes one change inside the transaction that the caller began. */
export function runTransaction(db: Connection, request: WriteRequest): unknown {
  const run = TRANSACTIONS[request.name] as (db: Connection, input: unknown) => unknown;
  return run(db, request.input);
}
