/** Commands on a store whose gateway was killed right when an alarm was safe. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DirectStore } from "../../../db/store.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { dieWhenSafe } from "../../support/die_when_safe.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";

const NEW = 5;
const ID = encodeHex(alarmOf(NEW).event.id);

/** Of the newest events of a box; the alarm is the last of them. */
async function exported(box: GatewayBox): Promise<string[]> {
  const { stdout } = await box.command("events", "export");
  return stdout.trim().split("\n").map((line) => JSON.parse(line).id);
}

Deno.test("vigil events export and vigil db backup have an alarm whose gateway was killed when it was safe", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "list");
  const path = join(box.folder, "data", "vigil.db");
  {
    using store = new DirectStore(path);
    fillWithAlarms(store, NEW - 1, 0);
  }
  await dieWhenSafe(path, NEW);
  const backup = join(box.folder, "backup.db");
  await box.json("db", "backup", backup);
  assert.equal((await box.json("db", "check", backup)).ok, true);
  const found = await exported(box);
  assert.deepEqual([found.length, found.at(-1)], [NEW, ID]);
  assert.equal((await box.json("db", "check")).ok, true);

  await box.json("db", "restore", backup);
  assert.equal((await exported(box)).at(-1), ID);
});
