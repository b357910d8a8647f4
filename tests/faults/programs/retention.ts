/** Removes what is too old, four events a step. */
import { LANE } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const limits = { telemetry: Infinity, positions: Infinity, events: Infinity };
const store = await openStore();
for (const afterOrdinal of [0, 4]) {
  const step = { lane: LANE, afterOrdinal, count: 4, limits };
  await promised(`expired after ${afterOrdinal}`, () => store.write("expireEvents", step));
}
vanish();
