/** A gateway that is killed between the two commits of an alarm. */
import assert from "node:assert/strict";
import type { TemporaryStore } from "./temporary_store.ts";

const PROGRAM = new URL("../db/writer/programs/die_when_safe.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** Leaves an alarm of `stored_alarms.ts` in a store that is safe, and has not its places. */
export async function dieWhenSafe(path: string, alarm: number): Promise<void> {
  const { signal } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", "--config", CONFIG, PROGRAM, path, String(alarm)],
    stderr: "inherit",
  }).output();
  assert.equal(signal, "SIGKILL");
}

/** How many alarms of a store are safe and have not their places, and how many events there are. */
export function whatIsStored(place: TemporaryStore): { waiting: number; events: number } {
  using db = place.connection();
  return {
    waiting: db.get("select count(*) as count from intake")!.count,
    events: db.get("select count(*) as count from event")!.count,
  };
}
