/** Keeps the receipts of a broker's subscriber for three events. */
import { alarmOf, BROKER } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
await Promise.all(
  [1, 2, 3].map((number) => {
    const acknowledgements = [{ id: alarmOf(number).event.id }];
    const confirmation = { destination: BROKER, acknowledgements, onlyOffered: false };
    return promised(`confirmed ${number}`, () => store.write("confirm", confirmation));
  }),
);
vanish();
