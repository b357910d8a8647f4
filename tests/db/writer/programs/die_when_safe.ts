/** Stores an alarm, and dies by SIGKILL in the moment in which dispatch may be told of it. */
import process from "node:process";
import { Store } from "../../../../db/store.ts";
import { alarmOf } from "../../../support/stored_alarms.ts";

const store = await Store.open(Deno.args[0]!);
await store.write("acceptFrame", alarmOf(Number(Deno.args[1])), () => {
  process.kill(process.pid, "SIGKILL");
});
