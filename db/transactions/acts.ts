/** What was done and by whom, where it is no step of a wearable and no transition of an incident. */
import type { Connection } from "../sqlite/connection.ts";
import { authorText } from "./author.ts";
import type { Actor } from "./device_step.ts";

/** A word for each act; it does not change. */
export const ACTS = [
  "token-created",
  "token-revoked",
  "store-restored",
  "destination-forgotten",
  "modem-probed",
  "modem-tested",
  "modem-reset",
] as const;
export type ActName = (typeof ACTS)[number];

export interface Act extends Actor {
  readonly what: ActName;
  /** What it was done to: the name of a token, a modem or a destination, a file. */
  readonly subject: string;
  /** Never a key, a secret or a position. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Longest name that is kept of who did something. */
const NAME_LIMIT = 256;

/** Keeps an act; nothing ever removes or changes one. */
export function keepAct(db: Connection, { atUnixMs, by, details = {}, subject, what }: Act): void {
  db.run(
    "insert into act (at_unix_ms, by, what, subject, details) values (?, ?, ?, ?, ?)",
    atUnixMs,
    authorText(by).slice(0, NAME_LIMIT),
    what,
    subject,
    JSON.stringify(details),
  );
}
