/** `vigil audit export`: what was done and by whom, where it is no step of a wearable. */
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { keepLook } from "./looks.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { print } from "./output.ts";

/** Acts read at once. */
const PAGE = 500;

/** Prints every act, newest first, one JSON object a line. */
export function runAuditExportCommand(options: CommandOptions): Promise<number> {
  return withStore(options, async (store) => {
    const { read: reader } = store;
    await keepLook(store, "audit export", {});
    for (let before = 0;;) {
      const page = reader.acts.before(before, PAGE);
      for (const { atUnixMs, ...act } of page) {
        print(JSON.stringify({ ...act, at: isoTime(atUnixMs as UnixMs) }));
      }
      if (page.length < PAGE) return 0;
      before = page.at(-1)!.number;
    }
  });
}
