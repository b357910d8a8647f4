/** Which processes have a device open, from /proc. */
import { readFile, readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { deviceOf, entries } from "./list.ts";

/** A process that has a device open. */
export interface PortHolder {
  readonly pid: number;
  /** Its name, as `ModemManager`. */
  readonly command: string;
}

/** Longest command that is reported, in characters. */
const MAX_COMMAND_CHARACTERS = 60;

/**
 * Lists who has a device open, sorted by number. Processes of other users are only seen by root,
 * so an empty list does not say that it is free.
 * @param path Device, or a link to it.
 * @param procRoot Where to look; tests build trees of their own.
 */
export async function findPortHolders(path: string, procRoot = "/proc"): Promise<PortHolder[]> {
  return (await findHoldersOfPorts([path], procRoot))[0]!;
}

/** The same for several ports, in their order: processes are looked through once for all of them. */
export async function findHoldersOfPorts(
  paths: readonly string[],
  procRoot = "/proc",
): Promise<PortHolder[][]> {
  const devices = await Promise.all(paths.map(async (path) => await deviceOf(path) ?? path));
  if (devices.length === 0) return [];
  const pids = (await entries(procRoot)).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.sort((a, b) => a - b).map(async (pid) => {
      const folder = join(procRoot, String(pid));
      const open = await openDevices(join(folder, "fd"), devices);
      return { pid, open, command: open.size === 0 ? "" : await commandOf(folder) };
    }),
  );
  return devices.map((device) =>
    found.filter(({ open }) => open.has(device)).map(({ command, pid }) => ({ pid, command }))
  );
}

/** As "process 812 (minicom)"; empty when none is known. */
export function describeHolders(holders: readonly PortHolder[]): string {
  return holders.map(({ command, pid }) => `process ${pid} (${command})`).join(", ");
}

/** Those of the devices that a process has open. */
async function openDevices(descriptors: string, devices: readonly string[]): Promise<Set<string>> {
  const names = await entries(descriptors);
  const targets = await Promise.all(
    names.map((name) => readlink(join(descriptors, name)).catch(() => "")),
  );
  return new Set(targets.filter((target) => devices.includes(target)));
}

/** Our program, as the runtime is started with it. */
const OWN_PROGRAM = /(^|\/)gateway\/main\.ts$/;

/** Its program and arguments, without folders and options; a kernel thread has neither. */
async function commandOf(folder: string): Promise<string> {
  const line = await readFile(join(folder, "cmdline"), "utf8").catch(() => "");
  const words = line.split("\0").filter((word) => word !== "");
  const name = words.length === 0
    ? await readFile(join(folder, "comm"), "utf8").catch(() => "?")
    : ownCommand(words) ??
      words.filter((word) => !word.startsWith("-")).map((word) => basename(word)).join(" ");
  return name.replace(/[^\x20-\x7e]/g, ".").slice(0, MAX_COMMAND_CHARACTERS).trim();
}

/** One of our commands as people type it, such as `vigil run`; undefined: it is another program. */
function ownCommand(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => OWN_PROGRAM.test(word));
  if (at === -1) return undefined;
  const args = words.slice(at + 1);
  const options = args.findIndex((word) => word.startsWith("-"));
  return ["vigil", ...args.slice(0, options === -1 ? args.length : options)].join(" ");
}
