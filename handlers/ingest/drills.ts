import { randomBytes } from "node:crypto";
import {
  type Author,
  authorText,
  type DeviceRecord,
  DRILL_QUOTA_MS,
  type DrillEnd,
  type DrillRecord,
  type LiveStore,
  type NewEvent,
  type Reader,
  type RecentWrites,
  type StoreWriter,
} from "../../db/store.ts";
import { GATEWAY_EVENT_PRIORITY } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import { clockReading, type GatewayName, newEvent } from "../events/new_event.ts";
import { readOr } from "./read_or.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";

/** Alarms of one wearable that are marked as drill within an hour; any further one is a real alarm. */
export const DRILL_ALARMS_PER_HOUR = 10;

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
  readonly isOfDrill: () => boolean | undefined;
}

/**
 * Marks the events of wearables that are in a drill. In doubt an event is real: a drill never hides
 * an alarm that its wearer meant.
 */
export class Drills {
  readonly #reader: Pick<Reader, "drills">;
  readonly #recent: Pick<RecentWrites, "registryChanges">;
  readonly #clock: Clock;
  /** The drills of the store, by number of the wearable, as of a change of the registry. */
  #drills = new Map<number, DrillRecord>();
  #changes = -1;
  /** Alarms of the last hour that were marked, of each wearable. */
  readonly #marked = new Map<number, MonotonicMs[]>();

  constructor({ read, recent }: Pick<LiveStore, "read" | "recent">, clock: Clock) {
    this.#reader = read;
    this.#recent = recent;
    this.#clock = clock;
  }

  /** Whether the event is part of a drill. An alarm that is counts towards the quota from now on. */
  mark({ device, isAlarm, isDuress, isLate, isOfDrill }: DrillQuestion): boolean {
    // Its incident is read where a drill lasts, and not for every position of every alarm.
    if (isDuress || isLate || !this.#lasts(device) || isOfDrill() === false) return false;
    return !isAlarm || this.#take(device);
  }

  #lasts(device: number): boolean {
    if (!readOr(() => this.#isLoaded(), false)) return false;
    const drill = this.#drills.get(device);
    return drill !== undefined && remainingMs(drill, this.#clock) > 0;
  }

  #isLoaded(): true {
    const changes = this.#recent.registryChanges;
    if (this.#changes === changes) return true;
    const lasting = this.#reader.drills.lasting();
    this.#drills = new Map(lasting.map((drill) => [drill.device, drill]));
    this.#changes = changes;
    return true;
  }

  #take(device: number): boolean {
    const now = this.#clock.monotonicMs();
    const sinceMs = now - DRILL_QUOTA_MS;
    const marked = (this.#marked.get(device) ?? []).filter((atMs) => atMs > sinceMs);
    this.#marked.set(device, marked);
    // The store knows those from before this program began, and memory those on their way to it.
    const since = { bootId: this.#clock.bootId, uptimeMs: sinceMs };
    const count = Math.max(marked.length, this.#reader.drills.countAlarms(device, since));
    if (count >= DRILL_ALARMS_PER_HOUR) return false;
    marked.push(now);
    return true;
  }
}

export interface DrillPorts {
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly gateway: GatewayName;
}

/**
 * Puts a wearable into a drill from now on; 0 minutes end it. Beginning and end are steps of its life
 * and events to every destination, with who did it.
 * @returns false when there was none to end.
 */
export async function setDrill(
  { clock, gateway, store }: DrillPorts,
  { by, device, minutes }: {
    readonly device: DeviceRecord;
    readonly minutes: number;
    readonly by: Author;
  },
): Promise<boolean> {
  if (minutes === 0) return await endDrill({ clock, gateway, store }, device, by, "stopped");
  await store.write("startDrill", {
    device: device.number,
    bootId: clock.bootId,
    untilUptimeMs: clock.monotonicMs() + minutes * 60_000,
    minutes,
    by,
    atUnixMs: clock.unixMs(),
    event: drillEvent({ clock, gateway }, "drill-started", device, "begun", {
      by: authorText(by),
      minutes,
    }),
  });
  return true;
}

/** Ends a drill that lasts. @param ifUntilUptimeMs Only that one; absent: whichever lasts. */
export async function endDrill(
  { clock, gateway, store }: DrillPorts,
  device: DeviceRecord,
  by: Author,
  reason: DrillEnd["reason"],
  ifUntilUptimeMs?: number,
): Promise<boolean> {
  return await store.write("stopDrill", {
    device: device.number,
    reason,
    by,
    atUnixMs: clock.unixMs(),
    event: drillEvent({ clock, gateway }, "drill-ended", device, reason, { by: authorText(by) }),
    ...defined({ ifUntilUptimeMs }),
  });
}

function drillEvent(
  { clock, gateway }: Omit<DrillPorts, "store">,
  name: "drill-started" | "drill-ended",
  { uid }: DeviceRecord,
  reason: string,
  details: Readonly<Record<string, string | number>>,
): NewEvent {
  return newEvent(gateway, {
    id: encodeHex(randomBytes(EVENT_ID_BYTES)),
    name,
    priority: GATEWAY_EVENT_PRIORITY[name],
    subject: `device/${uid}`,
    at: clock.unixMs(),
    data: {
      device: uid,
      drill: true,
      reason,
      details,
      clock: clockReading(clock, clock.monotonicMs()),
    },
  });
}

const EVENT_ID_BYTES = 16;

/** How long a drill still lasts, in ms; it does not outlast the boot in which it began. */
export function remainingMs(
  drill: { readonly bootId: string; readonly untilUptimeMs: number },
  clock: Clock,
): number {
  if (drill.bootId !== clock.bootId) return 0;
  return Math.max(0, drill.untilUptimeMs - clock.monotonicMs());
}
