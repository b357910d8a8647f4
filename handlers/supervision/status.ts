/** What a status page needs to know of a running gateway. Times are RFC 3339, for people. */
import type { ClockQuality } from "../../devices/time.ts";
import type { Pending } from "../delivery/pending.ts";
import type { SupervisionCounts } from "./heartbeat_period.ts";
import type { AssignmentEnds } from "../registry/assignment_ends.ts";

/** Something that does not work as it should while alarms are still taken. */
export interface Degradation {
  /** A word that does not change, such as `disk-full` or `path-lost`. */
  readonly code: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** Frames are handed on in each of these states; answers go out while it is `ready`. */
export type ModemState = "opening" | "configuring" | "ready" | "lost";

export interface ModemStatus {
  readonly name: string;
  readonly kind: string;
  readonly state: ModemState;
  readonly lastHeardAt?: string;
}

export interface DestinationStatus {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Whether it can be reached now; absent when that is not known. */
  readonly isReachable?: boolean;
  readonly pending: Pending;
  /** Why the last attempt to reach it failed; absent: none has, or it comes by itself. */
  readonly lastError?: string;
  /** What came as receipts since the start; absent: it gives none. */
  readonly receipts?: {
    readonly taken: number;
    /** Messages that are no receipt. */
    readonly malformed: number;
    /** Of events that it was never owed. */
    readonly unknownEvent: number;
    /** With another hash than the event's. */
    readonly wrongHash: number;
    /** Without the signature that is asked for, or of another gateway. */
    readonly refused: number;
  };
  /** Events that it refused; the newest of them one by one. */
  readonly parked?: {
    readonly count: number;
    readonly events: readonly {
      /** 32 hex digits. */
      readonly id: string;
      readonly reason: string;
      readonly times: number;
    }[];
  };
}

export interface StreamStatus {
  readonly name: string;
  /** Milliseconds since its receiver called; absent: not since the start. */
  readonly polledAgoMs?: number;
  /** Events that its receiver could not take. */
  readonly refused: readonly {
    readonly id: string;
    readonly code: string;
    readonly message: string;
    readonly times: number;
  }[];
}

export interface GatewayStatus {
  readonly zone: string;
  readonly name: string;
  readonly version: string;
  /** Alarms are taken and forwarded while it is `running`. */
  readonly state: "starting" | "running" | "stopping";
  readonly uptimeMs: number;
  readonly clock: {
    readonly time: string;
    readonly quality: ClockQuality;
    readonly bootId: string;
  };
  readonly degradations: readonly Degradation[];
  readonly modems: readonly ModemStatus[];
  readonly destinations: readonly DestinationStatus[];
  readonly streams: readonly StreamStatus[];
  /** Wearables whose assignment ends. */
  readonly assignments: AssignmentEnds;
  /** How many wearables serve a file, and how many of these could fall silent without a word. */
  readonly supervision: SupervisionCounts;
  /** The newest entry of the audit chain; number 0: there is none. */
  readonly audit: { readonly number: number; readonly hash: string };
  readonly store: {
    readonly newestSequence: number;
    /** Alarms are committed. False: they go out from memory, unanswered. */
    readonly isStoring: boolean;
    /** What is wrong with the disk; absent: nothing. */
    readonly trouble?: { readonly reason: string; readonly message: string };
    /** Changes that are not on the disk yet. */
    readonly uncommitted: number;
    /** Events that are offered from memory because the disk has not taken them. */
    readonly unstored: number;
    /** Space left on the disk, in bytes; what the reserve holds is not in it. */
    readonly freeBytes?: number;
    readonly oldestPendingAt?: string;
  };
}

/**
 * Why alarms cannot be taken as promised; undefined: they can, if need be with degradations. A full
 * disk is a degradation while its reserve takes alarms; when no alarm is committed any more, nothing
 * that a wearable is answered would be true.
 */
export function notReadyReason({ state, store }: GatewayStatus): string | undefined {
  if (state !== "running") return `the gateway is ${state}`;
  if (store.isStoring) return undefined;
  return `nothing can be stored (${store.trouble?.reason ?? "the disk does not answer"})`;
}

export interface StatusSource {
  snapshot(): GatewayStatus;
}
