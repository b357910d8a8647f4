/**
 * Everything that changes the store, by name. A batch of writes is one transaction. The gateway has
 * them run by the writer Worker, a command by its own connection.
 */
import type { Connection } from "../sqlite/connection.ts";
import { RECORD_TRANSMISSION } from "./airtime.ts";
import { storeAnswer } from "./answers.ts";
import { pauseDelivery, resumeDelivery } from "./delivery_pauses.ts";
import { CLOSE_AUDIT_DAYS } from "./audit_days.ts";
import { KEEP_AUDIT } from "./audit.ts";
import { CONFIRM, MARK_OFFERED } from "./confirm.ts";
import { NOTE_DISCLOSURES } from "./disclosures.ts";
import { RETIRE_DEVICE, rotateKey } from "./device_keys.ts";
import { KEEP_DEVICE_HEALTH } from "./device_health.ts";
import { SWAP_DEVICE } from "./device_swap.ts";
import { changeDevice, issueDevice, noteDeviceStep } from "./device_life.ts";
import { settleDestinations } from "./destinations.ts";
import { forgetDestination } from "./forget_destination.ts";
import { ACCEPT_FOREIGN, REPEAT_FOREIGN } from "./foreign.ts";
import { keepDeviceTest, startDrill, stopDrill } from "./drills.ts";
import { escalate, noteEscalationSent } from "./escalation.ts";
import { APPEND_EVENTS } from "./events.ts";
import { ACCEPT_FRAME } from "./frames.ts";
import { DELETE_PROCESSED_MESSAGES, finishMessages, keepMessage, rejectMessage } from "./inbox.ts";
import { markStageSent, moveIncident } from "./incidents.ts";
import { EXPIRE_MEASUREMENTS, FOLD_MEASUREMENTS, KEEP_MEASUREMENTS } from "./measurements.ts";
import { keepModem, keepModemChange } from "./modems.ts";
import { addIncidentNote, addShiftNote, ERASE_NOTES } from "./notes.ts";
import { COUNT_REJECTIONS, FORGET_REJECTED, markRetried, REJECT_FRAMES } from "./rejected.ts";
import { REPEAT_FRAME } from "./repeats.ts";
import { EXPIRE_EVENTS } from "./retention.ts";
import { addDevice, assignDevice, LEARN_HEARTBEAT, MARK_SILENCE } from "./registry.ts";
import { addForeignDevice, linkSender, unlinkSender } from "./senders.ts";
import { KEEP_TIME_FLOOR } from "./time_floor.ts";
import { createToken, revokeToken } from "./tokens.ts";
import {
  addPasskey,
  claimUser,
  removePasskey,
  replaceRecoveryCodes,
  setUpUser,
  setUserPassword,
  signInUser,
} from "./user_proofs.ts";
import {
  addUser,
  disableUser,
  endUserSessions,
  renameUser,
  resetUser,
  setUserRoles,
} from "./users.ts";
import { FOLD_WEARABLE_DAYS } from "./wearable_days.ts";
import type { RetentionRank, Write } from "./write.ts";

const WRITES = {
  acceptForeign: ACCEPT_FOREIGN,
  acceptFrame: ACCEPT_FRAME,
  addDevice: { run: addDevice, changesRegistry: true },
  addForeignDevice: { run: addForeignDevice, changesRegistry: true },
  addIncidentNote: { run: addIncidentNote },
  addPasskey: { run: addPasskey },
  addShiftNote: { run: addShiftNote },
  addUser: { run: addUser },
  appendEvents: APPEND_EVENTS,
  assignDevice: { run: assignDevice, changesRegistry: true },
  changeDevice: { run: changeDevice, changesRegistry: true },
  closeAuditDays: CLOSE_AUDIT_DAYS,
  claimUser: { run: claimUser },
  confirm: CONFIRM,
  countRejections: COUNT_REJECTIONS,
  createToken: { run: createToken },
  disableUser: { run: disableUser },
  endUserSessions: { run: endUserSessions },
  eraseNotes: ERASE_NOTES,
  escalate: { run: escalate },
  expireEvents: EXPIRE_EVENTS,
  expireMeasurements: EXPIRE_MEASUREMENTS,
  foldMeasurements: FOLD_MEASUREMENTS,
  finishMessages: { run: finishMessages },
  foldWearableDays: FOLD_WEARABLE_DAYS,
  forgetDestination: { run: forgetDestination },
  deleteProcessedMessages: DELETE_PROCESSED_MESSAGES,
  forgetRejected: FORGET_REJECTED,
  issueDevice: { run: issueDevice, changesRegistry: true },
  keepAudit: KEEP_AUDIT,
  keepDeviceHealth: KEEP_DEVICE_HEALTH,
  keepDeviceTest: { run: keepDeviceTest },
  keepMeasurements: KEEP_MEASUREMENTS,
  keepMessage: { run: keepMessage },
  keepModem: { run: keepModem },
  keepModemChange: { run: keepModemChange },
  keepTimeFloor: KEEP_TIME_FLOOR,
  learnHeartbeat: LEARN_HEARTBEAT,
  linkSender: { run: linkSender, changesRegistry: true },
  markOffered: MARK_OFFERED,
  markRetried: { run: markRetried },
  markSilence: MARK_SILENCE,
  markStageSent: { run: markStageSent },
  moveIncident: { run: moveIncident },
  noteDeviceStep: { run: noteDeviceStep },
  noteDisclosures: NOTE_DISCLOSURES,
  noteEscalationSent: { run: noteEscalationSent },
  pauseDelivery: { run: pauseDelivery },
  recordTransmission: RECORD_TRANSMISSION,
  rejectFrames: REJECT_FRAMES,
  rejectMessage: { run: rejectMessage },
  removePasskey: { run: removePasskey },
  renameUser: { run: renameUser },
  repeatForeign: REPEAT_FOREIGN,
  repeatFrame: REPEAT_FRAME,
  replaceRecoveryCodes: { run: replaceRecoveryCodes },
  resetUser: { run: resetUser },
  resumeDelivery: { run: resumeDelivery },
  retireDevice: RETIRE_DEVICE,
  revokeToken: { run: revokeToken },
  rotateKey: { run: rotateKey, changesRegistry: true },
  setUpUser: { run: setUpUser },
  setUserPassword: { run: setUserPassword },
  setUserRoles: { run: setUserRoles },
  settleDestinations: { run: settleDestinations },
  signInUser: { run: signInUser },
  startDrill: { run: startDrill, changesRegistry: true },
  stopDrill: { run: stopDrill, changesRegistry: true },
  storeAnswer: { run: storeAnswer },
  swapDevice: SWAP_DEVICE,
  unlinkSender: { run: unlinkSender, changesRegistry: true },
};

type Writes = typeof WRITES;
export type WriteName = keyof Writes;
export type WriteInput<N extends WriteName> = Parameters<Writes[N]["run"]>[1];
export type WriteOutput<N extends WriteName> = ReturnType<Writes[N]["run"]>;

/** What each write says of itself. */
export const TRANSACTIONS: { readonly [N in WriteName]: Write<WriteInput<N>, WriteOutput<N>> } =
  WRITES;

/** One change of the store as it crosses to the Worker. */
export type WriteRequest<N extends WriteName = WriteName> = {
  [K in N]: { readonly name: K; readonly input: WriteInput<K> };
}[N];

/** A write and its input together: the compiler loses that they belong to each other. */
export function requestOf<N extends WriteName>(name: N, input: WriteInput<N>): WriteRequest {
  return { name, input } as WriteRequest;
}

/** How the writer is to go about one write. */
export interface CommitPolicy {
  readonly rank: RetentionRank;
  readonly mayDefer: boolean;
  readonly isUrgent: boolean;
  readonly device: number | undefined;
  readonly batchEvents: number;
  readonly isStandalone: boolean;
}

/** What a write says of its commit. */
export function commitPolicy<N extends WriteName>(name: N, input: WriteInput<N>): CommitPolicy {
  const { batchEvents, device, isStandalone = false, isUrgent, mayDefer, rank } =
    TRANSACTIONS[name];
  return {
    rank: rank?.(input) ?? 0,
    mayDefer: mayDefer?.(input) ?? false,
    isUrgent: isUrgent?.(input) ?? false,
    device: device?.(input),
    batchEvents: batchEvents?.(input) ?? 1,
    isStandalone,
  };
}

/**
 * Makes one change inside the transaction that the caller began.
 * @param isDiskFull What can be done without is.
 */
export function runTransaction<N extends WriteName>(
  db: Connection,
  { name, input }: WriteRequest<N>,
  isDiskFull = false,
): WriteOutput<N> {
  const { onDiskFull, run } = TRANSACTIONS[name];
  return isDiskFull && onDiskFull !== undefined ? onDiskFull(db, input) : run(db, input);
}

/** Whether a write may have changed the registry. */
export function changesRegistry(name: WriteName): boolean {
  return TRANSACTIONS[name].changesRegistry === true;
}

/** Whether a write has taken something away that must not stay readable in the log. */
export function hasErased<N extends WriteName>(name: N, output: WriteOutput<N>): boolean {
  return (TRANSACTIONS[name].erased?.(output) ?? 0) > 0;
}
