/**
 * The Worker that owns the gateway's one writing connection. A batch is one transaction: whatever
 * was asked for while the disk synced goes out together in the next one. A slow card therefore
 * stalls neither the serial ports nor the forwarding, which live on the main thread.
 *
 *     main thread ──{open}──▶ ──{batch 1}──▶ ─────────────{batch 2: all that came meanwhile}──▶
 *     writer           migrate      begin · writes · commit (fsync)     begin · …
 *     main thread ◀─{opened}       ◀──────────────{results 1}
 *
 * Alarms are safe with a row each (transactions/intake.ts). Dispatch is told of them then, and a little
 * later everything else of them is stored, without a sync, since the row would bring it back:
 *
 *     main thread ──{alarms}──▶ ─────────────────────────▶ dispatch ─{complete}──▶
 *     writer              begin · rows · commit (fsync)           begin · all else · commit
 *     main thread                        ◀─{safe, places}                    ◀─{results}
 *
 * After an error of the disk the connection is not trusted any more: it is closed, opened again,
 * and the batch is run once more. Writes can bear that: an error means "unknown", not "no".
 */
import { statSync } from "node:fs";
import { defined } from "../../devices/tools/defined.ts";
import { type Replacement, replaceStore } from "../repair/rebuild/replace.ts";
import { openMigrated } from "../schema/migrate.ts";
import { type Connection, StoreError } from "../sqlite/connection.ts";
import { faultOf } from "../sqlite/store_fault.ts";
import { reclaimSpace } from "../transactions/retention.ts";
import type { WriteRequest } from "../transactions/transactions.ts";
import type { AcceptedFrame } from "../transactions/frames.ts";
import { settleLeftIntake } from "../transactions/intake.ts";
import { alarmsOf, completeAlarms, makeSafe, runBatch, toFailure } from "./batch.ts";
import { ErasedLog, eraseOldFreePages } from "./erased_traces.ts";
import type {
  FilesState,
  LastingFault,
  OpenRequest,
  WorkerReply,
  WorkerRequest,
  WriteResult,
} from "./messages.ts";
import { type FileIdentity, identityOf, relink } from "./relink.ts";
import { Reserve, reserveFor } from "./reserve.ts";

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
  #isDegraded = false;
  readonly #erasedLog = new ErasedLog();
  #isFreeListErased = false;
  /** Alarms that are safe, and have not their places yet. */
  #safe: readonly AcceptedFrame[] = [];

  async serve(request: WorkerRequest): Promise<WorkerReply> {
    switch (request.do) {
      case "open":
        return { did: "open", ...this.#reopen(request) };
      case "batch": {
        const safe = this.#makeSafe(request.writes);
        if (safe !== undefined) return safe;
        const results = this.#runBatch(request.writes);
        this.#erasedLog.note(request.writes, results, performance.now());
        return { did: "batch", results, ...await this.#filesState() };
      }
      case "complete": {
        const results = this.#orDegraded((db) => completeAlarms(db, this.#safe));
        return { did: "batch", results, ...await this.#filesState() };
      }
      case "check":
        this.#growReserve();
        this.#tidy();
        return { did: "check", ...await this.#filesState() };
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
    return defined({ replacement });
  }

  #open(path: string, reserveBytes?: number): void {
    this.#connection?.[Symbol.dispose]();
    this.#connection = undefined;
    this.#connection = openMigrated(path);
    this.#connection.leaveCheckpoints();
    this.#settleLeft();
    this.#isFreeListErased = false;
    this.#path = path;
    this.#identity = identityOf(path);
    this.#reserve = new Reserve(`${path}-reserve`, reserveBytes ?? reserveFor(path));
  }

  /**
   * What a crash has left gets its places before anything is read. A disk at fault keeps no gateway from
   * starting: the first write, which begins with the same, says what is wrong with it.
   */
  #settleLeft(): void {
    try {
      this.#orDegraded(settleLeftIntake);
    } catch (cause) {
      if (faultOf(toFailure(cause).errcode) === undefined) throw cause;
    }
  }

  /** On a full disk a second commit is none too many: there everything is stored at once. */
  #makeSafe(writes: readonly WriteRequest[]): WorkerReply | undefined {
    const alarms = this.#isDegraded ? undefined : alarmsOf(writes);
    if (alarms === undefined) return undefined;
    const places = this.#orDegraded((db) => makeSafe(db, alarms));
    if (places === undefined) return undefined;
    this.#safe = alarms;
    return { did: "safe", places };
  }

  #runBatch(writes: readonly WriteRequest[]): WriteResult[] {
    return this.#orDegraded((db) => runBatch(db, writes, this.#isDegraded));
  }

  /** Runs what writes; when the disk is full, once more after room is made. */
  #orDegraded<T>(work: (db: Connection) => T): T {
    const db = this.#connected();
    try {
      return work(db);
    } catch (cause) {
      if (faultOf(toFailure(cause).errcode) !== "full") throw cause;
      this.#degrade(db);
      return work(db);
    }
  }

  /** On a full disk the reserve is given up and telemetry is done without, until the reserve is whole. */
  #degrade(db: Connection): void {
    this.#reserve!.release();
    this.#isDegraded = true;
    db.keepLogSmall(true);
    reclaimSpace(db);
  }

  async #filesState(): Promise<FilesState> {
    const hasMoved = await this.#relinkIfReplaced();
    return { hasMoved, ...defined({ fault: this.#lastingFault() }) };
  }

  #lastingFault(): LastingFault | undefined {
    if (this.#isDegraded) return "full";
    return logBytes(this.#path) > LOG_ALERT_BYTES ? "log-grows" : undefined;
  }

  /** Gives free pages back to the disk, copies the log, and empties one that a reader has made too long. */
  #tidy(): void {
    const db = this.#connected();
    if (db.freePages() > FREE_PAGES_KEPT) db.shrink(PAGES_GIVEN_BACK);
    // Without waiting: while the reader is still there, alarms must not wait for it as well.
    if (logBytes(this.#path) > LOG_ALERT_BYTES) db.tryCheckpoint();
    else db.copyLongLog();
    this.#eraseTraces(db);
  }

  /** Nothing of what was erased stays in free pages or in the log. */
  #eraseTraces(db: Connection): void {
    const now = performance.now();
    if (!this.#isFreeListErased && !this.#isDegraded) {
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
      if (reserve.grow() || !reserve.isWhole || !this.#isDegraded) return;
      this.#isDegraded = false;
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
  async #relinkIfReplaced(): Promise<boolean> {
    const now = identityOf(this.#path);
    const { database, log } = this.#identity;
    if (log === undefined) this.#identity = now; // the log is only made by the first write
    else if (now.database !== database || now.log !== log) {
      await relink(this.#connected(), this.#path, now.database === database);
      this.#connection = undefined;
      this.#open(this.#path, this.#reserve!.sizeBytes);
      return true;
    }
    return false;
  }
}

function logBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function toReply(cause: unknown): WorkerReply {
  const error = toFailure(cause);
  return { did: "fail", error, ...defined({ fault: faultOf(error.errcode) }) };
}

declare const self: {
  onmessage: (message: MessageEvent<WorkerRequest>) => void;
  postMessage(reply: WorkerReply): void;
};
const writer = new WriterWorker();
self.onmessage = async ({ data }) => {
  self.postMessage(await writer.serve(data).catch(toReply));
};
