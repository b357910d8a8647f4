/** The part of a destination without a connection that differs from kind to kind. */
import type { Priority } from "../../devices/event.ts";

/** One event as it goes out. */
export interface Message {
  /** 32 hex digits. */
  readonly id: string;
  readonly type: string;
  readonly priority: Priority;
  /** The CloudEvents object. */
  readonly json: string;
}

/** How an attempt to hand over one event ended. `reason` is for people, on one line. */
export type CarrierOutcome =
  /** The receiver has it and keeps it: it is delivered. */
  | { readonly result: "delivered" }
  /** The receiver will not have this event, now or later. */
  | { readonly result: "refused"; readonly reason: string }
  /** The receiver takes nothing from this gateway, such as without a valid password. */
  | { readonly result: "barred"; readonly reason: string }
  /** It did not get through; another attempt may. */
  | { readonly result: "failed"; readonly reason: string }
  /** The receiver asks for a pause of so many ms. */
  | { readonly result: "busy"; readonly reason: string; readonly pauseMs: number };

/** Hands one event at a time to a receiver. Several may be on their way at once. */
export interface Carrier extends Disposable {
  readonly type: "webhook" | "sms";
  /** Never rejects; bounded in time by the carrier itself. A cut attempt ends as failed. */
  send(message: Message, cut: AbortSignal): Promise<CarrierOutcome>;
  /** Looks whether the receiver could be reached; why not, or undefined. Never rejects. */
  probe(cut: AbortSignal): Promise<string | undefined>;
}
