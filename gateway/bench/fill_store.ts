/** A large store, written straight in SQL: the gateway would take minutes to receive it. */
import { Connection } from "../../db/sqlite/connection.ts";
import type { DirectStore } from "../../db/store.ts";
import { packBody } from "../../db/schema/compressed_body.ts";
import { PRIORITIES } from "../../devices/event.ts";
import { MQTT_DESTINATION, STREAM } from "./gateway_process.ts";
import { sampleEvent } from "./sample_events.ts";

const PIECE = 50_000;
const ID_BYTES = 16;
const CACHE_KIB = 200_000;

/** Makes a store hold so many events of priority low, owed to the destinations of the bench. */
export async function fillStore(
  store: DirectStore,
  path: string,
  count: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const settings = { priorities: PRIORITIES, required: false, unverified: false };
  const destinations = [
    { ...settings, name: STREAM, type: "stream" },
    { ...settings, name: MQTT_DESTINATION, type: "mqtt" },
  ] as const;
  const numbers = await store.write("settleDestinations", { destinations, atUnixMs: Date.now() });
  using connection = new Connection(path, "write");
  connection.script(`pragma cache_size = -${CACHE_KIB}`);
  for (let done = 0; done < count; done += PIECE) {
    const last = Math.min(count, done + PIECE);
    connection.transaction(() => insertEvents(connection, numbers.get(STREAM)!, done + 1, last));
    onProgress(last);
  }
}

/** Stores the events of these sequences; all are of one lane, so ordinals are the same numbers. */
function insertEvents(db: Connection, destination: number, first: number, last: number): void {
  const { body, hash, lane, receivedAtUnixMs, type } = sampleEvent();
  const numbers = "with recursive n(i) as (select ? union all select i + 1 from n where i < ?)";
  db.run(
    `${numbers} insert into event (sequence, id, lane, ordinal, type, received_unix_ms, hash, body)
     select i, randomblob(${ID_BYTES}), ?, i, ?, ?, ?, ? from n`,
    ...[first, last, lane, type, receivedAtUnixMs, hash, packBody(body)],
  );
  db.run(
    `${numbers} insert into stream_entry (destination, number, sequence, hash)
     select ?, i, i, ? from n`,
    ...[first, last, destination, hash],
  );
  for (const name of ["sequence", `lane/${lane}`]) {
    db.run("insert or replace into tally (name, value) values (?, ?)", name, last);
  }
}
