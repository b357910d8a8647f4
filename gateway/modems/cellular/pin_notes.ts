import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** Notes kept, so that two SIMs that are exchanged are not tried by turns. */
const NOTE_LIMIT = 64;

/** One PIN that was tried on one SIM. */
export interface PinNote {
  /** Digest of the SIM's number and the PIN; absent where the modem did not report the number. */
  readonly sim?: string;
  /** Digest of the modem's name and the PIN. */
  readonly modem: string;
  /** Attempts that were left before; absent where the modem does not say. */
  readonly attemptsLeft?: number;
  /** False: it is not known what the SIM said. */
  readonly isRefused: boolean;
}

/** The newest last; undefined: there is something else where they should be. */
export function readPinNotes(path: string): PinNote[] | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as PinNote[];
  } catch (cause) {
    return (cause as { code?: string }).code === "ENOENT" ? [] : undefined;
  }
}

/**
 * On the disk before it returns, whole or not at all. Without notes there is no file.
 * @throws Error when the disk does not take it.
 */
export function writePinNotes(path: string, notes: readonly PinNote[]): void {
  if (notes.length === 0) return rmSync(path, { force: true });
  const draft = `${path}.new`;
  writeThrough(draft, JSON.stringify(notes.slice(-NOTE_LIMIT)));
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
