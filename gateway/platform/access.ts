/** What this process may do with a path, asked of the kernel, which also knows read-only disks. */

import { statSync } from "node:fs";

const libc = Deno.dlopen("libc.so.6", {
  access: { parameters: ["buffer", "i32"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
}).symbols;

const errno = new Deno.UnsafePointerView(libc.__errno_location()!);

/** To list a folder, to write to it and to get at what is in it (`R_OK`, `W_OK`, `X_OK`). */
const ALL = 4 | 2 | 1;
const READ_AND_WRITE = 4 | 2;

const STATES: Readonly<Record<number, string>> = {
  2: "there is no such folder",
  13: "permission denied",
  20: "a file is in its way",
  30: "its file system is read-only",
};

/** Whether this process may read a file or a device and write to it. */
export function mayReadAndWrite(path: string): boolean {
  return libc.access(new TextEncoder().encode(`${path}\0`), READ_AND_WRITE) === 0;
}

/** Why a folder cannot be read and written; undefined when it can. Nothing is changed. */
export function reasonAgainstFolder(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) return STATES[20];
  if (libc.access(new TextEncoder().encode(`${path}\0`), ALL) === 0) return undefined;
  const code = errno.getInt32();
  return STATES[code] ?? `the system says error ${code}`;
}
