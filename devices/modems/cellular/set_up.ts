/**
 * Bringing a cellular modem to where it keeps messages and says that they came, from whatever it
 * was doing before (3GPP TS 27.005 and 27.007).
 *
 *     echo, errors in numbers ─▶ who are you ─▶ SIM, PIN ─▶ registration on
 *         ─▶ PDU mode ─▶ storages ─▶ keep, and hint
 *
 * Only PDU mode cannot be done without. Messages are found by looking for them; the hint of a modem
 * that gives one makes it faster.
 */
import { defined } from "../../tools/defined.ts";
import type { LossReason } from "../modem.ts";
import { meaningOf } from "./at_error.ts";
import type { CellularSettings } from "./effects.ts";
import { ask, firstOf, type Job, type ModemState, say, SLOW_MS, tryOut } from "./job.ts";
import { makeOf } from "./makes.ts";
import { REGISTRATION_NAMES } from "./network_answers.ts";
import { simNumber, unlock } from "./unlock.ts";
import { readStorages, readStorageUse, type StorageName } from "./storage_answers.ts";

/** Attempts at what a modem refuses while it starts, and the pause between, in milliseconds. */
const STARTING_ATTEMPTS = 15;
const STARTING_WAIT_MS = 2_000;
/** Silence in which an old answer would have come, in milliseconds. */
const LANDMARK_MS = 2_000;
/** Longest text of one answer about itself. */
const MAX_SAID_CHARACTERS = 64;

/** Why a modem cannot be set up. */
export interface Impossible {
  readonly why: LossReason;
  /** For people: what to check. */
  readonly text: string;
}

/** Sets it up. @returns why that is impossible; undefined: it is done. */
export function* setUp(known: ModemState, settings: CellularSettings): Job<Impossible | undefined> {
  yield* passOldAnswers();
  for (const text of ["ATE0", "ATV1", "AT+CMEE=1"]) yield* say(text);
  yield* identify(known);
  const locked = yield* unlock(known);
  if (locked !== undefined) return { why: "sim", text: locked };
  yield* readSim(known);
  const { preparations, refuseCalls } = known.make;
  for (const text of preparations) yield* tryOut(known, text);
  if (refuseCalls !== undefined) yield* tryOut(known, refuseCalls);
  yield* watchRegistration(known);
  const refused = yield* usePduMode();
  if (refused !== undefined) return refused;
  yield* waitForStorages(known);
  yield* chooseStorages(known, settings);
  yield* askForHints(known, settings);
  return undefined;
}

/**
 * Comes behind the answers that a former process did not wait for. Elsewhere the two are asked in
 * the other order, so that old answers to both are not taken for new ones.
 */
function* passOldAnswers(): Job<void> {
  for (const name of ["COPS?", "CSQ"]) {
    const prefix = `+${name.replace("?", "")}:`;
    const options = { prefix, isLandmark: true, timeoutMs: LANDMARK_MS };
    if (!(yield* say(`AT+${name}`, options)).ok) return;
  }
}

function* identify(known: ModemState): Job<void> {
  const manufacturer = yield* askWho(known, "AT+CGMI");
  const model = yield* askWho(known, "AT+CGMM");
  const firmware = yield* askWho(known, "AT+CGMR");
  const imei = /\d{14,17}/.exec(yield* askWho(known, "AT+CGSN"))?.[0];
  known.make = makeOf(manufacturer, model);
  const name = fullName(manufacturer, model);
  known.identity = defined({
    model: name || undefined,
    firmware: firmware || undefined,
    serial: imei,
  });
}

/** Some say their maker in the name of the model as well. */
function fullName(manufacturer: string, model: string): string {
  const [maker = ""] = manufacturer.toLowerCase().split(" ");
  return model.toLowerCase().startsWith(maker) ? model : `${manufacturer} ${model}`.trim();
}

function* askWho(known: ModemState, text: string): Job<string> {
  const reply = yield* tryOut(known, text, { isBare: true });
  const [line = ""] = reply.ok ? reply.lines : [];
  return line.replace(/^(?:\+CG\w+|Revision): ?/i, "").slice(0, MAX_SAID_CHARACTERS).trim();
}

function* readSim(known: ModemState): Job<void> {
  const sim = yield* simNumber(known);
  if (sim !== undefined) known.identity = { ...known.identity, sim };
}

function* watchRegistration(known: ModemState): Job<void> {
  known.registrationNames = [];
  for (const name of REGISTRATION_NAMES) {
    const reported = yield* tryOut(known, `AT${name}=2`);
    const reply = yield* tryOut(known, `AT${name}?`, { prefix: `${name}:` });
    if (reported.ok || reply.ok) known.registrationNames.push(name);
  }
}

/** The text mode of modems loses alphabets, parts and data, each in its own way. */
function* usePduMode(): Job<Impossible | undefined> {
  for (let attempt = 0; attempt < STARTING_ATTEMPTS; attempt++) {
    const reply = yield* say("AT+CMGF=0");
    if (reply.ok) return undefined;
    if (reply.why === "refused" && meaningOf(reply.code) === "no-sim") {
      const text = "it says that there is no SIM that works; check that one is in its holder";
      return { why: "sim", text };
    }
    yield { waitMs: STARTING_WAIT_MS };
  }
  const text = "AT+CMGF=0 is refused; check that this port is the one for AT commands";
  return { why: "not-configured", text };
}

/** Waits until storages that start take commands: a refused one is retried only an hour later. */
function* waitForStorages(known: ModemState): Job<void> {
  for (let attempt = 0; attempt < STARTING_ATTEMPTS; attempt++) {
    const reply = yield* tryOut(known, "AT+CPMS?", { prefix: "+CPMS:", timeoutMs: SLOW_MS });
    if (reply.ok || reply.why === "timeout" || meaningOf(reply.code) !== "starting") return;
    yield { waitMs: STARTING_WAIT_MS };
  }
}

function* chooseStorages(
  known: ModemState,
  { storage, wantsReports }: CellularSettings,
): Job<void> {
  // The modem acknowledges messages to the network itself, once they are in its storage.
  yield* tryOut(known, "AT+CSMS=0", { prefix: "+CSMS:" });
  const lines = yield* ask("AT+CPMS=?", { prefix: "+CPMS:", timeoutMs: SLOW_MS });
  const reported = readStorages(lines.join(""));
  const readable = reported.length > 0 ? reported : yield* storagesByTrying();
  known.storages = worthReading(readable, wantsReports);
  const wanted = [storage, "ME", "SM", "MT"].filter((name, at, all) =>
    readable.includes(name) && all.indexOf(name) === at
  );
  known.mainStorage = (yield* firstWithRoom(wanted)) ?? (yield* firstWithRoom(wanted, true));
}

/** Has messages arrive in the first storage that takes one more. */
function* firstWithRoom(names: readonly string[], mayBeFull = false): Job<string | undefined> {
  for (const name of names) {
    const command = `AT+CPMS="${name}","${name}","${name}"`;
    const reply = yield* say(command, { prefix: "+CPMS:", timeoutMs: SLOW_MS });
    const use = reply.ok ? firstOf(reply.lines, readStorageUse) : undefined;
    const isFull = use !== undefined && use.total > 0 && use.used >= use.total;
    if (reply.ok && (mayBeFull || !isFull)) return name;
  }
  return undefined;
}

/** Some modems do not say which storages they have, and take the names of those. */
function* storagesByTrying(): Job<StorageName[]> {
  const taken: StorageName[] = [];
  for (const name of ["ME", "SM"]) {
    const reply = yield* say(`AT+CPMS="${name}"`, { prefix: "+CPMS:", timeoutMs: SLOW_MS });
    if (reply.ok) taken.push(name);
  }
  return taken;
}

/** `MT` shows those of `SM` and `ME` a second time, under other numbers. */
function worthReading(readable: readonly StorageName[], wantsReports: boolean): StorageName[] {
  const single = readable.filter((name) => name === "ME" || name === "SM");
  const messages = single.length > 0 ? single : readable.filter((name) => name === "MT");
  return wantsReports && readable.includes("SR") ? [...messages, "SR"] : messages;
}

/** Messages are kept and hinted at, never handed over: what is handed over can be lost. */
function* askForHints(known: ModemState, { wantsReports }: CellularSettings): Job<void> {
  const hinted = yield* firstTaken(["2,1,0,0,0", "1,1,0,0,0", "2,1"]);
  if (hinted === undefined) {
    const text =
      "AT+CNMI is refused: messages are found by looking for them, later than they could";
    yield { report: { do: "report", reason: "refused", text, sizeBytes: 0 } };
  }
  // Reports may be handed over: one that is lost only lets the message be sent again.
  const reports = hinted !== undefined && wantsReports
    ? yield* firstTaken(["2,1,0,1,0", "2,1,0,2,0"])
    : undefined;
  known.hasReports = reports !== undefined;
}

function* firstTaken(values: readonly string[]): Job<string | undefined> {
  for (const value of values) {
    if ((yield* say(`AT+CNMI=${value}`)).ok) return value;
  }
  return undefined;
}
