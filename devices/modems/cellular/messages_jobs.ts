/**
 * Reading, erasing and sending of messages (3GPP TS 27.005, sections 3.2 to 3.5).
 *
 * A modem that has fallen back to text mode shows no PDUs: PDU mode is set again, and the listing
 * is repeated. What it showed in text mode is neither read nor erased.
 *
 * A message is erased only if it was read just before and is still the same: after the listing,
 * another program may have erased it, and a new message may have taken its place.
 */
import { decodeTpdu } from "../../codecs/sms/decode.ts";
import { defined } from "../../tools/defined.ts";
import { meaningOf } from "./at_error.ts";
import type { AtCommand, PduEntry, Reply } from "../at/command.ts";
import type { CellularEvent, EraseOutcome, StoredPdu } from "./effects.ts";
import { firstOf, type Job, type ModemState, say, sayPatiently } from "./job.ts";
import {
  readPduHeader,
  readReference,
  readStorageUse,
  type StorageName,
  type StorageUse,
} from "./storage_answers.ts";

/** How long a modem may take to send a message, in milliseconds. */
export const SUBMIT_MS = 90_000;
/** How long a modem may take to erase one: answers to alarms wait behind it, in milliseconds. */
export const ERASE_MS = 10_000;
/** Highest index that is read one by one, where a list is refused. */
const MAX_INDEX = 255;
/** The same where the modem does not say how many it holds: messages take the lowest that is free. */
const LAST_INDEX_UNTOLD = 30;
/** What a storage is called where the modem has no choice. */
const ONLY_STORAGE = "ME";

/** What the reading of messages calls, and what it lets go first. */
export interface Sweeping {
  /** A message lies there. */
  readonly found: (entry: StoredPdu) => void;
  /** A storage was read through. */
  readonly listed: () => void;
  /** Does what is more urgent than to go on reading one by one. */
  readonly giveWay: () => Job<void>;
}

/** Reads every message of every storage, and how full each is. */
export function* sweep(known: ModemState, sweeping: Sweeping): Job<void> {
  const storages = known.storages.length === 0 ? [undefined] : known.storages;
  for (const storage of storages) {
    if (!(yield* readFrom(storage, known))) continue;
    const onEntry = (entry: PduEntry) => {
      const stored = storedPdu(entry, storage);
      if (stored !== undefined) sweeping.found(stored);
    };
    const reply = yield* list(known, onEntry);
    if (!reply.ok && isUnreadable(reply)) {
      yield* readOneByOne(known, storage, sweeping);
    }
    sweeping.listed();
  }
  yield* readFrom(known.mainStorage, known);
}

/** Erases one message, if it is still there. */
export function* erase(entry: StoredPdu, known: ModemState): Job<void> {
  // A modem that has forgotten its choice shows another message there, which stays.
  const isChosen = known.storages.length === 0 || known.readFrom === entry.storage ||
    (yield* readFrom(entry.storage, known));
  const outcome: EraseOutcome = isChosen ? yield* eraseIfSame(entry, known) : "failed";
  yield { report: { do: "erase-done", entry, outcome } };
}

/** Sends one message. @param pdu Hex with the service centre's address. */
export function* submit(id: number, pdu: string, sizeBytes: number): Job<CellularEvent> {
  // A modem that has fallen back to text mode would take the length for the number to send to.
  const mode = yield* say("AT+CMGF=0");
  if (!mode.ok) return outcomeOf(id, mode);
  const reply = yield* say(`AT+CMGS=${sizeBytes}`, { prefix: "+CMGS:", pdu, timeoutMs: SUBMIT_MS });
  return outcomeOf(id, reply);
}

function outcomeOf(id: number, reply: Reply): CellularEvent {
  if (reply.ok) {
    return { do: "submitted", id, reference: firstOf(reply.lines, readReference) };
  }
  return reply.why === "timeout"
    ? { do: "unsubmitted", id, why: "timeout" }
    : { do: "unsubmitted", id, why: "refused", code: reply.code };
}

/** Chooses the storage that is read and erased; where messages arrive stays as it is. */
function* readFrom(storage: StorageName | undefined, known: ModemState): Job<boolean> {
  if (storage === undefined) return true;
  const { mainStorage } = known;
  const rest = mainStorage === undefined ? "" : `,"${mainStorage}","${mainStorage}"`;
  const reply = yield* sayPatiently(known, `AT+CPMS="${storage}"${rest}`, { prefix: "+CPMS:" });
  if (!reply.ok) return false;
  known.readFrom = storage;
  const use = firstOf(reply.lines, readStorageUse);
  known.use = use;
  if (use !== undefined) yield { report: { do: "storage", storage, use } };
  return true;
}

/** Lists a storage; a modem may refuse that because it is in text mode. */
function* list(known: ModemState, onEntry: (entry: PduEntry) => void): Job<Reply> {
  const command = { command: "AT+CMGL=4", prefix: "+CMGL:", mayBeEmpty: true, onEntry };
  return yield* readPdus(known, command, isUnreadable);
}

/** Asks for messages; again where the modem shows texts. */
function* readPdus(
  known: ModemState,
  { command, ...options }: AtCommand,
  isOfTextMode: (refusal: Reply & { ok: false }) => boolean,
): Job<Reply> {
  const reply = yield* sayPatiently(known, command, options);
  const showsTexts = reply.ok ? reply.isTextMode === true : isOfTextMode(reply);
  if (!showsTexts || !(yield* say("AT+CMGF=0")).ok) return reply;
  return yield* sayPatiently(known, command, options);
}

/** An empty storage is refused by some; a message that a modem cannot print fails the whole list. */
function isUnreadable(reply: Reply & { ok: false }): boolean {
  return reply.why === "refused" && meaningOf(reply.code) === "other";
}

function* readOneByOne(
  known: ModemState,
  storage: StorageName | undefined,
  { found, giveWay }: Sweeping,
): Job<void> {
  const last = yield* lastIndex(known);
  for (let index = 0; index <= last; index++) {
    const entry = yield* readOne(index, known);
    const stored = entry === undefined || entry === "refused"
      ? undefined
      : storedPdu(entry, storage, index);
    if (stored !== undefined) found(stored);
    yield* giveWay();
  }
}

/** The highest index at which there may be a message; below 0 when the storage is empty. */
function* lastIndex(known: ModemState): Job<number> {
  const use = known.use ?? (yield* askUse());
  if (use === undefined) return LAST_INDEX_UNTOLD;
  return use.used === 0 ? -1 : Math.min(use.total, MAX_INDEX);
}

function* askUse(): Job<StorageUse | undefined> {
  const reply = yield* say("AT+CPMS?", { prefix: "+CPMS:" });
  return reply.ok ? firstOf(reply.lines, readStorageUse) : undefined;
}

function* readOne(index: number, known: ModemState): Job<PduEntry | "refused" | undefined> {
  const command = { command: `AT+CMGR=${index}`, prefix: "+CMGR:", mayBeEmpty: true };
  const reply = yield* readPdus(known, command, () => false);
  if (reply.ok && reply.isTextMode === true) return "refused";
  if (reply.ok) return reply.entries[0];
  return reply.why === "refused" && meaningOf(reply.code) === "no-message" ? undefined : "refused";
}

function* eraseIfSame(entry: StoredPdu, known: ModemState): Job<EraseOutcome> {
  const now = yield* pduAt(entry.index, known);
  if (now === "refused") return "failed";
  if (now === undefined) return "gone";
  if (now !== entry.pdu) return "changed";
  const reply = yield* say(`AT+CMGD=${entry.index}`, { timeoutMs: ERASE_MS });
  return reply.ok ? "erased" : "failed";
}

/** Some modems list what they refuse to read one by one. */
function* pduAt(index: number, known: ModemState): Job<string | "refused" | undefined> {
  const entry = yield* readOne(index, known);
  if (entry !== "refused") return entry?.pdu;
  let listed: string | undefined;
  const reply = yield* list(known, (entry) => {
    if (readPduHeader(entry.header).index === index) listed = entry.pdu;
  });
  return reply.ok || !isUnreadable(reply) ? listed : "refused";
}

function storedPdu(
  { header, pdu }: PduEntry,
  storage = ONLY_STORAGE,
  askedFor?: number,
): StoredPdu | undefined {
  const { announcedBytes, index = askedFor, status } = readPduHeader(header);
  if (index === undefined) return undefined;
  const isReceived = status === undefined || status < 2 || isFromNetwork(pdu, announcedBytes);
  return defined({ storage, index, pdu, announcedBytes, isReceived });
}

/** Some telephones file what they received under what was sent: the message itself knows better. */
function isFromNetwork(pdu: string, announcedBytes: number | undefined): boolean {
  const read = decodeTpdu(pdu, announcedBytes);
  return read.ok && read.value.kind === "deliver";
}
