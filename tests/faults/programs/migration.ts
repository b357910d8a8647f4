/** Starts without a store, and stores an event. */
import { alarmOf, settled } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
await store.write("settleDestinations", settled());
await promised("event 1", () => store.write("acceptFrame", alarmOf(1)));
vanish();
