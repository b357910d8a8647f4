/** Stores a second answer to three messages, as it does before it first sends them. */
import { alarmOf, secondAnswer } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
await Promise.all(
  [1, 2, 3].map((number) => {
    const { uplink } = alarmOf(number);
    const answer = { uplink, index: 1, answer: secondAnswer(number) };
    return promised(`answer ${number}`, () => store.write("storeAnswer", answer));
  }),
);
vanish();
