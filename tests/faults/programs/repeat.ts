/** Hears a frame again, three times. */
import { alarmOf } from "../prepared_store.ts";
import { openStore, promised, vanish } from "./promised.ts";

const store = await openStore();
const { uplink } = alarmOf(1);
await Promise.all(
  [1, 2, 3].map((atUnixMs) =>
    promised(
      `reception ${atUnixMs}`,
      () => store.write("repeatFrame", { uplink, reception: { atUnixMs, modem: "lora-1" } }),
    )
  ),
);
vanish();
