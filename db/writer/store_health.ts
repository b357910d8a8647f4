import { defined } from "../../devices/tools/defined.ts";
import type { StoreFault } from "../sqlite/store_fault.ts";
import type { ReportedFault } from "./fault_report.ts";

/** How a store takes what it is given. */
export interface StoreHealth {
  /** Alarms are committed. False: they go out from memory, and their wearables are not answered. */
  readonly isStoring: boolean;
  /** What is wrong; absent: nothing. `refused`: the disk is in order, and the last event was not taken. */
  readonly fault?: {
    readonly reason: StoreFault | "refused";
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
  readonly fault: ReportedFault | undefined;
}

/** Judges a store by its writer's work. */
export function healthOf({ askedForMs, failures, refusal, fault }: WriterWork): StoreHealth {
  if (failures > 0 || askedForMs > STALLED_MS) {
    return { isStoring: false, ...defined({ fault }) };
  }
  if (refusal !== undefined) {
    return { isStoring: false, fault: { reason: "refused", message: refusal } };
  }
  return { isStoring: true, ...defined({ fault }) };
}
