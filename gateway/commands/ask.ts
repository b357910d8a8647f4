/** Questions to the person at the terminal. */
import process from "node:process";
import { createInterface } from "node:readline/promises";

/** Asks; an empty answer is the default. */
export type Ask = (question: string, fallback: string) => Promise<string>;

/** Whether somebody is there to answer. */
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

/** True for yes, ja, oui. */
export function isYes(answer: string): boolean {
  return /^[yjo]/i.test(answer);
}

export const EBYTE_QUESTION = "Is it an Ebyte E22? What is asked of one goes on the air (y/n)";
