/** What the kernel counts of a process (proc(5)). */
import { readdirSync, readFileSync } from "node:fs";

const KIB = 1_024;
const MB = 1_000_000;

/** Resident memory, in MB. */
export function residentMb(pid: number): number {
  return field(`/proc/${pid}/status`, "VmRSS") * KIB / MB;
}

/** Memory of a process, in MB. */
export interface Memory {
  readonly residentMb: number;
  /** Shared with no other process, and not what a file has. */
  readonly dirtyMb: number;
}

/** The same exactly: the kernel looks at every page for it, which holds the process up. */
export function memoryOf(pid: number): Memory {
  const mb = (name: string) => field(`/proc/${pid}/smaps_rollup`, name) * KIB / MB;
  return { residentMb: mb("Rss"), dirtyMb: mb("Private_Dirty") };
}

/** What it caused to be written to disks so far, in KiB. The kernel counts whole pages. */
export function writtenKib(pid: number): number {
  return field(`/proc/${pid}/io`, "write_bytes") / KIB;
}

function field(path: string, name: string): number {
  const line = readFileSync(path, "utf8").split("\n").find((line) => line.startsWith(`${name}:`));
  const value = Number.parseInt(line?.slice(name.length + 1) ?? "", 10);
  if (Number.isNaN(value)) throw new Error(`Cannot read ${name} in ${path}: it is not there`);
  return value;
}

/** The process and its descendants; those that ended meanwhile are left out. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...children.get(parent) ?? [], pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...children.get(pid) ?? []);
  return tree;
}

/** Sends SIGKILL to processes; those that ended are passed over. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program, in brackets, may hold anything.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
