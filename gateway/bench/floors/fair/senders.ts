/** Whose a frame can be: every id of every epoch that is expected, in one map. */
import type { Buffer } from "node:buffer";
import { ephemeralIdText, type ScriptKeys, scriptKeys } from "./vf1.ts";

/** Epochs around the newest whose ids are expected, and those behind it that are not refused. */
const WINDOW_EPOCHS = 64;

/** A wearable with its replay state. */
export interface Sender {
  readonly number: number;
  readonly uid: string;
  readonly kid: number;
  readonly reference: string | null;
  readonly state: string;
  readonly keys: ScriptKeys;
  newestEpoch: number;
  /** −1: none yet. */
  newestCounter: number;
}

/** A wearable as the store has it. */
export interface SenderRow extends Omit<Sender, "keys"> {
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
}

export class Senders implements Disposable {
  readonly #senders: readonly Sender[];
  readonly #byId = new Map<string, { readonly sender: Sender; readonly epoch: number }>();

  constructor(rows: readonly SenderRow[]) {
    this.#senders = rows.map(({ rootKey, ...row }) => {
      return { ...row, keys: scriptKeys(rootKey, row.kid) };
    });
    for (const sender of this.#senders) this.#expect(sender);
  }

  find(frame: Buffer): { readonly sender: Sender; readonly epoch: number } | undefined {
    return this.#byId.get(frame.toString("latin1", 1, 9));
  }

  /** Remembers the newest message of a wearable. */
  advance(sender: Sender, epoch: number, counter: number): void {
    if (epoch > sender.newestEpoch) {
      sender.newestEpoch = epoch;
      sender.newestCounter = counter;
      this.#expect(sender);
    } else if (epoch === sender.newestEpoch) {
      sender.newestCounter = Math.max(sender.newestCounter, counter);
    }
  }

  [Symbol.dispose](): void {
    for (const { keys: { down, id, up } } of this.#senders) {
      for (const cipher of [down, id, up]) cipher.final();
    }
  }

  #expect(sender: Sender): void {
    const first = Math.max(0, sender.newestEpoch - WINDOW_EPOCHS);
    for (let epoch = first; epoch <= sender.newestEpoch + WINDOW_EPOCHS; epoch++) {
      this.#byId.set(ephemeralIdText(sender.keys, sender.kid, epoch), { sender, epoch });
    }
  }
}
