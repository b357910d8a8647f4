import { createHash } from "node:crypto";
import { join } from "node:path";
import { Connection } from "../../db/sqlite/connection.ts";
import {
  type AcceptedFrame,
  type DestinationSettings,
  DirectStore,
  laneNumber,
  type LaneStanding,
  type NewEvent,
  Store,
} from "../../db/store.ts";
import { PRIORITIES, type Priority } from "../../devices/event.ts";

/** A folder for one store, gone with the test. */
export class TemporaryStore implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "vigil-test-" });
  readonly path = join(this.folder, "vigil.db");

  /** As the gateway opens it. */
  open(): Promise<Store> {
    return Store.open(this.path);
  }

  /** As a command opens it. */
  direct(): DirectStore {
    return new DirectStore(this.path);
  }

  /** The bare database, for what no unit does. */
  connection(): Connection {
    return new Connection(this.path, "write");
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** An event of a number, the same bytes each time. */
export function eventOf(
  number: number,
  priority: Priority = "critical",
  body = JSON.stringify({ number, priority }),
): NewEvent {
  const id = new Uint8Array(16);
  new DataView(id.buffer).setUint32(12, number);
  return {
    id,
    lane: laneNumber(priority, false),
    type: "panic",
    receivedAtUnixMs: 1_700_000_000_000 + number,
    hash: createHash("sha256").update(body).digest(),
    body,
  };
}

/** A frame of device 1 that was accepted; epoch and counter are the newest after it. */
export function acceptedOf(number: number, epoch: number, counter: number): AcceptedFrame {
  const tag = new Uint8Array(8);
  new DataView(tag.buffer).setUint32(4, number);
  return {
    event: { ...eventOf(number), isAnswerable: true },
    uplink: { device: 1, kid: 1, epoch, counter, tag },
    answer: new Uint8Array(6).fill(number),
    newestEpoch: epoch,
    newestCounter: counter,
  };
}

/** A destination that takes every verified event. */
export function destinationOf(
  name: string,
  changes: Partial<DestinationSettings> = {},
): DestinationSettings {
  return {
    name,
    type: "stream",
    required: false,
    priorities: PRIORITIES,
    unverified: false,
    ...changes,
  };
}

/** Brings the destinations in line; their numbers by name. */
export function settle(store: DirectStore, ...destinations: DestinationSettings[]) {
  return store.writeNow("settleDestinations", { destinations, atUnixMs: 0 });
}

/** Sequences that a destination is still owed, of one priority, page by page. */
export function owedSequences(
  { read }: DirectStore | Store,
  destination: number,
  priority: Priority,
): number[] {
  const lane = laneNumber(priority, false);
  const sequences: number[] = [];
  for (let after = 0;;) {
    const page = read.lanes.pending(destination, lane, after, 3);
    if (page.length === 0) return sequences;
    sequences.push(...page.map(({ sequence }) => sequence));
    after = page.at(-1)!.ordinal;
  }
}

/** The account of one priority of a destination. */
export function standingOf(
  { read }: DirectStore | Store,
  destination: number,
  priority: Priority,
): Pick<LaneStanding, "owed" | "delivered" | "pending" | "shed"> | undefined {
  const lane = laneNumber(priority, false);
  const found = read.lanes.accounts().lanes
    .find((standing) => standing.number === destination && standing.lane === lane);
  if (found === undefined) return undefined;
  const { owed, delivered, pending, shed } = found;
  return { owed, delivered, pending, shed };
}
