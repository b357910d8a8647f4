/**
 * What a script writes when dispatch has events: how far each lane is confirmed, and of alarms the
 * evidence, the incident that is received now, and the answer "received" to the wearable.
 *
 * It publishes and is answered in the order of each lane, so one number a lane says it all.
 */
import { Buffer } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import type { ScriptEvent } from "./store.ts";

const RECEIVED = 9;

/** An event that was confirmed. */
export interface ConfirmedEvent {
  readonly sequence: number;
  readonly lane: number;
  readonly ordinal: number;
  /** Of events that the script took itself: what its incident and its answer are. */
  readonly event?: Pick<
    ScriptEvent,
    "counter" | "device" | "epoch" | "incident" | "kid" | "tag"
  >;
}

export class ScriptConfirmations {
  readonly #sql: ReturnType<typeof statementsOf>;

  /** @param destination Its name in the store. */
  constructor(readonly database: DatabaseSync, readonly destination: string) {
    this.#sql = statementsOf(database);
  }

  /** Makes confirmations durable, in one transaction. */
  confirm(events: readonly ConfirmedEvent[]): void {
    this.#sql.begin.run();
    const lanes = new Map<number, number>();
    for (const { lane, ordinal } of events) {
      lanes.set(lane, Math.max(ordinal, lanes.get(lane) ?? 0));
    }
    for (const [lane, ordinal] of lanes) {
      this.#sql.lane.run(ordinal, ordinal, ordinal, this.destination, lane);
    }
    const now = Date.now();
    for (const confirmed of events) this.#keepEvidence(confirmed, now);
    this.#sql.commit.run();
  }

  #keepEvidence({ event, sequence }: ConfirmedEvent, now: number): void {
    if (event?.incident === undefined) return;
    const { counter, device, epoch, incident, kid, tag } = event;
    this.#sql.delivery.run(sequence, now, now, this.destination);
    const moved = this.#sql.incident.run(incident);
    if (moved.changes > 0) {
      this.#sql.transition.run(incident, this.destination, this.destination, now);
    }
    this.#sql.answer.run(receivedAnswer(now), device, kid, epoch, counter, tag);
  }
}

/** Type, status 0, Unix seconds. */
function receivedAnswer(now: number): Buffer {
  const plaintext = Buffer.alloc(6);
  plaintext[0] = RECEIVED;
  plaintext.writeUInt32BE(Math.floor(now / 1_000), 2);
  return plaintext;
}

function statementsOf(database: DatabaseSync) {
  const prepare = (sql: string) => database.prepare(sql);
  return {
    begin: prepare("begin immediate"),
    commit: prepare("commit"),
    lane: prepare(
      `update lane set delivered = delivered + ? - watermark, watermark = ?,
                       offered = max(offered, ?)
       where destination = (select number from destination where name = ?) and lane = ?`,
    ),
    delivery: prepare(
      `insert into delivery (event, destination, offered_unix_ms, confirmed_unix_ms)
       select ?, number, ?, ? from destination where name = ?`,
    ),
    incident: prepare("update incident set state = 'received' where id = ? and state = 'new'"),
    transition: prepare(
      `insert into incident_transition (incident, state, by, way, via, at_unix_ms)
       values (?, 'received', ?, 'receipt', ?, ?)`,
    ),
    answer: prepare(
      `update seen set answers = cast(answers || ? as blob)
       where device = ? and kid = ? and epoch = ? and counter = ? and tag = ?`,
    ),
  };
}
