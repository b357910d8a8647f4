import { Store } from "../../../db/store.ts";

/** Opens the store whose path the program was given, as the gateway does. */
export function openStore(): Promise<Store> {
  return Store.open(Deno.args[0]!);
}

/**
 * Does something and tells the test that watches: `ask FACT` before, `ack FACT` once it is promised
 * that the fact outlives everything.
 */
export async function promised(fact: string, doing: () => Promise<unknown>): Promise<void> {
  say(`ask ${fact}`);
  await doing();
  say(`ack ${fact}`);
}

/** Ends as a process does that is not asked: nothing is closed. */
export function vanish(): never {
  Deno.exit(0);
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
