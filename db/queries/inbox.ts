/** Queries of short messages that are not done. */
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { KeptMessage } from "../transactions/inbox.ts";

/** A message that waits for what it means. */
export type WaitingMessage = Omit<KeptMessage, "place">;

/** Messages that are kept and not done, in the order they came. */
export function waiting(db: Connection): WaitingMessage[] {
  return db.all("select * from inbox where done = 0 order by number").map((row) =>
    defined({
      digest: row.digest,
      modem: row.modem,
      pdu: row.pdu,
      announcedBytes: row.announced ?? undefined,
      receivedUnixMs: row.received_unix_ms,
      bootId: row.boot_id,
      uptimeMs: row.uptime_ms,
    })
  );
}
