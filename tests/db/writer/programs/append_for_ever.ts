/**
 * A gateway reduced to its store, to be killed: appends events and confirms some, for ever. On stdout
 * `ask N` before event N is asked for, `event N` and `confirmed N` after the commit.
 */
import { Store } from "../../../../db/store.ts";
import { destinationOf, eventOf } from "../../../support/temporary_store.ts";

/** Events on their way at one time, so that a kill meets batches. */
const AT_ONCE = 8;

const [path, firstNumber] = Deno.args;
const store = await Store.open(path!);
await store.write("settleDestinations", { destinations: [destinationOf("a")], atUnixMs: 0 });

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function appendForEver(first: number): Promise<void> {
  for (let number = first;; number += AT_ONCE) {
    say(`ask ${number}`);
    await store.write("appendEvents", [eventOf(number)]);
    say(`event ${number}`);
    if (number % 3 !== 0) continue;
    const acknowledgements = [{ id: eventOf(number).id }];
    await store.write("confirm", { destination: 1, acknowledgements, onlyOffered: false });
    say(`confirmed ${number}`);
  }
}

await Promise.all(
  Array.from({ length: AT_ONCE }, (_, at) => appendForEver(Number(firstNumber) + at)),
);
