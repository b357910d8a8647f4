/** Stores an event and stops as it is asked to: the log goes into the database. */
import { alarmOf } from "../prepared_store.ts";
import { openStore, promised } from "./promised.ts";

const store = await openStore();
await promised("event 11", () => store.write("acceptFrame", alarmOf(11)));
await store[Symbol.asyncDispose]();
