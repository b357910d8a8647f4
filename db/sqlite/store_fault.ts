/** What can be wrong with the disk under the store, as opposed to with one write. */
export type StoreFault =
  | "slow" // a commit takes longer than a disk in order needs
  | "locked" // another process holds the write lock
  | "full"
  | "log-grows" // a reader keeps the log from being emptied
  | "read-only"
  | "io-error"
  | "damaged"
  | "replaced" // the files under the open store were deleted or renamed
  | "writer-died";

/** Primary result codes of SQLite (sqlite.org/rescode.html) that are about the disk. */
const FAULTS: ReadonlyMap<number, StoreFault> = new Map([
  [5, "locked"],
  [6, "locked"],
  [8, "read-only"],
  [10, "io-error"],
  [11, "damaged"],
  [13, "full"],
  [14, "io-error"],
  [26, "damaged"],
]);

/** The fault that a result code means; undefined when the write itself was wrong. */
export function faultOf(errcode: number | undefined): StoreFault | undefined {
  return errcode === undefined ? undefined : FAULTS.get(errcode & 0xff);
}

/** Reads that failed at the disk: what a dying card gives in place of a page. */
const UNREADABLE: readonly number[] = [266, 522];

/** Whether a result code says that the file itself is damaged, wholly or in places. */
export function isDamage(errcode: number): boolean {
  return faultOf(errcode) === "damaged" || UNREADABLE.includes(errcode);
}

/** A failure of SQLite: `errcode` is its extended result code when it gave one. */
export class StoreError extends Error {
  constructor(message: string, readonly errcode: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
  }
}

/**
 * The file could not be opened at all: a folder that is gone, or a permission that this user or this
 * process has not. It says nothing about what is in the file.
 */
export class CannotOpenError extends StoreError {}

/** The failure that something means that was thrown while the store did what is said. */
export function toStoreError(doing: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const errcode = (cause as { errcode?: number } | undefined)?.errcode;
  const state = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(`${doing}: ${state}`, errcode, { cause });
}
