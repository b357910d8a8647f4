/** What the kernel counts of a process (proc(5)). */
import { readFileSync } from "node:fs";

const KIB = 1_024;
const MB = 1_000_000;

/** Resident memory, in MB. */
export function residentMb(pid: number): number {
  return field(`/proc/${pid}/status`, "VmRSS") * KIB / MB;
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
