/**
 * The rows that a frame leaves, written to a store that the gateway made: the same tables and indexes,
 * the same settings of SQLite (WAL, FULL, care for torn sectors), all of it in the script's one thread.
 *
 * What a script does not need is left out: bodies are stored as plain text, and counters are kept
 * in memory and written once a transaction.
 */
import { crc32 } from "node:zlib";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { SenderRow } from "./senders.ts";
import { statementsOf } from "./statements.ts";

/** An event as it is stored. */
export interface ScriptEvent {
  readonly id: Uint8Array;
  readonly lane: number;
  readonly name: string;
  readonly device: number;
  readonly kid: number;
  readonly epoch: number;
  readonly counter: number;
  /** 8 bytes. */
  readonly tag: Uint8Array;
  readonly incident: Uint8Array | undefined;
  /** Number of the alarm whose incident it opens. */
  readonly opens: number | undefined;
  readonly atUnixMs: number;
  readonly hash: Uint8Array;
  readonly body: string;
  /** Plaintext of its first answer, 6 bytes. */
  readonly answer: Uint8Array;
}

/** Opens the store with the settings of the gateway. */
export function openStore(path: string): DatabaseSync {
  const location = pathToFileURL(path);
  location.searchParams.set("psow", "0");
  const database = new DatabaseSync(location);
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  return database;
}

/** The wearables that a store knows. */
export function senderRows(database: DatabaseSync): SenderRow[] {
  return database.prepare(
    `select d.number, d.uid, d.reference, d.assignment as state, k.kid, k.root_key as rootKey,
            k.newest_epoch as newestEpoch, k.newest_counter as newestCounter
     from device d join device_key k on k.device = d.number`,
  ).all() as unknown as SenderRow[];
}

export class ScriptStore {
  readonly #counters = new Map<string, number>();
  readonly #moved = new Set<string>();
  readonly #streams: readonly { readonly number: number; readonly lane: number }[];
  readonly #lastNumbers = new Map<number, number>();
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(readonly database: DatabaseSync) {
    this.#sql = statementsOf(database);
    for (const { name, value } of database.prepare("select name, value from tally").all()) {
      this.#counters.set(name as string, value as number);
    }
    this.#streams = database.prepare(
      `select d.number, l.lane from destination d join lane l on l.destination = d.number
       where d.type = 'stream' and l.subscribed = 1`,
    ).all() as never;
    const last = "select destination, max(number) as number from stream_entry group by destination";
    for (const { destination, number } of database.prepare(last).all()) {
      this.#lastNumbers.set(destination as number, number as number);
    }
  }

  /** Runs work in one transaction, and writes the counters that it moved. */
  transaction(work: () => void): void {
    this.#sql.begin.run();
    work();
    for (const name of this.#moved) this.#sql.count.run(name, this.#counters.get(name)!);
    this.#moved.clear();
    this.#sql.commit.run();
  }

  /** State of an incident; undefined: there is no such incident. */
  incidentState(id: Uint8Array): string | undefined {
    return this.#sql.incidentState.get(id)?.["state"] as string | undefined;
  }

  /** Whether a message that is not the newest of its wearable was taken before. */
  isSeen({ device, kid, epoch, counter }: Omit<ScriptEvent, "body" | "hash">): boolean {
    return this.#sql.isSeen.get(device, kid, epoch, counter) !== undefined;
  }

  /** Stores an event with everything that follows from it; its place. */
  insert(event: ScriptEvent): { readonly sequence: number; readonly ordinal: number } {
    const { answer, atUnixMs, counter, device, epoch, kid, lane, tag } = event;
    this.#count("frames/received");
    this.#count("frames/accepted");
    const sequence = this.#count("sequence");
    const ordinal = this.#count(`lane/${lane}`);
    const numbers = [sequence, lane, ordinal, device, kid, epoch, counter] as const;
    this.#sql.event.run(
      ...numbers,
      tag,
      event.hash,
      event.id,
      event.name,
      event.incident ?? null,
      atUnixMs,
      event.body,
      checksumOf(numbers, event),
    );
    for (const stream of this.#streams) {
      if (stream.lane === lane) this.#number(stream.number, sequence, event.hash);
    }
    this.#sql.seen.run(device, kid, epoch, counter, tag, sequence, answer);
    if (event.opens !== undefined) {
      this.#sql.incident.run(event.incident!, device, kid, event.opens, sequence, atUnixMs);
    }
    return { sequence, ordinal };
  }

  /** Keeps the replay state of a wearable. */
  keepState(
    sender: Pick<SenderRow, "kid" | "newestCounter" | "newestEpoch" | "number">,
    at: number,
  ) {
    const { kid, newestCounter, newestEpoch, number } = sender;
    this.#sql.key.run(at, newestEpoch, newestCounter, number, kid);
  }

  #number(destination: number, sequence: number, hash: Uint8Array): void {
    const number = (this.#lastNumbers.get(destination) ?? 0) + 1;
    this.#lastNumbers.set(destination, number);
    this.#sql.stream.run(destination, number, sequence, hash);
  }

  #count(name: string): number {
    const value = (this.#counters.get(name) ?? 0) + 1;
    this.#counters.set(name, value);
    this.#moved.add(name);
    return value;
  }
}

/** CRC-32 of the columns that the body does not say. */
function checksumOf(numbers: readonly number[], { hash, tag }: ScriptEvent): number {
  const hex = (bytes: Uint8Array) => bytes.toHex();
  return crc32(`${numbers.join(" ")} ${hex(tag)} 1 ${hex(hash)}`);
}
