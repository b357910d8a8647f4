/**
 * Decides whether a PIN may be tried, so that no SIM is ever locked by this program: a PIN that a
 * SIM refused, or may have refused, is not tried on it again until the PIN file says another one.
 *
 *     asked ─▶ noted on the disk as tried ─▶ tried ─┬─ right ─▶ the note goes
 *                                                   └─ wrong, or the power failed ─▶ the note stays
 *
 * The note names a wrong PIN by its digest, which is worth nothing; that of a right one is gone
 * within seconds.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { PinRequest } from "../../../devices/modems/cellular/effects.ts";

/** A SIM with fewer attempts left is not tried: the last one is for a person. */
export const MIN_ATTEMPTS = 2;
const PIN = /^\d{4,8}$/;
/** Stands for the SIM of a modem that does not tell its number before the PIN. */
const UNKNOWN_SIM = "unknown";
/** Notes kept, so that two SIMs that change places are not tried by turns. */
const NOTE_LIMIT = 64;

/** What may be done about a SIM that asks for its PIN. `reason` says what to do. */
export type PinDecision =
  | { readonly may: "try"; readonly pin: string }
  | { readonly may: "not"; readonly reason: string };

/** One PIN that was tried on one SIM. */
interface Note {
  /** Of both. */
  readonly digest: string;
  /** Attempts that were left before; absent where the modem does not say. */
  readonly attemptsLeft?: number;
  /** False: the program ended before it knew. */
  readonly isRefused: boolean;
}

export class PinGuard {
  readonly #notePath: string;
  readonly #pinFile: string | undefined;

  /**
   * @param notePath File that only this program writes.
   * @param pinFile File that holds the PIN and nothing else; undefined: there is none.
   */
  constructor(notePath: string, pinFile: string | undefined) {
    this.#notePath = notePath;
    this.#pinFile = pinFile;
  }

  /**
   * Decides, and notes it on the disk before it gives the PIN.
   * @throws Error when the note cannot be written: the PIN must not be tried then.
   */
  decide(request: PinRequest): PinDecision {
    const { attemptsLeft, sim = UNKNOWN_SIM } = request;
    const pin = this.#readPin();
    if (pin.may === "not") return pin;
    if (attemptsLeft !== undefined && attemptsLeft < MIN_ATTEMPTS) {
      return not(`the SIM has ${attemptsLeft} attempts left: enter its PIN in a telephone`);
    }
    const digest = createHash("sha256").update(`${sim} ${pin.pin}`).digest("hex");
    const notes = this.#readNotes();
    if (notes === undefined) return not(`cannot read ${this.#notePath}: remove it`);
    const note = notes.find((it) => it.digest === digest);
    if (note !== undefined && !isSafeAgain(note, attemptsLeft)) {
      return not("the SIM has refused this PIN: write the right one into the PIN file");
    }
    const length = attemptsLeft === undefined ? {} : { attemptsLeft };
    const others = notes.filter((it) => it !== note).slice(-NOTE_LIMIT);
    this.#write([...others, { digest, ...length, isRefused: false }]);
    return pin;
  }

  /** Tells what the SIM said to the PIN that was given last. */
  tried(isRight: boolean | undefined): void {
    const notes = this.#readNotes() ?? [];
    const last = notes.pop();
    if (last === undefined) return;
    if (isRight !== true) this.#write([...notes, { ...last, isRefused: true }]);
    else if (notes.length > 0) this.#write(notes);
    else rmSync(this.#notePath, { force: true });
  }

  #readPin(): PinDecision {
    if (this.#pinFile === undefined) {
      return not("the SIM asks for its PIN: name a file that holds it in modem.sim.pin_file");
    }
    try {
      const pin = readFileSync(this.#pinFile, "utf8").trim();
      return PIN.test(pin)
        ? { may: "try", pin }
        : not(`${this.#pinFile} holds no PIN of 4 to 8 digits`);
    } catch (cause) {
      return not(`cannot read ${this.#pinFile}: ${(cause as Error).message}`);
    }
  }

  /** The newest last; undefined: there is something else where they should be. */
  #readNotes(): Note[] | undefined {
    try {
      return JSON.parse(readFileSync(this.#notePath, "utf8")) as Note[];
    } catch (cause) {
      return (cause as { code?: string }).code === "ENOENT" ? [] : undefined;
    }
  }

  /** On the disk before anything else happens, whole or not at all. */
  #write(notes: readonly Note[]): void {
    const draft = `${this.#notePath}.new`;
    writeThrough(draft, JSON.stringify(notes));
    renameSync(draft, this.#notePath);
    const folder = openSync(dirname(this.#notePath), "r");
    fsyncSync(folder);
    closeSync(folder);
  }
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * A PIN whose attempt was cut off was not refused when the SIM counts as many attempts as before:
 * each refusal takes one.
 */
function isSafeAgain(note: Note, attemptsLeft: number | undefined): boolean {
  return !note.isRefused && attemptsLeft !== undefined && attemptsLeft === note.attemptsLeft;
}

function not(reason: string): PinDecision {
  return { may: "not", reason };
}
