/**
 * Numbers that wearables of this product send short messages from: those alone are answered. They are
 * kept beside the senders of foreign formats, so that no number is of two wearables.
 */
import type { Connection } from "../sqlite/connection.ts";
import { keepOwnStep } from "./device_step.ts";

/** Codec of a number whose frames are of this product: its frames prove themselves, not the number. */
export const OWN_CODEC = "vf1";

/** The number that a new frame came from becomes its wearable's, if it has none and it is free. */
export function adoptNumber(
  db: Connection,
  { atUnixMs, device, number }: {
    readonly device: number;
    readonly number: string;
    readonly atUnixMs: number;
  },
): void {
  const changed = db.run(
    `insert into foreign_sender (kind, address, device, codec)
     select 'sms', ?, ?, ?
     where not exists (select 1 from foreign_sender where device = ? and codec = ?)
     on conflict do nothing`,
    number,
    device,
    OWN_CODEC,
    device,
    OWN_CODEC,
  );
  if (changed === 0) return;
  const actor = { by: { kind: "gateway", name: "its first message" }, atUnixMs } as const;
  keepOwnStep(db, device, actor, "changed", { linked: "sms", codec: OWN_CODEC });
}
