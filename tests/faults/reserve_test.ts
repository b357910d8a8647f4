/** How many alarms the reserve of a full disk is good for. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Store } from "../../db/store.ts";
import { alarmOf } from "../support/stored_alarms.ts";
import { destinationOf } from "../support/temporary_store.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { until } from "../support/until.ts";
import { report } from "./four_numbers.ts";
import { IS_LONG } from "./programs_here.ts";

const RESERVE_BYTES = 256 << 20;
/** Alarms that the reserve of the usual size must take. */
const ALARMS = 50_000;
/** Alarms on their way at one time. */
const BURST = 50;

Deno.test({
  name: "The reserve takes 50 000 alarms of a disk that is full",
  ignore: !IS_LONG,
  async fn() {
    using disk = SmallDisk.mount(2.5 * RESERVE_BYTES);
    if (disk === undefined) return;
    const path = join(disk.folder, "vigil.db");
    await using store = await Store.open(path, {}, { reserveBytes: RESERVE_BYTES });
    await store.write("settleDestinations", {
      destinations: [destinationOf("dispatch", { required: true }), destinationOf("other")],
      atUnixMs: 0,
    });
    const reserve = `${path}-reserve`;
    await until("the reserve is made", () => isWhole(reserve), 600_000);
    disk.fill();
    const before = Deno.statSync(path).size;
    for (let number = 1; number <= ALARMS; number += BURST) {
      const writes = Array.from(
        { length: BURST },
        (_, at) => store.write("acceptFrame", alarmOf(number + at)),
      );
      await Promise.all(writes);
    }
    const bytes = Deno.statSync(path).size - before;
    report({ alarms: ALARMS, bytesPerAlarm: Math.round(bytes / ALARMS) });
    assert.equal(store.read.events.sequences().newest, ALARMS);
  },
});

function isWhole(reserve: string): boolean {
  try {
    return Deno.statSync(reserve).size === RESERVE_BYTES;
  } catch {
    return false;
  }
}
