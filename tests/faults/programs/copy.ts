/** Copies the store while it is written to. */
import { Connection } from "../../../db/sqlite/connection.ts";
import { alarmOf } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
const [path] = Deno.args;
const connection = new Connection(path!, "read");
await Promise.all([
  promised("event 11", () => store.write("acceptFrame", alarmOf(11))),
  promised("copy", () => connection.copyTo(`${path}.copy`)),
]);
vanish();
