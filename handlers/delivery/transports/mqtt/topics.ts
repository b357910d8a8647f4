import type { Priority } from "../../../../devices/event.ts";
import type { GatewayName } from "../../../events/new_event.ts";

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
