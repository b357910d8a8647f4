/** Where a gateway speaks and listens over MQTT, and what it says there besides events. */
import type { Priority } from "../../devices/event.ts";
import type { GatewayName } from "../events/new_event.ts";
import type { AssignmentCounts } from "../registry/assignment_ends.ts";
import { type ClockQuality, isoTime, type UnixMs } from "../../devices/time.ts";

/** The topics of one gateway: `vigil/v1/{zone}/{gateway}/…`. */
export interface Topics {
  readonly events: Readonly<Record<Priority, string>>;
  readonly status: string;
  readonly heartbeat: string;
  readonly receipts: string;
}

export function topicsOf({ zone, name }: GatewayName): Topics {
  const root = `vigil/v1/${zone}/${name}`;
  return {
    events: {
      critical: `${root}/events/critical`,
      high: `${root}/events/high`,
      normal: `${root}/events/normal`,
      low: `${root}/events/low`,
    },
    status: `${root}/status`,
    heartbeat: `${root}/heartbeat`,
    receipts: `${root}/receipts`,
  };
}

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
  /** The newest entry of the audit chain; number 0: there is none. */
  readonly audit: { readonly number: number; readonly hash: string };
}
