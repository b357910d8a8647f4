/** A command beside a running gateway: adds `count` wearables, each in a transaction of its own. */
import { DirectStore } from "../../../../db/store.ts";

const [path, count] = Deno.args;
using store = new DirectStore(path!);
for (let number = 0; number < Number(count); number++) {
  store.writeNow("addDevice", {
    uid: `d-${number}`,
    kid: 1,
    rootKey: new Uint8Array(16).fill(number),
    epoch: 0,
    createdAtUnixMs: 0,
  });
}
