/**
 * The part of a destination that differs from kind to kind: what carries its events. A connection to
 * a broker is one link after the other; single requests are one link that never ends.
 */
import type { UnixMs } from "../../devices/time.ts";
import type { Priority } from "../../devices/event.ts";
import type { Verdict } from "../../db/store.ts";
import type { ConfirmationEvidence } from "./volatile_events.ts";
import type { CongestionWindow } from "./queue/congestion_window.ts";
import type { RetryDelays } from "./queue/priority_lanes.ts";
import type { Urgency } from "./queue/scheduler.ts";

export type TransportType = "mqtt" | "webhook" | "sms";

/** One event as it goes out. */
export interface Message {
  /** 32 hex digits. */
  readonly id: string;
  /** `vigil.<name>.v1` */
  readonly type: string;
  readonly priority: Priority;
  /** The CloudEvents object. */
  readonly json: string;
}

/** How an attempt to hand over one event ended. `reason` is for people, on one line. */
export type SendOutcome =
  /** The receiver has it and keeps it: it is delivered. */
  | { readonly result: "delivered"; readonly offeredAtUnixMs?: UnixMs }
  /** The broker between has it; only a receipt will say that it is delivered. */
  | { readonly result: "accepted" }
  /** The broker between has it, and says that there is no subscriber. */
  | { readonly result: "unheard" }
  /** The receiver will not have this event, now or later. */
  | { readonly result: "refused"; readonly reason: string }
  /** The receiver takes nothing from this gateway, such as without a valid password. */
  | { readonly result: "barred"; readonly reason: string }
  /** It did not get through; another attempt may. */
  | { readonly result: "failed"; readonly reason: string }
  /** The receiver asks for a pause of so many ms. */
  | { readonly result: "busy"; readonly reason: string; readonly pauseMs: number };

/** What carries the events of one destination. */
export interface Transport extends AsyncDisposable {
  readonly type: TransportType;
  /** How long an event waits for its next attempt, by how the last one ended. */
  retryDelays(urgency: Urgency): RetryDelays;
  /** How long the receiver may not answer before its path is lost, in ms. */
  readonly lostAfterMs: number;
  /**
   * Makes a link. It is asked for the next one only when the one before has ended.
   * @throws Error with the reason, when none can be made.
   */
  open(host: LinkHost): Promise<Link>;
  /** What it counted of itself since the start, for status and metrics; they only grow. */
  counters(): Readonly<Record<string, number>>;
}

/** A way to the receiver, until it ends. */
export interface Link {
  /** True for a connection, which proves by itself that the receiver is reachable. */
  readonly isConnection: boolean;
  /** Events on their way at once; one slot is kept for critical events. */
  readonly maxInFlight: number;
  /** Says how many of them may be of events that are not critical. Absent: all but one. */
  readonly congestion?: CongestionWindow;
  /** It has ended, or is about to: nothing is sent any more. */
  readonly isOver: boolean;
  /**
   * Hands over one event, where it can before it returns. Never throws; bounded in time.
   * @param settle Called once, unless the link ends first; what was on its way then goes again.
   */
  send(message: Message, settle: (outcome: SendOutcome) => void): void;
  /** Does what is due besides events. Called before events are sent. */
  tick?(): void;
  /** When `tick` wants to be called at the latest, in ms of the monotonic clock; Infinity: never. */
  readonly nextTickMs: number;
  /** Looks whether an idle receiver could be reached; why not, or undefined. Never rejects. */
  probe?(): Promise<string | undefined>;
}

/** What a transport may ask of the destination that it works for. */
export interface LinkHost {
  /** The link has ended, and nothing of it is left. */
  ended(reason: string): void;
  /** The receiver answered something. */
  answered(): void;
  /** Takes a slot for what is no event; false when there is none. */
  hold(): boolean;
  /** Frees a slot taken by `hold`. */
  release(): void;
  /** There is something to do for `tick`. */
  pump(): void;
  /** The store is so far behind with confirmations that no more can be taken. */
  readonly isBehind: boolean;
  /**
   * Dispatch has an event.
   * @param hash As dispatch gave it, 64 hex digits.
   * @param onVerdict Called once it is on the disk, or why it does not count.
   */
  confirm(
    id: string,
    hash: string,
    evidence: ConfirmationEvidence & { readonly mayDefer?: boolean },
    onVerdict: (verdict: Verdict) => void,
  ): void;
}
