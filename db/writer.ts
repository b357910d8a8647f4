/**
 * The Worker that owns the gateway's one writing connection. A batch is one transaction: whatever
 * was asked for while the disk synced goes out together in the next one. A slow card therefore
 * stalls neither the serial ports nor the forwarding, which live on the main thread.
 *
 *     main thread ──{open}──▶ ──{batch 1}──▶ ─────────────{batch 2: all that came meanwhile}──▶
 *     writer           migrate      begin · units · commit (fsync)      begin · …
 *     main thread ◀─{opened}       ◀──────────────{results 1}
 */
import { Connection, StoreError } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { runUnit, type UnitCall } from "./units.ts";

export type WriterRequest =
  | { readonly do: "open"; readonly path: string }
  | { readonly do: "batch"; readonly calls: readonly UnitCall[] }
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
  | { readonly did: "batch"; readonly results: readonly UnitResult[] }
  | { readonly did: "fail"; readonly error: WriterFailure };

let connection: Connection | undefined;

/** Runs a batch as one transaction; when that fails, each call alone, so that one bad call ends alone. */
function runBatch(db: Connection, calls: readonly UnitCall[]): UnitResult[] {
  try {
    return db.transaction(() => calls.map((call) => ({ ok: true, value: runUnit(db, call) })));
  } catch (cause) {
    if (calls.length === 1) return [{ ok: false, error: toFailure(cause) }];
    return calls.flatMap((call) => runBatch(db, [call]));
  }
}

function toFailure(cause: unknown): WriterFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { message, errcode: cause instanceof StoreError ? cause.errcode : undefined };
}

function serve(request: WriterRequest): WriterReply {
  switch (request.do) {
    case "open":
      connection = new Connection(request.path, "write");
      migrate(connection);
      return { did: "open" };
    case "batch":
      return { did: "batch", results: runBatch(connection!, request.calls) };
    case "close":
      connection?.[Symbol.dispose]();
      return { did: "close" };
  }
}

interface WorkerScope {
  onmessage: (message: MessageEvent<WriterRequest>) => void;
  postMessage(reply: WriterReply): void;
}
const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data }) => {
  try {
    scope.postMessage(serve(data));
  } catch (cause) {
    scope.postMessage({ did: "fail", error: toFailure(cause) });
  }
};
