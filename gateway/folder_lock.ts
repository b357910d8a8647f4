import { join } from "node:path";

/** File that a running gateway keeps locked in its data folder. */
const LOCK_FILE = "lock";

/**
 * Keeps a data folder for one gateway. Two on one store would answer one frame twice and take each
 * other's deliveries. The lock belongs to the process: it is gone with it, however it ends.
 * Commands do not ask for it.
 */
export class FolderLock implements Disposable {
  readonly #file: Deno.FsFile;

  /** @throws Error with what to do when another gateway has the folder. */
  constructor(folder: string) {
    this.#file = Deno.openSync(join(folder, LOCK_FILE), { create: true, write: true, mode: 0o640 });
    if (this.#file.tryLockSync(true)) return;
    this.#file.close();
    throw new Error(
      `Cannot start on the data folder "${folder}": another gateway runs on it. Stop that one, or ` +
        "set another gateway.data_dir",
    );
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
