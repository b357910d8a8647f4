import type { StoreFault } from "../sqlite/store_fault.ts";
import type { FilesState, LastingFault } from "./messages.ts";
import type { WriterListener } from "./writer_listener.ts";

const LASTING: Readonly<Record<LastingFault, string>> = {
  "full": "the disk is full: telemetry is only counted, alarms have a reserve: make room",
  "log-grows": "a program that reads the store holds its log: end that program",
};

/** What is wrong with the disk, and the same for people. */
export interface ReportedFault {
  readonly reason: StoreFault;
  readonly message: string;
}

/** Reports each fault of the disk once, and its end. */
export class FaultReport {
  readonly #listener: WriterListener;
  #fault: ReportedFault | undefined;

  constructor(listener: WriterListener) {
    this.#listener = listener;
  }

  /** What is wrong with the disk; undefined: nothing. */
  get fault(): ReportedFault | undefined {
    return this.#fault;
  }

  report(reason: StoreFault, message: string): void {
    if (this.#fault?.reason === reason) return;
    this.#fault = { reason, message };
    this.#listener.onFault(reason, message);
  }

  /** The writer did what it was asked for. */
  succeeded({ hasMoved, fault }: FilesState): void {
    if (hasMoved) this.#moved();
    else if (fault !== undefined) this.report(fault, LASTING[fault]);
    else this.#recovered();
  }

  #moved(): void {
    const message = "the files of the store were taken away; it was put back";
    this.#listener.onFault("replaced", message);
    this.#listener.onMoved();
    this.#fault = { reason: "replaced", message };
  }

  #recovered(): void {
    if (this.#fault === undefined) return;
    this.#fault = undefined;
    this.#listener.onRecovered();
  }
}
