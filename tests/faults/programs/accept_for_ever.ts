/** Takes new frames until it is killed, a few at a time, while others look at them. */
import { alarmOf, ALARMS } from "../prepared_store.ts";
import { openStore, promised } from "./promised.ts";

/** Frames on their way at one time. */
const AT_ONCE = 4;

const store = await openStore();
const by = { kind: "person", name: "an" } as const;
await Promise.all(
  Array.from({ length: AT_ONCE }, async (_, at) => {
    for (let number = ALARMS + 1 + at;; number += AT_ONCE) {
      await promised(`event ${number}`, () => store.write("acceptFrame", alarmOf(number)));
      const subjects = [{ kind: "event", id: `${number}` }] as const;
      void store.write("keepAudit", { by, atUnixMs: number, what: "event-viewed", subjects });
    }
  }),
);
