/** A command that changes wearables tells the gateway before it ends, and one that only reads does not. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { withStore } from "../../../gateway/commands/open_store.ts";
import { LineServer } from "../../../gateway/control/line.ts";
import { socketPath } from "../../../gateway/control/protocol.ts";

Deno.test("A command that changes the registry tells the gateway before it ends, one that reads does not", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-command-" });
  const config = join(folder, "vigil.toml");
  Deno.writeTextFileSync(
    config,
    `[gateway]\nzone = "5415"\nname = "gw-1"\ndata_dir = "${folder}"\n` +
      `[[destination]]\nname = "pull"\ntype = "stream"\n`,
  );
  try {
    const asked: string[] = [];
    await using _gateway = new LineServer(socketPath(folder), (line) => {
      asked.push(JSON.parse(line).do);
      return Promise.resolve({ ok: true, value: true });
    });
    await withStore({ config }, (store) => store.read.devices.all().length);
    assert.deepEqual(asked, []);
    const device = {
      uid: "d-1",
      kid: 1,
      rootKey: new Uint8Array(16),
      epoch: 0,
      createdAtUnixMs: 1,
    };
    await withStore({ config }, async (store) => Number(await store.write("addDevice", device)));
    assert.deepEqual(asked, ["registry-changed"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
