import { dirname } from "node:path";
import {
  closeSync,
  fdatasyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { PRIVATE_FILE } from "../sqlite/private_files.ts";

/** Written at once, so that making the reserve never holds a commit up for long. */
const SLICE_BYTES = 1024 * 1024;
/** Enough for 50 000 alarms with everything that is stored about them, and the log. */
const RESERVE_BYTES = 256 * 1024 * 1024;
/** The part of a small disk that is kept. */
const SHARE_OF_DISK = 1 / 8;

/** How much is to be kept on the disk that a path is on. */
export function reserveFor(path: string): number {
  const { blocks, bsize } = statfsSync(dirname(path));
  return Math.min(RESERVE_BYTES, Math.floor(blocks * bsize * SHARE_OF_DISK));
}

/**
 * Disk space that is kept to be given up: a file of zeros beside the store. When the disk is full it
 * is removed, and alarms have room. It is made again, a slice at a time, when there is space again.
 */
export class Reserve {
  readonly #path: string;

  constructor(path: string, readonly sizeBytes: number) {
    this.#path = path;
  }

  get isWhole(): boolean {
    return this.#bytes >= this.sizeBytes;
  }

  /** Gives the space back to the disk. */
  release(): void {
    rmSync(this.#path, { force: true });
  }

  /** Adds a slice when the disk has at least as much again to spare; false when there is no more to do. */
  grow(): boolean {
    const missing = this.sizeBytes - this.#bytes;
    if (missing <= 0) return false;
    const slice = Math.min(missing, SLICE_BYTES);
    if (this.#freeBytes() < 2 * missing) return false;
    const file = openSync(this.#path, "a", PRIVATE_FILE);
    try {
      writeSync(file, new Uint8Array(slice));
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    return true;
  }

  get #bytes(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(dirname(this.#path));
    return bavail * bsize;
  }
}
