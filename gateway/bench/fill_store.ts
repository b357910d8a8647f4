/** A large store, written straight in SQL: the gateway would take minutes to receive it. */
import { Connection } from "../../db/sqlite/connection.ts";
import type { DirectStore } from "../../db/store.ts";
import { compressBody, decompressBody, type StoredBody } from "../../db/schema/compressed_body.ts";
import { settleBenchDestinations } from "./core.ts";
import { STREAM } from "./gateway_process.ts";
import { sampleEvent } from "./sample_events.ts";

/** How bodies are stored: as the gateway does, or as the text that they are, for floors. */
export type BodyForm = "packed" | "text";

const PIECE = 50_000;
const ID_BYTES = 16;
const CACHE_KIB = 200_000;

/** Makes a store hold so many events of priority low, owed to the destinations of the bench. */
export async function fillStore(
  store: DirectStore,
  path: string,
  count: number,
  onProgress: (done: number) => void,
  form: BodyForm = "packed",
): Promise<void> {
  const numbers = await settleBenchDestinations(store);
  using connection = new Connection(path, "write");
  connection.script(`pragma cache_size = -${CACHE_KIB}`);
  for (let done = 0; done < count; done += PIECE) {
    const last = Math.min(count, done + PIECE);
    connection.transaction(() =>
      insertEvents(connection, numbers.get(STREAM)!, { first: done + 1, last, form })
    );
    onProgress(last);
  }
}

/** Turns the bodies of a store into the text that they are, as a floor keeps them. */
export function storeAsText(path: string): void {
  using connection = new Connection(path, "write");
  connection.transaction(() => {
    for (const { body, sequence } of connection.all("select sequence, body from event")) {
      const text = decompressBody(body as StoredBody);
      connection.run("update event set body = ? where sequence = ?", text, sequence as number);
    }
  });
}

/** Stores the events of these sequences; all are of one lane, so ordinals are the same numbers. */
function insertEvents(
  db: Connection,
  destination: number,
  { first, form, last }: { readonly first: number; readonly last: number; readonly form: BodyForm },
): void {
  const { body, hash, lane, receivedAtUnixMs, type } = sampleEvent();
  const numbers = "with recursive n(i) as (select ? union all select i + 1 from n where i < ?)";
  db.run(
    `${numbers} insert into event (sequence, id, lane, ordinal, type, received_unix_ms, hash, body)
     select i, randomblob(${ID_BYTES}), ?, i, ?, ?, ?, ? from n`,
    ...[
      first,
      last,
      lane,
      type,
      receivedAtUnixMs,
      hash,
      form === "packed" ? compressBody(body) : body,
    ],
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
