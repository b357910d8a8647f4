import { PRIVATE_FILE } from "../../../db/store.ts";

/**
 * Keeps a file for one process. The lock belongs to the process: it is gone with it, however it
 * ends, and the file itself stays.
 */
export class FileLock implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * @param refusal What to say when another process has the lock.
   * @throws Error with that text, or with what to do when the file cannot be opened.
   */
  constructor(path: string, refusal: string) {
    this.#file = openFile(path);
    if (this.#file.tryLockSync(true)) return;
    this.#file.close();
    throw new Error(refusal);
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function openFile(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { create: true, write: true, mode: PRIVATE_FILE });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.PermissionDenied)) throw cause;
    throw new Error(
      `Cannot open "${path}": permission denied: run this as the user that the file and its folder ` +
        "belong to",
    );
  }
}
