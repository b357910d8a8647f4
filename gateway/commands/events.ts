/** `vigil events …`: reads what is stored. */
import { setTimeout as delay } from "node:timers/promises";
import { lanePriority, type StoredEvent } from "../../db/store.ts";
import { printable } from "../../devices/printable.ts";
import { eventJson } from "../../handlers/formats/outgoing_event.ts";
import { untilStopped } from "../runtime/process/stopping.ts";
import { keepLook, type Look } from "./looks.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { print } from "./output.ts";

interface EventOptions extends CommandOptions {
  readonly after?: number;
  readonly type?: string;
  readonly priority?: string;
  readonly device?: string;
}

/** Events read at once. */
const PAGE = 500;
/** Events that `tail` begins with. */
const TAIL = 10;
/** How often `tail` looks for more, in ms. */
const LOOK_MS = 250;

/** Prints stored events, oldest first, one JSON object a line. */
export function runEventsExportCommand(
  options: EventOptions & { readonly limit?: number },
): Promise<number> {
  return withStore(options, async (store) => {
    const { read: reader } = store;
    await keepLook(store, "events export", lookOf(options, { limit: options.limit }));
    let left = options.limit ?? Number.MAX_SAFE_INTEGER;
    for (let after = options.after ?? 0; left > 0;) {
      const page = reader.events.after(after, PAGE);
      if (page.length === 0) break;
      for (const event of page.filter((event) => matches(event, options)).slice(0, left)) {
        print(eventJson(event));
        left--;
      }
      after = page.at(-1)!.sequence;
    }
    return 0;
  });
}

/** Prints the newest events and then each one as it comes, until it is interrupted. */
export function runEventsTailCommand(options: EventOptions): Promise<number> {
  return withStore(options, async (store) => {
    const { read: reader } = store;
    // Numbers have gaps: what was removed, and a leap where a backup was put back.
    const first = reader.events.newest(TAIL).at(-1)?.sequence ?? 1;
    const after = options.after ?? first - 1;
    await keepLook(store, "events tail", lookOf({ ...options, after }, { goesOn: true }));
    let isStopped = false;
    const stopped = untilStopped().then(() => isStopped = true);
    for (let position = after; !isStopped;) {
      const page = reader.events.after(position, PAGE);
      for (const event of page.filter((event) => matches(event, options))) {
        print(options.json ? eventJson(event) : summary(event));
      }
      position = page.at(-1)?.sequence ?? position;
      if (page.length < PAGE) await Promise.race([stopped, delay(LOOK_MS)]);
    }
    return 0;
  });
}

/** What is asked for; which events it was follows from it. */
function lookOf({ after, device, priority, type }: EventOptions, more: Look["details"]): Look {
  const subjects = device === undefined ? [] : [{ kind: "wearable" as const, id: device }];
  return { subjects, details: { after, type, priority, ...more } };
}

function matches(event: StoredEvent, options: EventOptions): boolean {
  const { type, priority, device } = options;
  if (type !== undefined && event.type !== type && `vigil.${event.type}.v1` !== type) return false;
  if (priority !== undefined && lanePriority(event.lane) !== priority) return false;
  return device === undefined || JSON.parse(event.body).subject === `device/${device}`;
}

function summary(event: StoredEvent): string {
  const { time, subject, incident } = JSON.parse(event.body);
  const parts = [time, lanePriority(event.lane).padEnd(8), event.type.padEnd(16), subject];
  return printable(
    [...parts, ...(incident === undefined ? [] : [`incident ${incident}`])].join("  "),
  );
}
