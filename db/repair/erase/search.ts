/** Looks for bytes in files as they are on the disk, whatever the program that wrote them meant. */
import { Buffer } from "node:buffer";
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join, relative } from "node:path";
import { encodeHex } from "../../../devices/hex.ts";

/** Bytes read at once. */
const CHUNK_BYTES = 1024 * 1024;

/** A file that was searched. */
export interface SearchedFile {
  /** Relative to the folder. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly isFound: boolean;
}

/**
 * Searches every file of a folder, those in its folders too, for any of some byte strings: as they
 * are, and as hex in either case. Files that disappear meanwhile are left out.
 */
export function searchFolder(folder: string, secrets: readonly Uint8Array[]): SearchedFile[] {
  const needles = secrets.flatMap(spellings);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => {
      const searched = searchFile(path, needles);
      return searched === undefined ? [] : [{ name: relative(folder, path), ...searched }];
    })
    .toSorted((a, b) => a.name < b.name ? -1 : 1);
}

function spellings(secret: Uint8Array): Buffer[] {
  const hex = encodeHex(secret);
  return [Buffer.from(secret), Buffer.from(hex), Buffer.from(hex.toUpperCase())];
}

function searchFile(
  path: string,
  needles: readonly Buffer[],
): Omit<SearchedFile, "name"> | undefined {
  const file = openIfThere(path);
  if (file === undefined) return undefined;
  try {
    return searchOpen(file, needles);
  } finally {
    closeSync(file);
  }
}

/** What lies across two chunks is found too: the end of one is kept before the next. */
function searchOpen(file: number, needles: readonly Buffer[]): Omit<SearchedFile, "name"> {
  const overlap = Math.max(2, ...needles.map(({ length }) => length)) - 1;
  const buffer = Buffer.alloc(overlap + CHUNK_BYTES);
  let kept = 0;
  let sizeBytes = 0;
  let isFound = false;
  for (;;) {
    const count = readSync(file, buffer, kept, CHUNK_BYTES, sizeBytes);
    if (count === 0) return { sizeBytes, isFound };
    sizeBytes += count;
    const filled = buffer.subarray(0, kept + count);
    isFound ||= needles.some((needle) => filled.includes(needle));
    const tail = filled.subarray(-overlap);
    buffer.set(tail, 0);
    kept = tail.length;
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (cause) {
    if ((cause as { code?: string }).code === "ENOENT") return undefined;
    throw cause;
  }
}
