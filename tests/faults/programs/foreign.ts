/** Takes three frames of another maker's device, the second and third in one batch. */
import { foreignAlarmOf } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
await Promise.all(
  [11, 12, 13].map((number) =>
    promised(`event ${number}`, () => store.write("acceptForeign", foreignAlarmOf(number)))
  ),
);
vanish();
