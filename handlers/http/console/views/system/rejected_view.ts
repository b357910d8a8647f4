/** What became no event, and what looks like an attack, as plain values. */
import type { Reader, RejectedFacts, RejectedFilter } from "../../../../../db/store.ts";
import type { EventCore } from "../../../../../devices/event.ts";
import { defined } from "../../../../../devices/tools/defined.ts";

/** Rows of each table. */
const SHOWN_FRAMES = 50;
const SHOWN_EVENTS = 30;
const PREFIX = "frames/rejected/";

export interface SuspiciousEvent {
  readonly sequence: number;
  readonly name: string;
  readonly reason: string;
  readonly atUnixMs: number;
  /** As in `modem/lora-1`. */
  readonly subject: string;
}

export interface RejectedView {
  readonly filter: RejectedFilter;
  /** Frames of each reason since the store was made, most first. */
  readonly counts: readonly (readonly [reason: string, count: number])[];
  /** Of the newest that are kept, by modem and reason, most first. */
  readonly byModem: readonly {
    readonly modem: string;
    readonly reason: string;
    readonly count: number;
  }[];
  readonly modems: readonly string[];
  readonly frames: readonly RejectedFacts[];
  readonly events: readonly SuspiciousEvent[];
}

export function readRejected(reader: Reader, asked: RejectedFilter): RejectedView {
  const newest = reader.frames.rejectedFacts({}, Infinity);
  const counts = [...reader.lanes.accounts().counters]
    .filter(([name, count]) => name.startsWith(PREFIX) && count > 0)
    .map(([name, count]) => [name.slice(PREFIX.length), count] as const)
    .toSorted(([, a], [, b]) => b - a);
  const modems = [...new Set(newest.map(({ modem }) => modem))].toSorted();
  // What an address says in vain is no condition.
  const filter = defined({
    reason: counts.some(([reason]) => reason === asked.reason) ? asked.reason : undefined,
    modem: modems.includes(asked.modem ?? "") ? asked.modem : undefined,
  });
  return {
    filter,
    counts,
    byModem: countByModem(newest),
    modems,
    frames: filter.reason === undefined
      ? newest.filter(({ modem }) => modem === (filter.modem ?? modem)).slice(0, SHOWN_FRAMES)
      : reader.frames.rejectedFacts(filter, SHOWN_FRAMES),
    events: reader.events.suspicious(SHOWN_EVENTS).map(({ body, sequence, type }) => {
      const { data, subject, time } = JSON.parse(body) as EventCore & {
        readonly data: { readonly reason?: string };
      };
      return {
        sequence,
        name: type,
        reason: data.reason ?? "",
        atUnixMs: Date.parse(time),
        subject,
      };
    }),
  };
}

function countByModem(frames: readonly RejectedFacts[]): RejectedView["byModem"] {
  const groups = Map.groupBy(frames, ({ modem, reason }) => JSON.stringify([modem, reason]));
  return [...groups.values()].map((group) => ({
    modem: group[0]!.modem,
    reason: group[0]!.reason,
    count: group.length,
  })).toSorted((a, b) => b.count - a.count);
}
