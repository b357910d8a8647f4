import { z } from "zod";
import { type Outcome, OUTCOMES } from "../../devices/incident.ts";
import { fail, ok, type Result } from "../../devices/result.ts";

/** A receipt larger than this is not read. */
export const RECEIPT_BYTES_LIMIT = 65_536;

/** How far dispatch is with an event; each stage implies the ones before it. */
export const STAGES = ["received", "accepted", "underway", "on-scene", "closed"] as const;
export type Stage = (typeof STAGES)[number];

/** What dispatch says of one event. Members that are not known are passed over. */
export interface Receipt {
  /** 32 hex digits. */
  readonly event: string;
  /** 64 hex digits: the `hash` of the event as dispatch has it. */
  readonly hash: string;
  readonly stage: Stage;
  /** With `closed`: what the alarm turned out to be. */
  readonly outcome?: Outcome | undefined;
  /** Who at dispatch. */
  readonly by?: string | undefined;
  /** When, by the clock of dispatch: for people. */
  readonly at?: string | undefined;
}

export type ReceiptError = { readonly code: "too-large" | "no-json" | "not-a-receipt" };

const schema = z.object({
  event: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  stage: z.enum(STAGES),
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  by: z.string().max(256).optional(),
  at: z.string().max(64).optional(),
});

/** Reads one message of the topic `receipts`. */
export function readReceipt(payload: Uint8Array): Result<Receipt, ReceiptError> {
  if (payload.length > RECEIPT_BYTES_LIMIT) return fail({ code: "too-large" });
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return fail({ code: "no-json" });
  }
  const receipt = schema.safeParse(content);
  return receipt.success ? ok(receipt.data) : fail({ code: "not-a-receipt" });
}
