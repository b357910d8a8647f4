/**
 * The Worker that owns the gateway's one writing connection. A batch is one transaction: whatever
 * was asked for while the disk synced goes out together in the next one. A slow card therefore
 * stalls neither the serial ports nor the forwarding, which live on the main thread.
 *
 *     main thread ──{open}──▶ ──{batch 1}──▶ ─────────────{batch 2: all that came meanwhile}──▶
 *     writer           migrate      begin · units · commit (fsync)      begin · …
 *     main thread ◀─{opened}       ◀──────────────{results 1}
 *
 * After an error of the disk the connection is not trusted any more: it is closed, opened again,
 * and the batch is run once more. Units can bear that: an error means "unknown", not "no".
 */
import { Connection, StoreError } from "./connection.ts";
import { type FileIdentity, identityOf } from "./file_identity.ts";
import { migrate } from "./migrate.ts";
import { rescue } from "./rescue.ts";
import { troubleOf, type TroubleReason } from "./trouble.ts";
import { runUnit, type UnitCall } from "./units.ts";

export type WriterRequest =
  | { readonly do: "open"; readonly path: string }
  | { readonly do: "batch"; readonly calls: readonly UnitCall[] }
  | { readonly do: "check" }
  | { readonly do: "close" };

export interface WriterFailure {
  readonly message: string;
  readonly errcode: number | undefined;
}
export type UnitResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WriterFailure };

export type WriterReply =
  | { readonly did: "open" | "close" }
  /** `hasMoved`: the files had been replaced; all is safe and open again under the name. */
  | {
    readonly did: "batch";
    readonly results: readonly UnitResult[];
    readonly hasMoved: boolean;
  }
  | { readonly did: "check"; readonly hasMoved: boolean }
  | { readonly did: "fail"; readonly reason?: TroubleReason; readonly error: WriterFailure };

class Writer {
  #connection: Connection | undefined;
  #path = "";
  #identity: FileIdentity = { database: undefined, log: undefined };

  async serve(request: WriterRequest): Promise<WriterReply> {
    switch (request.do) {
      case "open":
        this.#open(request.path);
        return { did: "open" };
      case "batch":
        return {
          did: "batch",
          results: runBatch(this.#connected(), request.calls),
          hasMoved: await this.#rescueIfReplaced(),
        };
      case "check":
        return { did: "check", hasMoved: await this.#rescueIfReplaced() };
      case "close":
        this.#close();
        return { did: "close" };
    }
  }

  #open(path: string): void {
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
    this.#path = path;
    this.#identity = identityOf(path);
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
      this.#open(this.#path);
      return true;
    }
    return false;
  }
}

/** Runs a batch as one transaction; when a call fails it, each call alone, so that it fails alone. */
function runBatch(db: Connection, calls: readonly UnitCall[]): UnitResult[] {
  try {
    return db.transaction(() => calls.map((call) => ({ ok: true, value: runUnit(db, call) })));
  } catch (cause) {
    if (isTrouble(cause)) throw cause;
    if (calls.length === 1) return [{ ok: false, error: toFailure(cause) }];
    return calls.flatMap((call) => runBatch(db, [call]));
  }
}

function isTrouble(cause: unknown): boolean {
  return cause instanceof StoreError && troubleOf(cause.errcode) !== undefined;
}

function toFailure(cause: unknown): WriterFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { message, errcode: cause instanceof StoreError ? cause.errcode : undefined };
}

function toReply(cause: unknown): WriterReply {
  const error = toFailure(cause);
  const reason = troubleOf(error.errcode);
  return { did: "fail", error, ...(reason === undefined ? {} : { reason }) };
}

interface WorkerScope {
  onmessage: (message: MessageEvent<WriterRequest>) => void;
  postMessage(reply: WriterReply): void;
}
const scope = globalThis as unknown as WorkerScope;
const writer = new Writer();
scope.onmessage = async ({ data }) => {
  scope.postMessage(await writer.serve(data).catch(toReply));
};
