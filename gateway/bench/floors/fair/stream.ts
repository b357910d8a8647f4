/** One stream of a store: what it acknowledges, and what it is owed next. */
import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { sha256 } from "./event.ts";
import { jsonOf } from "./script.ts";

/** Ids as 32, hashes as 64 hex digits. */
export interface Acknowledgement {
  readonly id: string;
  readonly hash: string;
}

interface EntryRow {
  readonly sequence: number;
  readonly ordinal: number;
  readonly number: number;
  readonly hash: Uint8Array;
  readonly previous: Uint8Array | null;
  readonly body: string;
}

interface Lane {
  readonly lane: number;
  watermark: number;
  offered: number;
  readonly last: number;
}

const PRIORITIES = ["critical", "high", "normal", "low"] as const;
const NO_HASH = "0".repeat(64);

export class ScriptStream {
  readonly #lanes: readonly Lane[];
  readonly #number: number;
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(readonly database: DatabaseSync, name: string) {
    this.#sql = statementsOf(database);
    this.#number = this.#sql.number.get(name)!["number"] as number;
    this.#lanes = this.#sql.lanes.all(this.#number) as unknown as Lane[];
  }

  /** Commits what is acknowledged; the answer in JSON, the most urgent events first. */
  poll(ack: readonly Acknowledgement[], maxEvents: number): string {
    const verdicts = this.#acknowledge(ack);
    const events: string[] = [];
    for (const lane of this.#lanes) {
      if (lane.watermark === lane.last || events.length === maxEvents) continue;
      const wanted = maxEvents - events.length;
      const rows = this.#sql.owed.all(this.#number, lane.lane, lane.watermark, wanted);
      for (const row of rows as unknown as EntryRow[]) {
        events.push(jsonInStream(row));
        lane.offered = Math.max(lane.offered, row.ordinal);
      }
    }
    const more = this.#lanes.some(({ last, offered }) => offered < last);
    const head = JSON.stringify({
      sequence: this.#sql.newest.get()!["n"],
      pending: this.#pending(),
    });
    return `{"events":[${events.join()}],"more":${more},${
      JSON.stringify(verdicts).slice(1, -1)
    },"head":${head}}`;
  }

  #acknowledge(ack: readonly Acknowledgement[]) {
    const verdicts = {
      acknowledged: [] as string[],
      unknown: [] as string[],
      refused: [] as string[],
    };
    if (ack.length === 0) return verdicts;
    const confirmed = new Map<Lane, number[]>();
    this.#sql.begin.run();
    for (const { hash, id } of ack) {
      const row = this.#sql.event.get(Buffer.from(id, "hex"));
      const lane = this.#lanes.find((it) => it.lane === row?.["lane"]);
      const ordinal = row?.["ordinal"] as number;
      if (lane === undefined || ordinal > lane.offered) verdicts.unknown.push(id);
      else if (!timingSafeEqual(Buffer.from(hash, "hex"), row!["hash"] as Uint8Array)) {
        verdicts.refused.push(id);
      } else {
        verdicts.acknowledged.push(id);
        confirmed.set(lane, [...confirmed.get(lane) ?? [], ordinal]);
      }
    }
    for (const [lane, ordinals] of confirmed) this.#moveOn(lane, new Set(ordinals));
    this.#sql.commit.run();
    return verdicts;
  }

  /** Polls acknowledge all that they were given, so what is confirmed has no gap. */
  #moveOn(lane: Lane, ordinals: Set<number>): void {
    while (ordinals.delete(lane.watermark + 1)) lane.watermark++;
    if (ordinals.size > 0) throw new Error("an event was acknowledged before one that was not");
    this.#sql.lane.run(lane.watermark, lane.watermark, lane.offered, this.#number, lane.lane);
  }

  #pending(): Record<string, number> {
    const pending: Record<string, number> = { critical: 0, high: 0, normal: 0, low: 0 };
    for (const { lane, last, watermark } of this.#lanes) {
      pending[PRIORITIES[lane >> 1]!]! += last - watermark;
    }
    return pending;
  }
}

function jsonInStream({ body, hash, number, previous, sequence }: EntryRow): string {
  if (!timingSafeEqual(sha256(body), hash)) throw new Error(`event ${sequence} is damaged`);
  const before = previous === null ? NO_HASH : previous.toHex();
  const json = jsonOf(body, hash, sequence).slice(0, -1);
  return `${json},"streamsequence":${number},"previoushash":"${before}"}`;
}

function statementsOf(database: DatabaseSync) {
  const prepare = (sql: string) => database.prepare(sql);
  return {
    begin: prepare("begin immediate"),
    commit: prepare("commit"),
    number: prepare("select number from destination where name = ?"),
    lanes: prepare(
      `select lane, watermark, offered,
              coalesce((select max(ordinal) from event e where e.lane = l.lane), watermark) as last
       from lane l where destination = ? order by lane`,
    ),
    newest: prepare("select max(sequence) as n from event"),
    event: prepare("select lane, ordinal, hash from event where id = ?"),
    owed: prepare(
      `select e.sequence, e.ordinal, e.hash, e.body, s.number, p.hash as previous
       from event e
       join stream_entry s on s.destination = ?1 and s.sequence = e.sequence
       left join stream_entry p on p.destination = ?1 and p.number = s.number - 1
       where e.lane = ?2 and e.ordinal > ?3 order by e.ordinal limit ?4 + 0`,
    ),
    lane: prepare(
      `update lane set delivered = delivered + ?1 - watermark, watermark = ?2, offered = ?3
       where destination = ?4 and lane = ?5`,
    ),
  };
}
