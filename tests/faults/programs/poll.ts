/** Offers events in two polls, each of which acknowledges what the one before it offered. */
import { alarmOf, LANE, STREAM } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
for (const [first, second] of [[1, 2], [3, 4]] as const) {
  await store.write("markOffered", {
    destination: STREAM,
    upTo: [{ lane: LANE, ordinal: second }],
  });
  const acknowledgements = [first, second].map((number) => {
    const { id, hash } = alarmOf(number).event;
    return { id, hash };
  });
  const confirmation = { destination: STREAM, acknowledgements, onlyOffered: true };
  await promised(`confirmed ${first}+${second}`, () => store.write("confirm", confirmation));
}
vanish();
