import type { KeyObject } from "node:crypto";
import * as z from "zod";
import { type Outcome, OUTCOMES } from "../../../devices/incident.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { fail, ok, type Result } from "../../../devices/result.ts";
import { checkSignature } from "../../tools/signed_json.ts";

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

export type ReceiptError = {
  readonly code:
    | "too-large"
    | "no-json"
    | "not-a-receipt"
    /** It names another gateway. */
    | "foreign-receipt"
    | "unsigned-receipt"
    | "wrong-receipt-signature";
  /** The first member that is missing or cannot be meant, of what is no receipt. */
  readonly member?: string;
};

/** What a receipt has to prove beyond its event and hash. */
export interface ReceiptRules {
  /** The `source` of this gateway's events; a receipt that names a `gateway` must name it. */
  readonly source: string;
  /** Ed25519 keys of dispatch; absent: receipts need no signature. */
  readonly keys?: readonly KeyObject[] | undefined;
}

/** A receipt as it comes; it may carry more, such as `gateway` and `signature`. */
export const receiptSchema = z.object({
  event: z.string().regex(/^[0-9a-f]{32}$/).describe("`id` of the event"),
  hash: z.string().regex(/^[0-9a-f]{64}$/).describe("`hash` of the event as dispatch has it"),
  stage: z.enum(STAGES).describe("How far dispatch is with it"),
  outcome: z.enum(OUTCOMES).optional().catch(undefined)
    .describe("With `closed`: what the alarm turned out to be"),
  by: z.string().max(256).optional().describe("Who at dispatch"),
  at: z.string().max(64).optional().describe("When, by the clock of dispatch"),
}).meta({ id: "Receipt" });

/**
 * Reads one message of the topic `receipts`.
 *
 * Replaying a signed receipt is harmless. Its id binds it to one event, its hash to this gateway and to
 * the content of that event: a replay repeats what dispatch has said about it.
 */
export function readReceipt(
  payload: Uint8Array,
  rules?: ReceiptRules,
): Result<Receipt, ReceiptError> {
  if (payload.length > RECEIPT_BYTES_LIMIT) return fail({ code: "too-large" });
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return fail({ code: "no-json" });
  }
  const receipt = receiptSchema.safeParse(content);
  if (!receipt.success) {
    return fail({ code: "not-a-receipt", ...defined({ member: memberOf(receipt.error) }) });
  }
  const refusal = rules && refusalOf(content as object, rules);
  return refusal === undefined ? ok(receipt.data) : fail({ code: refusal });
}

/** Its name is one of ours, so it may be logged; what it holds may not. */
function memberOf({ issues }: z.ZodError): string | undefined {
  return issues[0]?.path[0]?.toString();
}

function refusalOf(
  content: { readonly gateway?: unknown },
  { keys, source }: ReceiptRules,
): ReceiptError["code"] | undefined {
  if (keys !== undefined) {
    const state = checkSignature(content, keys);
    if (state !== "good") {
      return state === "missing" ? "unsigned-receipt" : "wrong-receipt-signature";
    }
  }
  const { gateway = source } = content;
  return gateway === source ? undefined : "foreign-receipt";
}
