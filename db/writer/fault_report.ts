import type { TroubleReason } from "../sqlite/store_fault.ts";
import type { LastingTrouble, WorkerReply } from "./writer_worker.ts";
import type { WriterListener } from "./writer_listener.ts";

const LASTING: Readonly<Record<LastingTrouble, string>> = {
  "full": "the disk is full: telemetry is only counted, alarms have a reserve: make room",
  "log-grows": "a program that reads the store holds its log: end that program",
};

/** A reply that says how the files of the store do. */
export type JudgedReply = Extract<WorkerReply, { readonly did: "check" | "batch" }>;

/** Tells of each trouble once, and of its end. */
export class TroubleReport {
  #trouble: { readonly reason: TroubleReason; readonly message: string } | undefined;

  constructor(readonly listener: WriterListener) {}

  /** What is wrong with the disk; undefined: nothing. */
  get trouble(): { readonly reason: TroubleReason; readonly message: string } | undefined {
    return this.#trouble;
  }

  tell(reason: TroubleReason, message: string): void {
    if (this.#trouble?.reason === reason) return;
    this.#trouble = { reason, message };
    this.listener.onTrouble(reason, message);
  }

  /** The writer did what it was asked for. */
  judge({ hasMoved, trouble }: JudgedReply): void {
    if (hasMoved) this.#tellMoved();
    else if (trouble !== undefined) this.tell(trouble, LASTING[trouble]);
    else this.#recovered();
  }

  #tellMoved(): void {
    const message = "the files of the store were taken away; it was put back";
    this.listener.onTrouble("replaced", message);
    this.listener.onMoved();
    this.#trouble = { reason: "replaced", message };
  }

  #recovered(): void {
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.listener.onRecovered();
  }
}
