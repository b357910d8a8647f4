/** Does what people and programs ask for, and closes a day of the audit chain between. */
import { type Act, ACTS, CLOSED_DAY } from "../acts.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
const does = (acts: readonly Act[]) =>
  Promise.all(acts.map(({ fact, run }) => promised(fact, () => run(store))));
await does(ACTS.slice(0, 2));
await promised("a day is closed", () => store.write("closeAuditDays", CLOSED_DAY));
await does(ACTS.slice(2));
vanish();
