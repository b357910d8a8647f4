import type { DatabaseSync } from "node:sqlite";

/** What a script writes of a frame, each prepared once. */
export function statementsOf(database: DatabaseSync) {
  const prepare = (sql: string) => database.prepare(sql);
  return {
    begin: prepare("begin immediate"),
    commit: prepare("commit"),
    count: prepare(
      `insert into tally (name, value) values (?, ?)
       on conflict (name) do update set value = excluded.value`,
    ),
    incidentState: prepare("select state from incident where id = ?"),
    isSeen: prepare(
      "select 1 from seen where device = ? and kid = ? and epoch = ? and counter = ?",
    ),
    event: prepare(
      `insert into event (sequence, lane, ordinal, device, kid, epoch, counter, tag, answerable, hash,
                          id, type, incident, received_unix_ms, body, checksum)
       values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    stream: prepare(
      "insert into stream_entry (destination, number, sequence, hash) values (?, ?, ?, ?)",
    ),
    seen: prepare(
      `insert into seen (device, kid, epoch, counter, tag, event, answers)
       values (?, ?, ?, ?, ?, ?, ?)`,
    ),
    incident: prepare(
      `insert into incident (id, device, kid, alarm, opened, opened_unix_ms)
       values (?, ?, ?, ?, ?, ?)`,
    ),
    key: prepare(
      `update device_key set heard_unix_ms = ?, newest_epoch = ?, newest_counter = ?,
                             state = 'current' where device = ? and kid = ?`,
    ),
  };
}
