/**
 * Finding out which make a module is, by questions that change nothing.
 *
 * They are asked in an order in which no question harms the makes that come later. `AT+IAP` is not
 * among them, with or without a question mark: an Ebyte leaves for its firmware loader. A module in
 * transparent mode must not be asked: it would put the questions on the air. The caller sees to it.
 */
import type { AtIdentification } from "./at/dialect.ts";
import type { AtCommand, Reply } from "./at/command.ts";
import { AtOneShotTask } from "./at/one_shot.ts";
import type { Script } from "./at/script_runner.ts";
import { askIdentity } from "./at/scripts.ts";
import { CELLULAR_IDENTIFICATION } from "./cellular/identification.ts";
import { printable } from "./line.ts";
import type { ModemIdentity, ModemKind, OneShotEffect, OneShotTask } from "./modem.ts";
import { RAK3172_IDENTIFICATION } from "./rak3172/rak3172.ts";
import { RN2483_IDENTIFICATION } from "./rn2483/rn2483.ts";
import { RYLR998_IDENTIFICATION } from "./rylr998/rylr998.ts";
import { WIO_E5_IDENTIFICATION } from "./wio_e5/wio_e5.ts";
import type { MonotonicMs } from "../time.ts";

/** The makes that can be asked, in the order in which they are tried. */
export const IDENTIFICATIONS: readonly AtIdentification[] = [
  RAK3172_IDENTIFICATION,
  RYLR998_IDENTIFICATION,
  CELLULAR_IDENTIFICATION,
  WIO_E5_IDENTIFICATION,
  RN2483_IDENTIFICATION,
];

/** How one make is asked; undefined: it takes no questions. */
export function identificationOf(kind: ModemKind): AtIdentification | undefined {
  return IDENTIFICATIONS.find((identification) => identification.kind === kind);
}

/** How long a question may take to be answered, in milliseconds. */
const ANSWER_WITHIN_MS = 500;
/** The first question may be lost: to what a make that was tried before left in the module. */
const GREETINGS = 2;

/** What came of asking as one make is asked. */
export type Identified =
  | { readonly found: "this make"; readonly identity: ModemIdentity }
  /** Something answers that is none of these makes. */
  | { readonly found: "another"; readonly said: string }
  /** An Ebyte E22 in configuration mode: it answers everything with three bytes FF. */
  | { readonly found: "ebyte-e22 in configuration mode" }
  | { readonly found: "nobody" };

/** Asks a module whether it is of a make, and who it is. */
export function identify(identification: AtIdentification): OneShotTask<Identified> {
  return new Identifying(identification);
}

const WRONG_FORMAT = "\xff\xff\xff";

class Identifying extends AtOneShotTask<Identified> {
  #tail = "";

  constructor(identification: AtIdentification) {
    super(identificationScript(identification), identification, ANSWER_WITHIN_MS);
  }

  override feed(bytes: Uint8Array, now: MonotonicMs): OneShotEffect<Identified>[] {
    this.#tail = (this.#tail + String.fromCharCode(...bytes.slice(-3))).slice(-3);
    return this.#tail === WRONG_FORMAT
      ? this.finish({ found: "ebyte-e22 in configuration mode" })
      : super.feed(bytes, now);
  }
}

function* identificationScript(identification: AtIdentification): Script<Identified> {
  const { greeting, isMine, questions } = identification;
  const heard = yield* greet(greeting);
  if (heard === undefined) return { found: "nobody" };
  const identity = yield* askIdentity(questions);
  return isMine(identity)
    ? { found: "this make", identity }
    : { found: "another", said: printable(saidIn(heard)) };
}

function* greet(greeting: AtCommand): Script<Reply | undefined> {
  for (let time = 0; time < GREETINGS; time++) {
    const reply = yield greeting;
    if (reply.ok || reply.why === "refused") return reply;
  }
  return undefined;
}

function saidIn(reply: Reply): string {
  return reply.ok ? reply.lines.at(-1) ?? "OK" : reply.code ?? "an error";
}
