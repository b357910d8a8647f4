import { DRILL_QUOTA_MS } from "../db/units/drills.ts";
import type { DeviceRecord, Reader } from "../db/reader.ts";
import type { StoreWriter } from "../db/store.ts";
import type { Clock, MonotonicMs } from "../devices/time.ts";

/** Alarms of one wearable that are marked as drill within an hour; any further one is a real alarm. */
export const DRILL_ALARMS_PER_HOUR = 10;
/** The longest drill, in minutes. */
export const DRILL_MINUTES_MAX = 480;

/** What decides whether an event is part of a drill. */
export interface DrillQuestion {
  /** Number of the wearable. */
  readonly device: number;
  /** It is critical, so it counts towards the quota. */
  readonly isAlarm: boolean;
  readonly isDuress: boolean;
  /** It was held up on its way, perhaps since before the drill. */
  readonly isLate: boolean;
  /** Whether the incident that it belongs to was opened as a drill; undefined: it has none yet. */
  readonly isOfDrill: boolean | undefined;
}

/**
 * Marks the events of wearables that are in a drill. In doubt an event is real: a drill never hides
 * an alarm that somebody meant.
 */
export class Drills {
  /** Alarms of the last hour that were marked, of each wearable. */
  readonly #marked = new Map<number, MonotonicMs[]>();

  constructor(readonly reader: Pick<Reader, "drill" | "drillAlarms">, readonly clock: Clock) {}

  /** Whether the event is part of a drill. An alarm that is counts towards the quota from now on. */
  mark({ device, isAlarm, isDuress, isLate, isOfDrill }: DrillQuestion): boolean {
    if (isDuress || isLate || isOfDrill === false || !this.#lasts(device)) return false;
    return !isAlarm || this.#take(device);
  }

  #lasts(device: number): boolean {
    const drill = this.reader.drill(device);
    return drill !== undefined && remainingMs(drill, this.clock) > 0;
  }

  #take(device: number): boolean {
    const now = this.clock.monotonicMs();
    const sinceMs = now - DRILL_QUOTA_MS;
    const marked = (this.#marked.get(device) ?? []).filter((atMs) => atMs > sinceMs);
    this.#marked.set(device, marked);
    // The store knows those from before this program began, and memory those on their way to it.
    const since = { bootId: this.clock.bootId, uptimeMs: sinceMs };
    const count = Math.max(marked.length, this.reader.drillAlarms(device, since));
    if (count >= DRILL_ALARMS_PER_HOUR) return false;
    marked.push(now);
    return true;
  }
}

/** Puts a wearable into a drill from now on; 0 minutes end it. */
export async function setDrill(
  store: StoreWriter,
  clock: Clock,
  { by, device, minutes }: {
    readonly device: DeviceRecord;
    readonly minutes: number;
    readonly by: string;
  },
): Promise<void> {
  const { number } = device;
  if (minutes === 0) return void await store.run("stopDrill", { device: number });
  const untilUptimeMs = clock.monotonicMs() + minutes * 60_000;
  await store.run("startDrill", { device: number, bootId: clock.bootId, untilUptimeMs, by });
}

/** How long a drill still lasts, in ms; it does not outlast the boot in which it began. */
export function remainingMs(
  drill: { readonly bootId: string; readonly untilUptimeMs: number },
  clock: Clock,
): number {
  if (drill.bootId !== clock.bootId) return 0;
  return Math.max(0, drill.untilUptimeMs - clock.monotonicMs());
}
