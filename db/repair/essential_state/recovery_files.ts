import { Connection } from "../../sqlite/connection.ts";
import { readCounter } from "../../transactions/counter.ts";
import { writeHighWaterMark } from "../detect/notes.ts";
import { stateBackupText, writeStateBackup } from "./essential_state_backup.ts";

/** How often the mark is brought up to date when events came, in ms. */
const MARK_MS = 5_000;
/** How old the backup may get when no wearable, token, account or destination changed, in ms. */
const STATE_BACKUP_MS = 3_600_000;

/**
 * Keeps the two files beside a running store that help when it is damaged: its mark and the
 * backup of its essential state. What changes wearables or accounts is in the backup within seconds.
 */
export class RecoveryFiles implements AsyncDisposable {
  readonly #path: string;
  readonly #monotonicMs: () => number;
  readonly #onFailure: (cause: unknown) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #writing: Promise<void> = Promise.resolve();
  #marked = 0;
  #backedUpState = "";

  /** @param onFailure Called when a file cannot be written: they are needed after a damage only. */
  constructor(path: string, monotonicMs: () => number, onFailure: (cause: unknown) => void) {
    this.#path = path;
    this.#monotonicMs = monotonicMs;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => this.#keep(), MARK_MS);
    this.#keep();
  }

  #keep(): void {
    this.#writing = this.#writing.then(() => this.#write()).catch(this.#onFailure);
  }

  async #write(): Promise<void> {
    // A connection of each time: the files under the name may be others by now.
    using db = new Connection(this.#path, "read");
    const sequence = readCounter(db, "sequence");
    const state = this.#stateOf(db);
    if (state !== this.#backedUpState) {
      await writeStateBackup(this.#path, stateBackupText(db));
      this.#backedUpState = state;
    }
    if (sequence === this.#marked) return;
    await writeHighWaterMark(this.#path, sequence);
    this.#marked = sequence;
  }

  /** Differs when a new backup is due. */
  #stateOf(db: Connection): string {
    const counts = db.get(
      `select (select count(*) from token) as tokens,
              (select count(*) from token where revoked_unix_ms is not null) as revoked,
              (select count(*) from user) as users,
              (select sum(changed) from user) as changes,
              (select count(*) from destination) as destinations,
              (select count(*) from lane where subscribed = 1) as lanes`,
    );
    const hours = Math.floor(this.#monotonicMs() / STATE_BACKUP_MS);
    return JSON.stringify([readCounter(db, "registry"), counts, hours]);
  }

  /** Leaves both files as new as the store. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#backedUpState = "";
    this.#keep();
    await this.#writing;
  }
}
