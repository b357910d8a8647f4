/** Data goes to stdout, messages to stderr; colours only where a terminal reads them. */
import process from "node:process";
import { styleText } from "node:util";

const encoder = new TextEncoder();

/** Writes one line of data. */
export function print(line: string): void {
  writeAll(Deno.stdout, `${line}\n`);
}

/**
 * The same for a program that goes on: it does not wait, and lives on, when nobody reads. The line is
 * lost then.
 */
export function printAside(line: string): void {
  void Deno.stdout.write(encoder.encode(`${line}\n`)).catch(() => {});
}

/** Writes a value as indented JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** Says one line to the person at the terminal. */
export function tell(line: string): void {
  writeAll(Deno.stderr, `${line}\n`);
}

/** A text as stderr shows it: in colour on a terminal, plain elsewhere and under NO_COLOR. */
export function coloured(style: "red" | "green" | "yellow" | "bold", text: string): string {
  return styleText(style, text, { stream: process.stderr, validateStream: true });
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let rest = encoder.encode(text);
  try {
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  } catch (error) {
    // The reader has enough (`| head`): that is no failure of ours.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}
