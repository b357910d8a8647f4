/** The gateway as it is, and as it would be with a bug: only the test of the simulation uses those. */
import type { Connection } from "../../db/sqlite/connection.ts";
import type {
  AcceptedFrame,
  FrameOutcome,
  StoredEvent,
  WriteInput,
  WriteName,
  WriteOutput,
  WriteRequest,
} from "../../db/store.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import { parseFrame } from "../../devices/frame/vf1.ts";
import { Outbox, type OutboxPorts } from "../../handlers/delivery/queue/outbox.ts";
import type { PublishOutcome } from "../../handlers/delivery/queue/priority_lanes.ts";
import type { Published } from "../../handlers/delivery/queue/retry_queue.ts";
import { Ingest, type IngestPorts } from "../../handlers/ingest/ingest.ts";
import type { DeviceKeyTable } from "../../handlers/ingest/device_key_table.ts";
import type { Reception } from "../../handlers/ports.ts";
import type { Disk } from "./disk.ts";
import type { Parts } from "./gateway_process.ts";
import { SlowWriter } from "./slow_writer.ts";

export interface Variant {
  readonly name: string;
  readonly parts: Parts;
  /** Changes how the disk works. */
  readonly prepare?: (disk: Disk) => void;
}

const SOUND_PARTS: Parts = {
  writer: (ports) => new SlowWriter(ports),
  ingest: (ports) => new Ingest(ports),
  outbox: (ports) => new Outbox(ports),
};

/** The gateway as it is. */
export const SOUND: Variant = { name: "sound", parts: SOUND_PARTS };

/** Says that a frame is stored as soon as it was asked for. */
class HastyWriter extends SlowWriter {
  override write<N extends WriteName>(name: N, input: WriteInput<N>): Promise<WriteOutput<N>> {
    const written = super.write(name, input);
    if (name !== "acceptFrame") return written;
    const { answer } = input as AcceptedFrame;
    const outcome: FrameOutcome = {
      outcome: "accepted",
      place: { sequence: 0, lane: 0, ordinal: 0 },
      answers: answer === undefined ? [] : [answer],
    };
    return Promise.resolve(outcome) as Promise<WriteOutput<N>>;
  }
}

/** Takes only what is newer than everything before, as a replay protection by counter does. */
class StrictIngest extends Ingest {
  readonly #deviceKeys: DeviceKeyTable;

  constructor(ports: IngestPorts) {
    super(ports);
    this.#deviceKeys = ports.deviceKeys;
  }

  override take(reception: Reception): Promise<void> {
    const frame = parseFrame(reception.payload);
    const sender = frame.ok ? this.#deviceKeys.resolve(frame.value.eid) : undefined;
    if (!frame.ok || sender === undefined) return super.take(reception);
    const { newestCounter, newestEpoch } = sender.generation;
    const isOld = sender.epoch < newestEpoch ||
      sender.epoch === newestEpoch && frame.value.counter < newestCounter;
    return isOld ? Promise.resolve() : super.take(reception);
  }
}

/** Publishes in the order of sequence, whatever is urgent. */
class FifoOutbox extends Outbox {
  readonly #ports: OutboxPorts;
  readonly #sentAtMs = new Map<string, MonotonicMs>();
  #inFlight = 0;

  constructor(ports: OutboxPorts) {
    super(ports);
    this.#ports = ports;
  }

  override take(now: MonotonicMs, isOnlyCritical = false): StoredEvent | undefined {
    const { destination, reader, retryDelays, window } = this.#ports;
    if (isOnlyCritical || this.#inFlight >= window) return undefined;
    const lanes = reader.lanes.all().filter(({ number }) => number === destination);
    const next = lanes.flatMap(({ lane }) => reader.lanes.pending(destination, lane, 0, 100))
      .toSorted((a, b) => a.sequence - b.sequence)
      .find(({ id }) =>
        now - (this.#sentAtMs.get(id) ?? -Infinity) >=
          retryDelays(1).taken
      );
    if (next === undefined) return undefined;
    this.#sentAtMs.set(next.id, now);
    this.#inFlight++;
    return next;
  }

  override settle(_published: Published, _outcome: PublishOutcome, _now: MonotonicMs): void {
    this.#inFlight--;
  }

  override nextDueMs(now: MonotonicMs): number {
    return now + this.#ports.retryDelays(1).taken;
  }
}

/** Takes everything up to what is confirmed for confirmed, holes included, and counts it as such. */
function jumpWatermark(db: Connection, write: WriteRequest): void {
  if (write.name !== "confirm") return;
  const { acknowledgements, destination, places = [] } = write.input;
  const confirmed = acknowledgements.map(({ id }) =>
    db.get("select lane, ordinal from event where id = ?", id)
  );
  confirmed.push(
    ...places.flatMap(({ lane, ordinals }) => ordinals.map((it) => ({ lane, ordinal: it }))),
  );
  for (const event of confirmed) {
    if (event === undefined) continue;
    const lane = [destination, event["lane"] as number] as const;
    const ordinal = db.get<{ last: number }>(
      `select coalesce(max(last), ?3) as last from confirmed_range
       where destination = ?1 and lane = ?2 and first <= ?3`,
      ...lane,
      event["ordinal"] as number,
    )!.last;
    db.run(
      "delete from confirmed_range where destination = ? and lane = ? and first <= ?",
      ...lane,
      ordinal,
    );
    db.run(
      `update lane set watermark = max(watermark, ?),
         beyond = (select coalesce(sum(c.last - c.first + 1), 0) from confirmed_range c
                   where c.destination = lane.destination and c.lane = lane.lane)
       where destination = ? and lane = ?`,
      ordinal,
      ...lane,
    );
    db.run(
      `update lane set delivered = watermark + beyond - since - skipped - shed
       where destination = ? and lane = ?`,
      ...lane,
    );
  }
}

export const ANSWERS_BEFORE_COMMIT: Variant = {
  name: "answers before the commit",
  parts: { ...SOUND_PARTS, writer: (ports) => new HastyWriter(ports) },
};

export const STRICT_COUNTER: Variant = {
  name: "refuses a panic that comes late",
  parts: { ...SOUND_PARTS, ingest: (ports) => new StrictIngest(ports) },
};

export const NO_TRANSACTION: Variant = {
  name: "writes an event, its replay state and what is owed one by one",
  parts: SOUND_PARTS,
  prepare: (disk) => disk.transact = (_connection, work) => work(),
};

export const WATERMARK_JUMPS: Variant = {
  name: "moves a watermark past a hole",
  parts: SOUND_PARTS,
  prepare: (disk) => disk.afterWrite = jumpWatermark,
};

export const FIRST_COME_FIRST_SERVED: Variant = {
  name: "publishes in the order of arrival",
  parts: { ...SOUND_PARTS, outbox: (ports) => new FifoOutbox(ports) },
};

/** Every bug that the simulation must find. */
export const BUGS: readonly Variant[] = [
  ANSWERS_BEFORE_COMMIT,
  STRICT_COUNTER,
  NO_TRANSACTION,
  WATERMARK_JUMPS,
  FIRST_COME_FIRST_SERVED,
];
