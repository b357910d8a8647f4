import type { Priority } from "../../../../devices/event.ts";
import type { AssignmentCounts } from "../../../registry/assignment_ends.ts";
import { type ClockQuality, isoTime, type UnixMs } from "../../../../devices/time.ts";

/** The retained text of the topic `status`. */
export function stateJson(state: "online" | "offline", since: UnixMs): string {
  return JSON.stringify({ state, since: isoTime(since) });
}

/** What the gateway says of itself every half minute, on the topic `heartbeat`. */
export interface HeartbeatContent {
  /** Events that the destination has not confirmed. */
  readonly pending: Readonly<Record<Priority, number>>;
  /** When the oldest of them was received, RFC 3339; absent: nothing is pending. */
  readonly oldestPending?: string;
  readonly modems: readonly { readonly name: string; readonly state: string }[];
  readonly clock: { readonly time: string; readonly quality: ClockQuality };
  readonly version: string;
  /** Wearables whose assignment ends. */
  readonly assignments: AssignmentCounts;
  /** Hash of the newest entry of the audit chain; absent: there is none. */
  readonly auditHead?: string;
}
