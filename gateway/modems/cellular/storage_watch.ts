/**
 * Watches how full the storages of a modem are. A full one takes no message, and the network keeps
 * what it could not hand over for a while at best.
 *
 *     < 70 % ok ──▶ ≥ 70 % logged ──▶ ≥ 90 % for half a minute, or the modem says "full": raised
 *
 * What was just received is erased within seconds, so only what stays counts.
 */
import type { StorageName, StorageUse } from "../../../devices/modems/cellular/storage_answers.ts";
import type { MonotonicMs } from "../../../devices/time.ts";

/** Shares of a storage from which on it is worth a warning, and an alarm. */
const WARN_SHARE = 0.7;
const ALARM_SHARE = 0.9;
/** How long a storage must stay so full, in milliseconds. */
export const STAYS_FULL_MS = 30_000;

export type StorageLevel = "ok" | "warn" | "alarm";

/** One storage, as it was last read. */
export interface StorageStatus extends StorageUse {
  readonly storage: StorageName;
  readonly level: StorageLevel;
}

interface Watched extends StorageStatus {
  /** Since when it has been at this share, reported or not. */
  readonly share: StorageLevel;
  readonly since: MonotonicMs;
}

export class StorageWatch {
  readonly #storages = new Map<StorageName, Watched>();

  /** All storages that were read. */
  get storages(): StorageStatus[] {
    return [...this.#storages.values()].map(({ level, storage, total, used }) => ({
      level,
      storage,
      total,
      used,
    }));
  }

  /** A storage was read. @returns it, if its level changed. */
  read(storage: StorageName, use: StorageUse, now: MonotonicMs): StorageStatus | undefined {
    const before = this.#storages.get(storage);
    const share = levelOf(use);
    const since = before?.share === share ? before.since : now;
    const isLasting = share === "ok" || now - since >= STAYS_FULL_MS;
    const level = isLasting ? share : before?.level ?? "ok";
    this.#storages.set(storage, { storage, ...use, level, share, since });
    return level === (before?.level ?? "ok") ? undefined : { storage, ...use, level };
  }
}

function levelOf({ total, used }: StorageUse): StorageLevel {
  if (total === 0) return "ok";
  const share = used / total;
  return share >= ALARM_SHARE ? "alarm" : share >= WARN_SHARE ? "warn" : "ok";
}
