/** Questions to the person at the terminal. */
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { fail, ok, type Result } from "../../devices/result.ts";
import { report } from "./output.ts";

/** Asks; an empty answer is the default. */
export type Ask = (question: string, fallback: string) => Promise<string>;

/** Whether a person can answer. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Lets work ask questions, on stderr since stdout is for data. */
export async function withTerminal<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await work(async (question, fallback) =>
      (await terminal.question(`${question} [${fallback}] `)).trim() || fallback
    );
  } finally {
    terminal.close();
  }
}

/** Asks until the answer can be meant. @param read Gives what is meant, or what to report. */
export async function askUntil<T>(
  ask: Ask,
  question: string,
  fallback: string,
  read: (answer: string) => Result<T, string> | Promise<Result<T, string>>,
): Promise<T> {
  for (;;) {
    const meant = await read(await ask(question, fallback));
    if (meant.ok) return meant.value;
    report(`${meant.error}.`);
  }
}

/** Asks until the answer is yes or no, in one of the four languages. */
export function askYesNo(ask: Ask, question: string, fallback: boolean): Promise<boolean> {
  return askUntil(ask, question, fallback ? "y" : "n", (answer) => {
    if (/^(y|yes|j|ja|o|oui)$/i.test(answer)) return ok(true);
    if (/^(n|no|nee|non|nein)$/i.test(answer)) return ok(false);
    return fail(`"${answer}" is neither yes nor no: write y or n`);
  });
}

export const EBYTE_QUESTION = "Is it an Ebyte E22? What is asked of one goes on the air (y/n)";
