/**
 * One-shot tasks at an Ebyte E22 in configuration mode, where it speaks 9600 8N1 whatever it is set to.
 * Source: Ebyte E22 user manual.
 *
 *     C1 start length ─▶ C1 start length data…       reads
 *     C0 start length data… ─▶ C1 start length data…  writes, and keeps over a restart
 *
 * In transparent mode each of these bytes would go on the air: only for a module whose pins or
 * button were set, or that has answered as only this mode does.
 */
import { encodeHex } from "../../hex.ts";
import type { MonotonicMs } from "../../time.ts";
import { startsWithBytes } from "../../tools/bytes_equal.ts";
import { describeE22Registers, E22_REGISTERS } from "./registers.ts";
import type { ModemIdentity, OneShotEffect, OneShotTask } from "../modem.ts";
import type { Provisioned, SettingReport } from "../provisioning.ts";

const READ = 0xc1;
const WRITE = 0xc0;
const PRODUCT_START = 0x80;
const PRODUCT_BYTES = 7;
/** How long an answer may take, in milliseconds. */
const ANSWER_WITHIN_MS = 500;

/** Asks which Ebyte it is; undefined: it does not answer, so it is not in configuration mode. */
export function identifyE22(): OneShotTask<ModemIdentity | undefined> {
  return new E22Task(identificationScript());
}

/** Writes the registers and reads them back; undefined: it does not answer. */
export function provisionE22(registers: Uint8Array): OneShotTask<Provisioned | undefined> {
  return new E22Task(provisioningScript(registers));
}

/** Yields a request, is given the data of the answer, or undefined when none came. */
type E22Script<T> = Generator<Request, T, Uint8Array | undefined>;

interface Request {
  readonly start: number;
  readonly sizeBytes: number;
  /** Present: written, else read. */
  readonly data?: Uint8Array;
}

const READ_REGISTERS: Request = { start: 0, sizeBytes: E22_REGISTERS };
const READ_PRODUCT: Request = { start: PRODUCT_START, sizeBytes: PRODUCT_BYTES };

function* identificationScript(): E22Script<ModemIdentity | undefined> {
  const registers = yield READ_REGISTERS;
  return registers === undefined ? undefined : yield* identify();
}

/** The maker does not say how the seven bytes are made up, so they are given as they are. */
function* identify(): E22Script<ModemIdentity> {
  const product = yield READ_PRODUCT;
  return { model: "Ebyte E22", ...(product && { firmware: encodeHex(product) }) };
}

function* provisioningScript(registers: Uint8Array): E22Script<Provisioned | undefined> {
  const before = yield READ_REGISTERS;
  if (before === undefined) return undefined;
  yield { start: 0, sizeBytes: E22_REGISTERS, data: registers };
  const after = yield READ_REGISTERS;
  return { identity: yield* identify(), settings: compare(registers, after) };
}

function compare(wanted: Uint8Array, read: Uint8Array | undefined): SettingReport[] {
  const found = read === undefined ? {} : describeE22Registers(read);
  return Object.entries(describeE22Registers(wanted)).map(([name, value]): SettingReport => {
    const written = `${name} ${value}`;
    const is = found[name];
    if (is === undefined) return { written, state: "refused", read: "no answer" };
    return { written, read: `${name} ${is}`, state: is === value ? "as wanted" : "otherwise" };
  });
}

class E22Task<T> implements OneShotTask<T> {
  readonly #script: E22Script<T>;
  #request: Request | undefined;
  #heard: number[] = [];
  #until: MonotonicMs | undefined;

  constructor(script: E22Script<T>) {
    this.#script = script;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    return this.#until;
  }

  start(now: MonotonicMs): OneShotEffect<T>[] {
    return this.#take(this.#script.next(), now);
  }

  feed(bytes: Uint8Array, now: MonotonicMs): OneShotEffect<T>[] {
    const request = this.#request;
    if (request === undefined) return [];
    const head = [READ, request.start, request.sizeBytes];
    const sizeBytes = head.length + request.sizeBytes;
    // The answer may stand behind what came before it: its newest bytes are held against the form.
    this.#heard = [...this.#heard, ...bytes].slice(-sizeBytes);
    if (this.#heard.length < sizeBytes || !startsWithBytes(this.#heard, head)) return [];
    return this.#take(this.#script.next(Uint8Array.from(this.#heard.slice(head.length))), now);
  }

  tick(now: MonotonicMs): OneShotEffect<T>[] {
    if (this.#until === undefined || now < this.#until) return [];
    return this.#take(this.#script.next(undefined), now);
  }

  #take(step: IteratorResult<Request, T>, now: MonotonicMs): OneShotEffect<T>[] {
    this.#heard = [];
    this.#request = undefined;
    this.#until = undefined;
    if (step.done) return [{ do: "finished", result: step.value }];
    const { data, sizeBytes, start } = this.#request = step.value;
    this.#until = (now + ANSWER_WITHIN_MS) as MonotonicMs;
    const command = data === undefined ? READ : WRITE;
    return [{ do: "write", bytes: Uint8Array.of(command, start, sizeBytes, ...data ?? []) }];
  }
}
