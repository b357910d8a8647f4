/** Takes three new alarms, the second and third in one batch; dispatch is told of each when it is safe. */
import { alarmOf } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
await Promise.all([11, 12, 13].map(async (number) => {
  const safe = Promise.withResolvers<void>();
  const write = store.write("acceptFrame", alarmOf(number), safe.resolve);
  await promised(`event ${number}`, () => safe.promise);
  await write;
}));
vanish();
