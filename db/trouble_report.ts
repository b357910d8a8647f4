import type { TroubleReason } from "./trouble.ts";
import type { LastingTrouble, WriterReply } from "./writer.ts";
import type { WriterListener } from "./writer_listener.ts";

const LASTING: Readonly<Record<LastingTrouble, string>> = {
  "full": "the disk is full: telemetry is only counted, alarms have a reserve: make room",
  "log-grows": "a program that reads the store holds its log: end that program",
};

/** A reply that says how the files of the store do. */
export type JudgedReply = Extract<WriterReply, { readonly did: "check" | "batch" }>;

/** Tells of each trouble once, and of its end. */
export class TroubleReport {
  #reason: TroubleReason | undefined;

  constructor(readonly listener: WriterListener) {}

  /** What is wrong with the disk; undefined: nothing. */
  get reason(): TroubleReason | undefined {
    return this.#reason;
  }

  tell(reason: TroubleReason, message: string): void {
    if (this.#reason === reason) return;
    this.#reason = reason;
    this.listener.onTrouble(reason, message);
  }

  /** The writer did what it was asked for. */
  judge({ hasMoved, trouble }: JudgedReply): void {
    if (hasMoved) this.#tellMoved();
    else if (trouble !== undefined) this.tell(trouble, LASTING[trouble]);
    else this.#recovered();
  }

  #tellMoved(): void {
    this.listener.onTrouble("replaced", "the files of the store were taken away; it was put back");
    this.listener.onMoved();
    this.#reason = "replaced";
  }

  #recovered(): void {
    if (this.#reason === undefined) return;
    this.#reason = undefined;
    this.listener.onRecovered();
  }
}
