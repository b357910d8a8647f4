import type { StoreWriter } from "../../db/store.ts";
import { type Clock, isoTime, type UnixMs } from "../../devices/time.ts";
import { SYSTEM_TIMERS } from "../tools/timers.ts";

const DAY_MS = 86_400_000;
/** As in 2026-11-30. */
const ISO_DAY_LENGTH = 10;
/** Between two steps: the intake goes first, in ms. */
const STEP_MS = 50;

export interface AuditClosingPorts {
  readonly store: StoreWriter;
  readonly clock: Clock;
  /** Whole days that entries stay at least. */
  readonly auditDays: number;
}

/** Closes the whole days of the audit chain that are over. @returns how many entries are gone. */
export async function closeAuditDays(
  { auditDays, clock, store }: AuditClosingPorts,
  isStopped: () => boolean = () => false,
): Promise<number> {
  // Not the wall clock: with a wrong one everything would look too old.
  const end = clock.expiryUnixMs() - auditDays * DAY_MS;
  const keepFrom = isoTime(end as UnixMs).slice(0, ISO_DAY_LENGTH);
  let removed = 0;
  while (!isStopped()) {
    const step = await store.write("closeAuditDays", { keepFrom });
    if (step === 0) break;
    removed += step;
    await new Promise<void>((resolve) => SYSTEM_TIMERS.after(STEP_MS, resolve));
  }
  return removed;
}
