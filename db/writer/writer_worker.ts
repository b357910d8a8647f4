/**
 * The Worker that owns the gateway's one writing connection. A batch is one transaction: whatever
 * was asked for while the disk synced goes out together in the next one. A slow card therefore
 * stalls neither the serial ports nor the forwarding, which live on the main thread.
 *
 *     main thread ──{open}──▶ ──{batch 1}──▶ ─────────────{batch 2: all that came meanwhile}──▶
 *     writer           migrate      begin · writes · commit (fsync)     begin · …
 *     main thread ◀─{opened}       ◀──────────────{results 1}
 *
 * After an error of the disk the connection is not trusted any more: it is closed, opened again,
 * and the batch is run once more. Writes can bear that: an error means "unknown", not "no".
 */
import { statSync } from "node:fs";
import { Connection, StoreError } from "../sqlite/connection.ts";
import { type FileIdentity, identityOf } from "./file_identity.ts";
import { ErasedLog } from "./erased_log.ts";
import { eraseOldFreePages } from "./free_pages.ts";
import { migrate } from "../schema/migrate.ts";
import { type Replacement, replaceStore } from "../repair/rebuild/replace.ts";
import { rescue } from "./relink.ts";
import { Reserve, reserveFor } from "./reserve.ts";
import { lighten, makeRoom } from "./tight.ts";
import { troubleOf, type TroubleReason } from "../sqlite/store_fault.ts";
import { runTransaction, type WriteRequest } from "../transactions/transactions.ts";

export type WorkerRequest =
  /** `reserveBytes`: disk space kept for alarms. `damage`: set the store aside for it first. */
  | {
    readonly do: "open";
    readonly path: string;
    readonly reserveBytes?: number;
    readonly damage?: string;
  }
  | { readonly do: "batch"; readonly calls: readonly WriteRequest[] }
  | { readonly do: "check" }
  | { readonly do: "close" };

type OpenRequest = Extract<WorkerRequest, { readonly do: "open" }>;

/** What is wrong although everything asked for was done. */
export type LastingTrouble = Extract<TroubleReason, "full" | "log-grows">;

export interface WriterFailure {
  readonly message: string;
  readonly errcode: number | undefined;
}
export type WriteResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WriterFailure };

export type WorkerReply =
  | { readonly did: "open"; readonly replacement?: Replacement }
  | { readonly did: "close" }
  /** `hasMoved`: the files had been replaced; all is safe and open again under the name. */
  | {
    readonly did: "batch";
    readonly results: readonly WriteResult[];
    readonly hasMoved: boolean;
    readonly trouble?: LastingTrouble;
  }
  | { readonly did: "check"; readonly hasMoved: boolean; readonly trouble?: LastingTrouble }
  | { readonly did: "fail"; readonly reason?: TroubleReason; readonly error: WriterFailure };

/** A log longer than this means that a reader holds it, in bytes. */
const LOG_ALERT_BYTES = 64 * 1024 * 1024;
/** Free pages that stay in the database for what comes. */
const FREE_PAGES_KEPT = 8_192;
/** Free pages given back at once. */
const PAGES_GIVEN_BACK = 512;

class WriterWorker {
  #connection: Connection | undefined;
  #path = "";
  #identity: FileIdentity = { database: undefined, log: undefined };
  #reserve: Reserve | undefined;
  #isTight = false;
  readonly #erasedLog = new ErasedLog();
  #isFreeListErased = false;

  async serve(request: WorkerRequest): Promise<WorkerReply> {
    switch (request.do) {
      case "open":
        return { did: "open", ...this.#reopen(request) };
      case "batch": {
        const results = this.#runBatch(request.calls);
        this.#erasedLog.note(request.calls, results, performance.now());
        return {
          did: "batch",
          results,
          hasMoved: await this.#rescueIfReplaced(),
          ...this.#lastingTrouble(),
        };
      }
      case "check":
        this.#growReserve();
        this.#tidy();
        return {
          did: "check",
          hasMoved: await this.#rescueIfReplaced(),
          ...this.#lastingTrouble(),
        };
      case "close":
        this.#close();
        return { did: "close" };
    }
  }

  #reopen({ damage, path, reserveBytes }: OpenRequest): { readonly replacement?: Replacement } {
    this.#connection?.[Symbol.dispose]();
    this.#connection = undefined;
    const replacement = damage === undefined
      ? undefined
      : replaceStore(path, { reason: "damaged", message: damage });
    this.#open(path, reserveBytes);
    return replacement === undefined ? {} : { replacement };
  }

  #open(path: string, reserveBytes?: number): void {
    this.#connection?.[Symbol.dispose]();
    this.#connection = undefined;
    const connection = new Connection(path, "write");
    try {
      migrate(connection);
    } catch (cause) {
      connection[Symbol.dispose]();
      throw cause;
    }
    this.#connection = connection;
    this.#isFreeListErased = false;
    this.#path = path;
    this.#identity = identityOf(path);
    this.#reserve = new Reserve(`${path}-reserve`, reserveBytes ?? reserveFor(path));
  }

  /** On a full disk the reserve is given up and the batch tried once more, without telemetry. */
  #runBatch(calls: readonly WriteRequest[]): WriteResult[] {
    const db = this.#connected();
    try {
      return runBatch(db, this.#isTight ? calls.map(lighten) : calls);
    } catch (cause) {
      if (!isFull(cause)) throw cause;
      this.#reserve!.release();
      this.#isTight = true;
      db.keepLogSmall(true);
      makeRoom(db);
      return runBatch(db, calls.map(lighten));
    }
  }

  #lastingTrouble(): { readonly trouble?: LastingTrouble } {
    if (this.#isTight) return { trouble: "full" };
    return logBytes(this.#path) > LOG_ALERT_BYTES ? { trouble: "log-grows" } : {};
  }

  /** Gives free pages back to the disk, and empties a log that some reader has made too long. */
  #tidy(): void {
    const db = this.#connected();
    if (db.freePages() > FREE_PAGES_KEPT) db.shrink(PAGES_GIVEN_BACK);
    // Without waiting: while the reader is still there, alarms must not wait for it as well.
    if (logBytes(this.#path) > LOG_ALERT_BYTES) db.tryCheckpoint();
    this.#eraseTraces(db);
  }

  /** Nothing of what was erased stays in free pages or in the log. */
  #eraseTraces(db: Connection): void {
    const now = performance.now();
    if (!this.#isFreeListErased && !this.#isTight) {
      this.#isFreeListErased = eraseOldFreePages(db);
      if (!this.#isFreeListErased) this.#erasedLog.noteErased(now);
    }
    if (this.#erasedLog.isDue(now) && db.tryCheckpoint()) this.#erasedLog.emptied(now);
  }

  /** A slice at each check; a whole reserve ends the shortage. */
  #growReserve(): void {
    const reserve = this.#reserve;
    if (reserve === undefined) return;
    try {
      if (reserve.grow() || !reserve.isWhole || !this.#isTight) return;
      this.#isTight = false;
      this.#connected().keepLogSmall(false);
    } catch {
      // The disk will say what is wrong with it when something is stored.
    }
  }

  /** Leaves a whole database file: the reader, which closes last, may not move the log into it. */
  #close(): void {
    try {
      this.#connection?.checkpoint();
    } catch {
      // Another program reads. The log stays beside the database, and the next to open it reads both.
    }
    this.#connection?.[Symbol.dispose]();
    this.#connection = undefined;
  }

  #connected(): Connection {
    if (this.#connection !== undefined) return this.#connection;
    throw new StoreError("Cannot write: the store is not open", undefined);
  }

  /** SQLite goes on writing to files that have lost their names; what it has is put back there. */
  async #rescueIfReplaced(): Promise<boolean> {
    const now = identityOf(this.#path);
    const { database, log } = this.#identity;
    if (log === undefined) this.#identity = now; // the log is only made by the first write
    else if (now.database !== database || now.log !== log) {
      await rescue(this.#connected(), this.#path, now.database === database);
      this.#connection = undefined;
      this.#open(this.#path, this.#reserve!.sizeBytes);
      return true;
    }
    return false;
  }
}

/** Runs a batch as one transaction; when a call fails it, once more so that only that call fails. */
function runBatch(db: Connection, calls: readonly WriteRequest[]): WriteResult[] {
  try {
    return db.transaction(() =>
      calls.map((call) => ({ ok: true, value: runTransaction(db, call) }))
    );
  } catch (cause) {
    if (isTrouble(cause)) throw cause;
    if (calls.length === 1) return [{ ok: false, error: toFailure(cause) }];
    return runInParts(db, calls);
  }
}

/** Still one commit for all: a call that fails is undone alone. */
function runInParts(db: Connection, calls: readonly WriteRequest[]): WriteResult[] {
  try {
    return db.transaction(() => calls.map((call) => runPart(db, call)));
  } catch (cause) {
    if (isTrouble(cause)) throw cause;
    // The commit itself was refused, or a failure ended the transaction: nobody knows whose fault it is.
    return calls.flatMap((call) => runBatch(db, [call]));
  }
}

function runPart(db: Connection, call: WriteRequest): WriteResult {
  try {
    return { ok: true, value: db.part(() => runTransaction(db, call)) };
  } catch (cause) {
    if (isTrouble(cause) || !db.isInTransaction) throw cause;
    return { ok: false, error: toFailure(cause) };
  }
}

function logBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function isFull(cause: unknown): boolean {
  return cause instanceof StoreError && troubleOf(cause.errcode) === "full";
}

function isTrouble(cause: unknown): boolean {
  return cause instanceof StoreError && troubleOf(cause.errcode) !== undefined;
}

function toFailure(cause: unknown): WriterFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { message, errcode: cause instanceof StoreError ? cause.errcode : undefined };
}

function toReply(cause: unknown): WorkerReply {
  const error = toFailure(cause);
  const reason = troubleOf(error.errcode);
  return { did: "fail", error, ...(reason === undefined ? {} : { reason }) };
}

interface WorkerScope {
  onmessage: (message: MessageEvent<WorkerRequest>) => void;
  postMessage(reply: WorkerReply): void;
}
const scope = globalThis as unknown as WorkerScope;
const writer = new WriterWorker();
scope.onmessage = async ({ data }) => {
  scope.postMessage(await writer.serve(data).catch(toReply));
};
