/**
 * Keeps a file for one process. The lock belongs to the process: it is gone with it, however it
 * ends, and the file itself stays.
 */
export class FileLock implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * @param refusal What to say when another process has the lock.
   * @throws Error with that text.
   */
  constructor(path: string, refusal: string) {
    this.#file = Deno.openSync(path, { create: true, write: true, mode: 0o640 });
    if (this.#file.tryLockSync(true)) return;
    this.#file.close();
    throw new Error(refusal);
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
