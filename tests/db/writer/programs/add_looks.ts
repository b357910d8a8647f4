/** Writes looks into the audit chain of a store, as a command on the box does. */
import { DirectStore } from "../../../../db/store.ts";

const [path, count] = Deno.args;
using store = new DirectStore(path!);
const by = { kind: "box", name: "jan" } as const;
for (let at = 0; at < Number(count); at++) {
  const subjects = [{ kind: "wearable", id: `d-${at}` }] as const;
  store.writeNow("keepAudit", { by, atUnixMs: at, what: "wearable-viewed", subjects });
}
