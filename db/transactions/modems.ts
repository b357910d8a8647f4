/** What configured modems said of themselves, and who set what on which. */
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import { type Author, authorText } from "./author.ts";

/** One configured modem as it was last found. */
export interface ModemRecord {
  /** In the configuration. */
  readonly name: string;
  /** Its port in the configuration; with another one, nothing of this holds any more. */
  readonly port: string;
  /** The name that it is found by: by-id where that is unique, else by-path, else the port. */
  readonly place: string;
  readonly kind: string;
  readonly model: string | undefined;
  readonly firmware: string | undefined;
  /** IMEI, DevEUI, UID: whatever the make has that is unique. */
  readonly serial: string | undefined;
  /** Number of its SIM card. */
  readonly sim: string | undefined;
  readonly seenAtUnixMs: number;
}

/** Remembers a modem in place of what was known of it. */
export function keepModem(db: Connection, modem: ModemRecord): void {
  db.run(
    `insert into modem (name, port, place, kind, model, firmware, serial, sim, seen_unix_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (name) do update set port = excluded.port, place = excluded.place,
       kind = excluded.kind, model = excluded.model, firmware = excluded.firmware,
       serial = excluded.serial, sim = excluded.sim, seen_unix_ms = excluded.seen_unix_ms`,
    modem.name,
    modem.port,
    modem.place,
    modem.kind,
    modem.model ?? null,
    modem.firmware ?? null,
    modem.serial ?? null,
    modem.sim ?? null,
    modem.seenAtUnixMs,
  );
}

/** Settings that a person had written to a modem. */
export interface ModemChange {
  readonly atUnixMs: number;
  readonly by: Author;
  /** In the configuration; undefined: it is in none. */
  readonly modem: string | undefined;
  readonly port: string;
  readonly kind: string;
  readonly serial: string | undefined;
  /** Each setting as it was written and read back, as JSON. */
  readonly settings: string;
  /** Whether all of them are as they were wanted. */
  readonly done: boolean;
}

/** Keeps who set what; gives the number of the record. */
export function keepModemChange(db: Connection, change: ModemChange): number {
  const row = db.get(
    `insert into modem_change (at_unix_ms, by, modem, port, kind, serial, settings, done)
     values (?, ?, ?, ?, ?, ?, ?, ?) returning number`,
    change.atUnixMs,
    authorText(change.by),
    change.modem ?? null,
    change.port,
    change.kind,
    change.serial ?? null,
    change.settings,
    change.done ? 1 : 0,
  );
  const { atUnixMs, by, done, kind, modem, port, serial } = change;
  keepAudit(db, {
    atUnixMs,
    by,
    what: "modem-configured",
    subjects: [{ kind: "modem", id: modem ?? port }],
    details: { done, kind, port, serial, change: row!.number },
  });
  return row!.number;
}
