/** What the page of wearables shows, as plain values. */
import type { Reader } from "../../../../db/store.ts";
import type { Clock } from "../../../../devices/time.ts";
import { type AssignmentCounts, countEnds } from "../../../registry/assignment_ends.ts";
import { describeDevice, type DeviceDescription } from "../../../registry/describe.ts";

/** Wearables on one page. */
const SHOWN = 50;

export interface DevicesView {
  readonly counts: AssignmentCounts;
  readonly devices: readonly DeviceDescription[];
  /** UID that the next page begins after; absent: this is the last. */
  readonly next?: string;
}

/** Reads what is shown now, after a UID. */
export function readDevicesView(reader: Reader, clock: Clock, after: string): DevicesView {
  const found = reader.devices.after(after, SHOWN + 1);
  const devices = found.slice(0, SHOWN).map((device) => describeDevice(reader, device, clock));
  return {
    counts: countEnds(reader, clock.expiryUnixMs()),
    devices,
    ...(found.length > SHOWN ? { next: devices.at(-1)!.device } : {}),
  };
}
