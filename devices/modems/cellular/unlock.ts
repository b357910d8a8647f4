/**
 * The SIM and its PIN (3GPP TS 27.007, section 8.3). A SIM locks itself after three wrong ones, so
 * this asks for the PIN at most once and leaves to others whether it may be tried at all.
 */
import { defined } from "../../tools/defined.ts";
import { meaningOf } from "./at_error.ts";
import type { Reply } from "../at/command.ts";
import { firstOf, type Job, type ModemState, say, SLOW_MS, tryOut } from "./job.ts";
import { attemptsIn, simNumberIn } from "./makes.ts";
import { readPinState } from "./network_answers.ts";

/** Attempts while the SIM starts, and the pause between them, in milliseconds. */
const ATTEMPTS = 15;
const WAIT_MS = 1_000;
/** Answers that do not say the state, before it is taken for ready. */
const MAX_EMPTY = 3;
/** How long after a PIN a SIM may take to be ready, in milliseconds. */
const AFTER_PIN_MS = 3_000;
const PIN = /^\d{4,8}$/;

/** Unlocks the SIM. @returns why that is impossible; undefined: it is ready. */
export function* unlock(known: ModemState): Job<string | undefined> {
  for (let attempt = 0, empty = 0; attempt < ATTEMPTS; attempt++) {
    const reply = yield* askState();
    const state = reply.ok ? firstOf(reply.lines, readPinState) : undefined;
    if (state === "READY") return undefined;
    if (state === "SIM PIN") return yield* enterPin(known);
    if (state !== undefined) return `the SIM asks for ${state}; unlock it in a telephone`;
    // Some never say it; whether the SIM works shows in what follows.
    if (reply.ok && ++empty === MAX_EMPTY) return undefined;
    if (!reply.ok && reply.why === "refused") {
      const meaning = meaningOf(reply.code);
      if (meaning === "no-sim") {
        return "there is no SIM that works; check that one is in its holder";
      }
      // A modem that does not know the question has a SIM that needs no answer.
      if (meaning === "other") return undefined;
    }
    yield { waitMs: WAIT_MS };
  }
  return "the SIM does not become ready; check that it sits well in its holder";
}

function* askState(): Job<Reply> {
  return yield* say("AT+CPIN?", { prefix: "+CPIN:", needsNoFinal: true });
}

function* enterPin(known: ModemState): Job<string | undefined> {
  const sim = yield* simNumber(known);
  const attemptsLeft = yield* attempts(known);
  yield { report: { do: "pin-needed", request: defined({ sim, attemptsLeft }) } };
  const given = yield { needs: "pin" };
  const [pin = ""] = given.ok ? given.lines : [];
  if (!PIN.test(pin)) return "the SIM asks for its PIN, and there is none that may be tried";
  const reply = yield* say(`AT+CPIN="${pin}"`, { timeoutMs: SLOW_MS });
  const isRight = yield* isTaken(reply);
  yield { report: { do: "pin-tried", isRight } };
  return isRight === true ? undefined : "the SIM did not take its PIN; see the log of this modem";
}

function* attempts(known: ModemState): Job<number | undefined> {
  const { command, prefix } = known.make.pinAttempts;
  const reply = yield* tryOut(known, command, { prefix });
  const lines = reply.ok ? reply.lines : [];
  return firstOf(lines, (line) => attemptsIn(line, known.make));
}

/** What the SIM waits for afterwards says it surer than the answer. */
function* isTaken(reply: Reply): Job<boolean | undefined> {
  yield { waitMs: AFTER_PIN_MS };
  const after = yield* askState();
  const state = after.ok ? firstOf(after.lines, readPinState) : undefined;
  if (state === "READY") return true;
  if (state !== undefined) return false;
  return reply.ok ? true : reply.why === "refused" ? false : undefined;
}

/** Reads the number of the SIM (ICCID); undefined: the modem does not give it. */
export function* simNumber(known: ModemState): Job<string | undefined> {
  for (const text of known.make.simNumber) {
    // Some say it bare and some behind a name that is not that of the command.
    const reply = yield* tryOut(known, text, { prefix: "" });
    const sim = reply.ok ? simNumberIn(reply.lines) : undefined;
    if (sim !== undefined) return sim;
  }
  return undefined;
}
