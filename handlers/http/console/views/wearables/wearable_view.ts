/** What the page of one wearable shows of the store, as plain values. */
import type { DeviceHealth, Reader, WearableAlarm } from "../../../../../db/store.ts";
import type { Clock } from "../../../../../devices/time.ts";
import {
  describeDevice,
  type DescribedStep,
  describeHistory,
  type DeviceDescription,
} from "../../../../registry/describe.ts";
import { glanceFacts, readOutcomes } from "./facts.ts";
import type { HealthBadge } from "./health.ts";

/** Alarms on the page, the newest. */
const SHOWN_ALARMS = 20;

export interface WearableView {
  readonly device: DeviceDescription;
  readonly badges: readonly HealthBadge[];
  readonly health: DeviceHealth | undefined;
  readonly heardAtUnixMs: number | undefined;
  /** The newest first. Without places. */
  readonly alarms: readonly WearableAlarm[];
  /** The newest first. */
  readonly life: readonly DescribedStep[];
}

/** Reads what is shown now; undefined: there is no such wearable. */
export function readWearable(
  reader: Reader,
  clock: Clock,
  uid: string,
): WearableView | undefined {
  const device = reader.devices.byUid(uid);
  const glance = device && reader.wearables.glance(device.number);
  if (device === undefined || glance === undefined) return undefined;
  const now = clock.expiryUnixMs();
  return {
    device: describeDevice(reader, device, clock),
    badges: glanceFacts(glance, readOutcomes(reader, now), now).badges,
    health: glance.health,
    heardAtUnixMs: glance.heardAtUnixMs,
    alarms: reader.wearables.alarms(device.number, SHOWN_ALARMS),
    life: describeHistory(reader, device).toReversed(),
  };
}
