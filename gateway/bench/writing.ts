import { Connection } from "../../db/sqlite/connection.ts";
import { writtenKib } from "./process_figures.ts";

/** Counts what a gateway writes to the disk for its store. */
export class Writing implements Disposable {
  readonly #connection: Connection;

  constructor(readonly pid: number, storePath: string) {
    this.#connection = new Connection(storePath, "write");
  }

  /** KiB written while something happened, the copying from the log into the database included. */
  async during(work: () => Promise<void>): Promise<number> {
    this.#checkpoint();
    const before = this.#written();
    await work();
    this.#checkpoint();
    return this.#written() - before;
  }

  /** SQLite leaves the copying to whoever commits next, and may do so much later. */
  #checkpoint(): void {
    this.#connection.get("pragma wal_checkpoint(truncate)");
  }

  #written(): number {
    return writtenKib(this.pid) + writtenKib(Deno.pid);
  }

  [Symbol.dispose](): void {
    this.#connection[Symbol.dispose]();
  }
}
