/** Starts with a configuration from which one destination is gone, and to which one has come. */
import { LATE, settled } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
await promised("settled", () => store.write("settleDestinations", settled(["dispatch", LATE])));
vanish();
