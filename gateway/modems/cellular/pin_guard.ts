/**
 * Decides whether a PIN may be tried, so that no SIM is ever locked by this program: a PIN that a
 * SIM refused, or may have refused, is not tried on it again until the PIN file says another one.
 *
 *     asked ─▶ noted on the disk as tried ─▶ tried ─┬─ right ─▶ the note goes
 *                                                   └─ wrong, or the power failed ─▶ the note stays
 *
 * A note names SIM and PIN by one digest, and modem and PIN by another: a modem does not report the
 * number of its SIM each time, and a SIM moves from one modem to another. The digests of a wrong PIN
 * are worth nothing; those of a right one are gone within seconds.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { PinRequest } from "../../../devices/modems/cellular/effects.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { type PinNote, readPinNotes, writePinNotes } from "./pin_notes.ts";

/** A SIM with fewer attempts left is not tried: the last one is for a person. */
const MIN_ATTEMPTS = 2;
const PIN = /^\d{4,8}$/;

/** What may be done about a SIM that asks for its PIN. `reason` says what to do. */
export type PinDecision =
  | { readonly may: "try"; readonly pin: string }
  | { readonly may: "not"; readonly reason: string };

export interface PinGuardOptions {
  /** File that only this program writes, one for all modems. */
  readonly notePath: string;
  /** File that holds the PIN and nothing else; undefined: there is none. */
  readonly pinFile: string | undefined;
  /** Name of the modem that holds the SIM. */
  readonly modem: string;
}

/** Guards the SIM of one modem. */
export class PinGuard {
  readonly #options: PinGuardOptions;
  /** What was given last and not answered. */
  #given: PinNote | undefined;

  constructor(options: PinGuardOptions) {
    this.#options = options;
  }

  /**
   * Decides, and notes it on the disk before it gives the PIN.
   * @throws Error when the note cannot be written: the PIN must not be tried then.
   */
  decide(request: PinRequest): PinDecision {
    const { attemptsLeft } = request;
    const { modem, notePath } = this.#options;
    const pin = this.#readPin();
    if (pin.may === "not") return pin;
    if (attemptsLeft !== undefined && attemptsLeft < MIN_ATTEMPTS) {
      return not(`the SIM has ${attemptsLeft} attempts left: enter its PIN in a telephone`);
    }
    const notes = readPinNotes(notePath);
    if (notes === undefined) return not(`cannot read ${notePath}: remove it`);
    const attempt = attemptAt(pin.pin, request, modem);
    const before = notes.filter((note) => isSameAttempt(note, attempt));
    const against = before.find((note) => !isSafeAgain(note, attemptsLeft));
    if (against !== undefined) return not(whyNot(against, notePath));
    const others = notes.filter((note) => !before.includes(note));
    writePinNotes(notePath, [...others, attempt]);
    this.#given = attempt;
    return pin;
  }

  /** What the SIM said to the PIN that was given last; undefined: it did not say. */
  tried(isRight: boolean | undefined): void {
    const { notePath } = this.#options;
    const given = this.#given;
    this.#given = undefined;
    if (given === undefined) return;
    const others = (readPinNotes(notePath) ?? []).filter((note) => !isSameAttempt(note, given));
    // Without the attempts that were left it counts against the PIN, whatever became of it.
    const { attemptsLeft: _, ...note } = { ...given, isRefused: isRight === false };
    writePinNotes(notePath, isRight === true ? others : [...others, note]);
  }

  #readPin(): PinDecision {
    const { pinFile } = this.#options;
    if (pinFile === undefined) {
      return not("the SIM asks for its PIN: name a file that holds it in modem.sim.pin_file");
    }
    try {
      const pin = readFileSync(pinFile, "utf8").trim();
      return PIN.test(pin) ? { may: "try", pin } : not(`${pinFile} holds no PIN of 4 to 8 digits`);
    } catch (cause) {
      return not(`cannot read ${pinFile}: ${(cause as Error).message}`);
    }
  }
}

/** The note of an attempt whose end is not known. */
function attemptAt(pin: string, { attemptsLeft, sim }: PinRequest, modem: string): PinNote {
  return defined({
    sim: sim === undefined ? undefined : digestOf(sim, pin),
    modem: digestOf(modem, pin),
    attemptsLeft,
    isRefused: false,
  });
}

function digestOf(holder: string, pin: string): string {
  return createHash("sha256").update(`${holder} ${pin}`).digest("hex");
}

/** The same PIN on the same SIM, or on what may be the same, as it was in the same modem. */
function isSameAttempt(a: PinNote, b: PinNote): boolean {
  return a.sim !== undefined && b.sim !== undefined ? a.sim === b.sim : a.modem === b.modem;
}

function whyNot({ isRefused }: PinNote, notePath: string): string {
  return isRefused
    ? "the SIM has refused this PIN: write the right one into the PIN file"
    : `whether the SIM took this PIN is not known: check it in a telephone, then remove ${notePath}`;
}

/**
 * A PIN whose attempt was cut off was not refused when the SIM counts as many attempts as before:
 * each refusal takes one.
 */
function isSafeAgain(note: PinNote, attemptsLeft: number | undefined): boolean {
  return !note.isRefused && attemptsLeft !== undefined && attemptsLeft === note.attemptsLeft;
}

function not(reason: string): PinDecision {
  return { may: "not", reason };
}
