import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { type EventPlace, findEvent, insertEvent, type Uplink } from "../../transactions/events.ts";
import { EPOCHS_REMEMBERED } from "../../transactions/seen.ts";
import { LaneState } from "../../transactions/lane_state.ts";
import type { OldLanes } from "./old_lanes.ts";
import type { SalvagedEvent } from "./salvaged_event.ts";

/** What became of an event that was found. */
export type ImportOutcome = "known" | "confirmed" | "owed";

/**
 * Puts an event into the store under its own id, as the newest of its lane, and makes it owed to the
 * destinations that are not known to have confirmed it. One that is there already changes nothing.
 */
export function importEvent(
  db: Connection,
  salvaged: SalvagedEvent,
  oldLanes: OldLanes,
): ImportOutcome {
  const { event, isRedacted, numbers } = salvaged;
  if (findEvent(db, event.id) !== undefined) return "known";
  const uplink = knownUplink(db, numbers?.uplink);
  const isAnswerable = uplink !== undefined && event.isAnswerable === true;
  const place = insertEvent(db, { ...event, isAnswerable }, uplink);
  if (isRedacted) db.run("update event set redacted = 1 where sequence = ?", place.sequence);
  if (uplink !== undefined) linkFrame(db, uplink, place.sequence);
  linkIncident(db, salvaged, place.sequence);
  return settle(db, place, numbers, oldLanes);
}

/** A device number of another store may stand for another wearable here. */
function knownUplink(
  db: Connection,
  uplink: (Uplink & { readonly uid: string }) | undefined,
): Uplink | undefined {
  if (uplink === undefined) return undefined;
  const here = db.get("select uid from device where number = ?", uplink.device);
  return here?.uid === uplink.uid ? uplink : undefined;
}

/** The message was seen, and its event is here again: a repeat of it is one from now on. */
function linkFrame(db: Connection, uplink: Uplink, sequence: number): void {
  db.run(
    `insert into seen (device, kid, epoch, counter, tag, event)
     select device, kid, ?, ?, ?, ? from device_key
     where device = ? and kid = ? and newest_epoch - ? <= ?
     on conflict do update set event = excluded.event where event <= 0`,
    uplink.epoch,
    uplink.counter,
    uplink.tag,
    sequence,
    uplink.device,
    uplink.kid,
    uplink.epoch,
    EPOCHS_REMEMBERED,
  );
}

function linkIncident(db: Connection, { event, numbers }: SalvagedEvent, sequence: number): void {
  if (event.incident === undefined || numbers === undefined) return;
  db.run(
    "update incident set opened = ? where id = ? and opened = ?",
    sequence,
    event.incident,
    numbers.sequence,
  );
}

function settle(
  db: Connection,
  place: EventPlace,
  numbers: SalvagedEvent["numbers"],
  oldLanes: OldLanes,
): ImportOutcome {
  let isOwed = false;
  const subscribers = db.all(
    `select d.number, d.name, d.type from lane l join destination d on d.number = l.destination
     where l.lane = ? and l.subscribed = 1`,
    place.lane,
  );
  for (const destination of subscribers) {
    if (
      numbers === undefined || !oldLanes.isOver(destination, numbers.lane, numbers.ordinal)
    ) isOwed = true;
    else leaveOut(db, destination, place);
  }
  return isOwed ? "owed" : "confirmed";
}

/** The destination has the event: it is neither owed to it again nor numbered in it. */
function leaveOut(
  db: Connection,
  destination: Pick<Tables["destination"], "number" | "type">,
  place: EventPlace,
): void {
  const lane = LaneState.load(db, destination.number, place.lane)!;
  lane.skip({ first: place.ordinal, last: place.ordinal });
  lane.save();
  if (destination.type !== "stream") return;
  // It got the stream's newest number a moment ago, so taking that back leaves no gap.
  db.run(
    "delete from stream_entry where destination = ? and sequence = ?",
    destination.number,
    place.sequence,
  );
}
