/** What was seen last of wearables. It is no change of the registry, and no alarm depends on it. */
import type { Connection } from "../sqlite/connection.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** What was seen of one wearable since it was written last. What is absent stays as it was. */
export interface SeenHealth {
  /** UID. */
  readonly uid: string;
  /** 0 to 100. */
  readonly batteryPercent?: number;
  readonly batteryAtUnixMs?: number;
  /** It charged at this time. */
  readonly chargedAtUnixMs?: number;
  /** At this time it was found that it does not charge; null: it has charged since. */
  readonly notChargedAtUnixMs?: number | null;
  /** At the modem that hears it best. */
  readonly rssiDbm?: number;
  readonly snrDb?: number;
  readonly signalAtUnixMs?: number;
}

export const KEEP_DEVICE_HEALTH: Write<readonly SeenHealth[], void> = {
  run: keepDeviceHealth,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
  onDiskFull: () => {},
};

function keepDeviceHealth(db: Connection, seen: readonly SeenHealth[]): void {
  for (const health of seen) {
    db.run(
      `insert into device_health (device, battery_percent, battery_unix_ms, charged_unix_ms,
         not_charged_unix_ms, rssi_dbm, snr_db, signal_unix_ms)
       select number, ?2, ?3, ?4, ?5, ?6, ?7, ?8 from device where uid = ?1
       on conflict (device) do update set
         battery_percent = coalesce(excluded.battery_percent, battery_percent),
         battery_unix_ms = coalesce(excluded.battery_unix_ms, battery_unix_ms),
         charged_unix_ms = coalesce(excluded.charged_unix_ms, charged_unix_ms),
         not_charged_unix_ms = iif(?9, excluded.not_charged_unix_ms, not_charged_unix_ms),
         rssi_dbm = iif(?8 is null, rssi_dbm, excluded.rssi_dbm),
         snr_db = iif(?8 is null, snr_db, excluded.snr_db),
         signal_unix_ms = coalesce(excluded.signal_unix_ms, signal_unix_ms)`,
      health.uid,
      health.batteryPercent ?? null,
      health.batteryAtUnixMs ?? null,
      health.chargedAtUnixMs ?? null,
      health.notChargedAtUnixMs ?? null,
      health.rssiDbm ?? null,
      health.snrDb ?? null,
      health.signalAtUnixMs ?? null,
      health.notChargedAtUnixMs === undefined ? 0 : 1,
    );
  }
}
