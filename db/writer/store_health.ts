import type { TroubleReason } from "../sqlite/store_fault.ts";

/** How a store takes what it is given. */
export interface StoreHealth {
  /** Alarms are committed. False: they go out from memory, and their wearables are not answered. */
  readonly isStoring: boolean;
  /** What is wrong; absent: nothing. `refused`: the disk is in order, and the last event was not taken. */
  readonly trouble?: {
    readonly reason: TroubleReason | "refused";
    /** The same for people. */
    readonly message: string;
  };
}

/** What is asked of the disk for longer is not coming, in ms. */
const STALLED_MS = 10_000;

/** What the writer knows of its work. */
export interface WriterWork {
  /** Attempts that failed since the last that did not. */
  readonly failures: number;
  /** For how long the disk has been at what was asked of it last, in ms. */
  readonly askedForMs: number;
  /** Why the last event was not taken, by no fault of the disk; undefined: it was. */
  readonly refusal: string | undefined;
  readonly trouble: { readonly reason: TroubleReason; readonly message: string } | undefined;
}

/** Judges a store by its writer's work. */
export function healthOf({ askedForMs, failures, refusal, trouble }: WriterWork): StoreHealth {
  if (failures > 0 || askedForMs > STALLED_MS) {
    return { isStoring: false, ...(trouble === undefined ? {} : { trouble }) };
  }
  if (refusal !== undefined) {
    return { isStoring: false, trouble: { reason: "refused", message: refusal } };
  }
  return { isStoring: true, ...(trouble === undefined ? {} : { trouble }) };
}
