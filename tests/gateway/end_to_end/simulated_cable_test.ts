/** A wearable of `vigil simulate` gets its key over its cable, and keeps it. */
import assert from "node:assert/strict";
import { Dispatch } from "../../support/dispatch.ts";
import { GatewayBox, RunningCommand } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

async function simulate(box: GatewayBox): Promise<RunningCommand> {
  const simulation = new RunningCommand([
    ...["simulate", "--modem", "rak3172", "--devices", "0", "--cables", "1", "--rate", "5"],
    ...["--link", box.folder, "--state", `${box.folder}/simulator.json`, "--json"],
  ]);
  await until("it has said its ports", () => simulation.stdout.endsWith("}\n"));
  return simulation;
}

Deno.test("A simulated wearable without a key is issued over its cable, and has it after a restart", async () => {
  await using box = new GatewayBox();
  box.configure([{ kind: "rak3172", port: `${box.folder}/modem-1` }]);
  const token = await box.token("dispatch", "dispatch-pull");
  {
    await using first = await simulate(box);
    const { cables, devices } = JSON.parse(first.stdout);
    assert.deepEqual([cables[0].serial, cables[0].link, devices], [
      ...["cable-001", `${box.folder}/cable-1`, []],
    ]);
    const sheet = `${box.folder}/sheet.html`;
    const port = ["--port", `${box.folder}/cable-1`];
    const shown = await box.json("device", "add", "d-1", ...port, "--sheet", sheet);
    assert.deepEqual([shown.serial, shown.tested], ["cable-001", true]);
    const kept = JSON.parse(Deno.readTextFileSync(`${box.folder}/simulator.json`));
    const { rootKey } = kept["cable-001"];
    assert.ok(!Deno.readTextFileSync(sheet).includes(rootKey));
    assert.equal(await first.end("SIGTERM"), 0, first.stderr);
  }
  await using second = await simulate(box);
  const dispatch = new Dispatch(await box.start(), token);
  const { data } = await dispatch.first("heartbeat");
  assert.equal(data.device, "d-1");
  const erased = ["--port", `${box.folder}/cable-1`];
  assert.equal((await box.command("device", "retire", "d-1", ...erased)).code, 0);
  assert.deepEqual(JSON.parse(Deno.readTextFileSync(`${box.folder}/simulator.json`)), {});
  assert.equal(await second.end("SIGTERM"), 0, second.stderr);
});
