/**
 * A store as a busy zone has it after a month: reports of all wearables, written straight in SQL, and
 * alarms that came by the gateway's own intake, nearly all closed.
 */
import { Connection } from "../../../db/sqlite/connection.ts";
import { compressBody } from "../../../db/schema/compressed_body.ts";
import { DirectStore, type NewEvent, ownAct } from "../../../db/store.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { confirmAll } from "../full_store.ts";
import { STREAM } from "../gateway_process.ts";
import { BenchIntake } from "../intake.ts";
import { reportOf } from "../sample_events.ts";
import { benchIdentities, FrameSource } from "../wearables.ts";

/** How busy it is. */
export interface BusyZone {
  readonly wearables: number;
  readonly events: number;
  /** Closed ones; a few more are open. */
  readonly incidents: number;
}

/** Alarms that wait for an operator. */
const OPEN = 5;
const PIECE = 50_000;
const ID_BYTES = 16;
const CACHE_KIB = 200_000;
/** Over how long the reports are spread, in ms. */
const MONTH_MS = 30 * 86_400_000;
/** Of a wearable, in turns: it charges in one of so many reports. */
const KINDS = [
  { name: "heartbeat", flags: [] },
  { name: "position", flags: ["moving"] },
  { name: "heartbeat", flags: ["charging"] },
] as const;

/** Fills a store that does not exist yet. @returns An open incident and its wearable. */
export async function fillBusyStore(
  path: string,
  zone: BusyZone,
  onProgress: (done: number) => void,
): Promise<{ readonly incident: string; readonly wearable: string }> {
  const identities = benchIdentities(zone.wearables);
  const sources = identities.map((identity) => new FrameSource(identity));
  {
    await using intake = await BenchIntake.open(path, identities);
    await intake.takeAll(sources.map((source) => source.position()));
  }
  writeReports(path, identities.map(({ uid }) => uid), zone.events, onProgress);
  {
    await using intake = await BenchIntake.open(path, []);
    const pressed = Array.from({ length: zone.incidents + OPEN }, (_, n) => n % zone.wearables);
    await intake.takeAll(pressed.map((n) => sources[n]!.panic()));
  }
  confirmAll(path);
  return closeAllBut(path, OPEN);
}

/** Spreads reports over a month that ends now, those of all wearables in turns. */
function writeReports(
  path: string,
  uids: readonly string[],
  count: number,
  onProgress: (done: number) => void,
): void {
  using db = new Connection(path, "write");
  db.script(`pragma cache_size = -${CACHE_KIB}`);
  const { lane } = fillTemplates(db, uids);
  const before = db.get("select count(*) as n from event")!.n as number;
  db.run("update event set received_unix_ms = received_unix_ms - ?", MONTH_MS);
  const beginUnixMs = Date.now() - MONTH_MS;
  const stream = db.get("select number from destination where name = ?", STREAM)!.number as number;
  for (let done = 0; done < count; done += PIECE) {
    const last = Math.min(count, done + PIECE);
    const numbers = "with recursive n(i) as (select ? union all select i + 1 from n where i < ?)";
    const pieces = [before + done + 1, before + last] as const;
    db.transaction(() => {
      db.run(
        `${numbers} insert into event
           (sequence, id, lane, ordinal, type, device, received_unix_ms, hash, body)
         select i, randomblob(${ID_BYTES}), ?, i, t.type, t.device, ? + cast(? * (i - ?) as integer),
                t.hash, t.body
         from n join temp.template t on t.n = i % (select count(*) from temp.template)`,
        ...pieces,
        lane,
        beginUnixMs,
        MONTH_MS / count,
        before,
      );
      db.run(
        `${numbers} insert into stream_entry (destination, number, sequence, hash)
         select ?, i, i, zeroblob(32) from n`,
        ...pieces,
        stream,
      );
      for (const name of ["sequence", `lane/${lane}`]) {
        db.run("insert or replace into tally (name, value) values (?, ?)", name, before + last);
      }
    });
    onProgress(last);
  }
}

/** What each wearable says of each kind; the lane of all. */
function fillTemplates(db: Connection, uids: readonly string[]): NewEvent {
  db.script("create temp table template (n integer primary key, type, device, hash, body)");
  let event!: NewEvent;
  for (const [at, { flags, name }] of KINDS.entries()) {
    for (const [index, uid] of uids.entries()) {
      event = reportOf({ uid, name, flags });
      const device = db.get("select number from device where uid = ?", uid)!.number as number;
      const n = at * uids.length + index;
      const row = [n, event.type, device, event.hash, compressBody(event.body)];
      db.run("insert into temp.template values (?, ?, ?, ?, ?)", ...row);
    }
  }
  return event;
}

/** Closes alarms, as dispatch does; the newest stay open. */
function closeAllBut(path: string, open: number) {
  using store = new DirectStore(path);
  const all = store.read.incidents.before(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  for (const [n, { id }] of all.slice(open).entries()) {
    store.writeNow("moveIncident", {
      incident: decodeHex(id)!,
      to: "closed",
      by: ownAct("bench"),
      outcome: n % 10 === 0 ? "real" : "false",
      reason: "bench",
      way: "receipt",
      via: STREAM,
      atUnixMs: Date.now(),
    });
  }
  return { incident: all[0]!.id, wearable: all[0]!.device };
}
