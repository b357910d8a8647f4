import assert from "node:assert/strict";
import { Progress } from "../../../../gateway/bench/progress.ts";
import type { Peer } from "../../../../gateway/bench/race/peer.ts";
import { mosquittoDurable } from "../../../../gateway/bench/race/peers/mosquitto_bridge.ts";
import { Race } from "../../../../gateway/bench/race/race.ts";
import { Tools } from "../../../../gateway/bench/race/tools/tools.ts";

const TINY = {
  calmPanics: 3,
  backlog: 100,
  panics: 3,
  killAfter: 20,
  slowLimitMs: 20_000,
  ownBacklog: 0,
  ownPanics: 0,
};

const absent: Peer = {
  ...mosquittoDurable,
  name: "a product that is not to be had",
  prepare: () => Promise.reject(new Error("no registry has it")),
};

Deno.test("a race measures who is there, and says of the others why they are not", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-race-test-" });
  const progress = new Progress();
  const tools = new Tools(folder);
  try {
    const race = new Race({ folder, scale: TINY, tools, progress });
    const [missing, bridge] = await race.run([absent, mosquittoDurable]);

    assert.deepEqual(missing!.failures, ["no registry has it"]);
    assert.equal(missing!.calm, undefined);
    assert.deepEqual(bridge!.failures, []);
    assert.equal(bridge!.calm!.count, 3);
    assert.equal(bridge!.bare!.dropped, 0);
    assert.ok(bridge!.kill!.promised >= 20, `${bridge!.kill!.promised} acknowledged`);
    assert.ok(bridge!.idleMb! > 1 && bridge!.idleMb! < 100, `${bridge!.idleMb} MB`);
    // 100 reports of 1 kB take 3 s at 256 kbit/s, and a bridge knows no priority.
    const { p50 } = bridge!.slow!.panics;
    assert.ok(p50! > 500 && p50! < 10_000, `behind the backlog after ${p50} ms`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
