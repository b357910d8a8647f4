/** What the main thread and the Worker that writes say to each other. */
import type { Replacement } from "../repair/rebuild/replace.ts";
import type { StoreFault } from "../sqlite/store_fault.ts";
import type { EventPlace } from "../transactions/events.ts";
import type { WriteRequest } from "../transactions/transactions.ts";

export type WorkerRequest =
  /** `reserveBytes`: disk space kept for alarms. `damage`: set the store aside for it first. */
  | {
    readonly do: "open";
    readonly path: string;
    readonly reserveBytes?: number;
    readonly damage?: string;
  }
  | { readonly do: "batch"; readonly writes: readonly WriteRequest[] }
  /** Store everything else of the alarms that are safe. */
  | { readonly do: "complete" }
  | { readonly do: "check" }
  | { readonly do: "close" };

export type OpenRequest = Extract<WorkerRequest, { readonly do: "open" }>;

/** What is wrong although everything asked for was done. */
export type LastingFault = Extract<StoreFault, "full" | "log-grows">;

export interface WriteFailure {
  readonly message: string;
  readonly errcode: number | undefined;
}
export type WriteResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WriteFailure };

/** How the files of the store do. */
export interface FilesState {
  /** The files had been replaced; all is safe and open again under the name. */
  readonly hasMoved: boolean;
  readonly fault?: LastingFault;
}

export type WorkerReply =
  | { readonly did: "open"; readonly replacement?: Replacement }
  | { readonly did: "close" }
  /** The batch is of alarms, which are safe; its results follow when `complete` is asked for. */
  | { readonly did: "safe"; readonly places: readonly EventPlace[] }
  | FilesState & { readonly did: "batch"; readonly results: readonly WriteResult[] }
  | FilesState & { readonly did: "check" }
  | { readonly did: "fail"; readonly fault?: StoreFault; readonly error: WriteFailure };
