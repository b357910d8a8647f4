/**
 * Data goes to stdout, messages to stderr; colours only where a terminal reads them. This is the
 * only way to a terminal: what others chose, as references, names and what modems say, is escaped
 * here, so that it cannot command the terminal.
 */
import process from "node:process";
import { styleText } from "node:util";
import { printable } from "../../devices/printable.ts";

/** How a line, or the word before it, looks on a terminal. */
export type Style = "red" | "green" | "yellow" | "bold";

const encoder = new TextEncoder();

/** Writes lines of data. A line break in it begins a line: values of others are escaped before. */
export function print(text: string): void {
  writeAll(Deno.stdout, `${escaped(text)}\n`);
}

/** The same after a word that stands out, indented. */
export function printStyled(label: string, style: Style, text: string): void {
  const shown = styleText(style, label, { stream: process.stdout, validateStream: true });
  writeAll(Deno.stdout, `  ${shown} ${escaped(text)}\n`);
}

/** Writes a line whose bytes count, as they are: into a file or a pipe. A terminal gets it escaped. */
export function printExact(line: string): void {
  if (Deno.stdout.isTerminal()) print(line);
  else writeAll(Deno.stdout, `${line}\n`);
}

/**
 * The same for a program that goes on: when its output is not read, the line is lost and the program
 * neither waits nor ends.
 */
export function printAside(line: string): void {
  void Deno.stdout.write(encoder.encode(`${line}\n`)).catch(() => {});
}

/** The same on stderr, for a person. */
export function reportAside(line: string): void {
  void Deno.stderr.write(encoder.encode(`${printable(line)}\n`)).catch(() => {});
}

/** The same, and only where a person reads it: of work that takes long. */
export function reportProgress(line: string): void {
  if (Deno.stderr.isTerminal()) reportAside(line);
}

/** Writes a value as indented JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** Reports a line to the person at the terminal, on stderr. */
export function report(text: string, style?: Style): void {
  writeAll(Deno.stderr, `${coloured(style, escaped(text))}\n`);
}

/** The same after a word that stands out. */
export function reportLabelled(label: string, style: Style, text: string): void {
  writeAll(Deno.stderr, `${coloured(style, label)} ${escaped(text)}\n`);
}

function escaped(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A text as stderr shows it: in colour on a terminal, plain elsewhere and under NO_COLOR. */
function coloured(style: Style | undefined, text: string): string {
  if (style === undefined) return text;
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
