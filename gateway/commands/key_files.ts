/**
 * Keys that a command is given. They come from a file or from stdin, never as an argument: those
 * are readable to every user of the box (`ps`, /proc/PID/cmdline) and stay in the shell's history.
 */
import { statSync } from "node:fs";
import process from "node:process";
import { fail, ok, type Result } from "../../devices/result.ts";
import { readTextFile } from "../config/text_file.ts";
import { WRONG_USE } from "./life_ports.ts";
import { report } from "./output.ts";

/** Stands for stdin in the place of a file. */
const STDIN = "-";
/** Far more than any key, in characters: it is a key that comes, not a stream. */
const KEY_TEXT_LIMIT = 4_096;
/** Permissions of others than the owner. */
const OTHERS = 0o077;

/** For each option that names the file of a key, what it was given. */
export type KeyFiles<K extends string> = Readonly<Partial<Record<K, string | undefined>>>;

/**
 * Reads the keys of options such as `--root-key-file FILE`, where `-` is stdin.
 * @returns The text of each that was given, without blanks around it; else the status of the
 * command, with the reason reported.
 */
export async function keysOrReport<K extends string>(
  files: KeyFiles<K>,
): Promise<Result<Partial<Record<K, string>>, number>> {
  const given = (Object.entries(files) as [K, string | undefined][])
    .flatMap(([option, file]) => file === undefined ? [] : [{ option, file }]);
  if (given.filter(({ file }) => file === STDIN).length > 1) {
    report('Cannot read two keys from stdin: name a file in place of one "-"');
    return fail(WRONG_USE);
  }
  const keys: Partial<Record<K, string>> = {};
  for (const { file, option } of given) {
    const text = file === STDIN ? await readStdin() : await readTextFile(file);
    const problem = !text.ok ? text.error : text.value.trim() === "" ? "it is empty" : undefined;
    if (problem !== undefined || !text.ok) {
      report(`Cannot read the key of --${option} from "${file}": ${problem}`);
      return fail(1);
    }
    warnOfReaders(file);
    keys[option] = text.value.trim();
  }
  return ok(keys);
}

/** True, with the way that exists reported, when a key was given as an argument. */
export function isKeyOnCommandLine(keys: KeyFiles<string>): boolean {
  const [option] = Object.keys(keys).filter((option) => keys[option] !== undefined);
  if (option === undefined) return false;
  report(
    `Cannot take a key as an argument: every user of this box can read it there (ps). Write it ` +
      `into a file that only you can read and give --${option}-file FILE, or "-" for stdin`,
  );
  return true;
}

async function readStdin(): Promise<Result<string, string>> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += chunk;
    if (text.length > KEY_TEXT_LIMIT) return fail("it is too long for a key");
  }
  return ok(text);
}

function warnOfReaders(file: string): void {
  if (file === STDIN || (statSync(file).mode & OTHERS) === 0) return;
  report(`"${file}" holds a key and others may read it: chmod 600, or remove it`);
}
