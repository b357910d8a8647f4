/** Commands beside a running gateway take effect at once. */
import assert from "node:assert/strict";
import { encodeHex } from "../../../devices/hex.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { bearer, GatewayBox, RunningCommand } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

Deno.test("device add, device assign and events tail work beside a running gateway", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }]);
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await using tail = new RunningCommand(["events", "tail", "--config", box.configPath]);
  await listening(modem);
  const wearable = field.wearable();
  wearable.heartbeat();
  const { uid, rootKey, kid } = wearable.identity;
  await box.addDevice(uid, encodeHex(rootKey), kid);
  await answered(wearable.press(), "stored");
  assert.deepEqual((await dispatch.first("panic")).data.assignment, { state: "none" });

  await box.json("device", "assign", uid, "--reference", "2026/7", "--expires", "never");
  const later = wearable.status({ flags: ["tamper"] });
  await answered(later, "stored");
  assert.deepEqual((await dispatch.first("tamper")).data.assignment, {
    reference: "2026/7",
    state: "active",
  });

  await until(
    "tail has shown both",
    () => /panic/.test(tail.stdout) && /tamper/.test(tail.stdout),
  );
  const { stdout } = await box.command("events", "export", "--device", uid);
  const exported = stdout.trim().split("\n").map((line) => JSON.parse(line).type);
  assert.deepEqual(exported, ["vigil.panic.v1", "vigil.tamper.v1"]);
  const shown = await box.json("device", "show", uid);
  assert.equal(shown.reference, "2026/7");
  assert.ok(Date.now() - Date.parse(shown.lastHeard) < 60_000);
  assert.equal(await tail.end("SIGINT"), 0, tail.stderr);
});

Deno.test("A token works as soon as it is made, and no longer once it is revoked", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const gateway = await box.start();
  const status = async (token: string) => {
    const answer = await fetch(`${gateway.url}/v1/status`, bearer(token));
    await answer.body?.cancel();
    return answer.status;
  };
  const token = await box.token("monitor");
  assert.equal(await status(token), 200);
  const { code } = await box.command("token", "revoke", "monitor-1");
  assert.equal(code, 0);
  assert.equal(await status(token), 401);
});

Deno.test("events tail shows the newest events of a store that was put back, behind the leap of its numbers", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  assert.equal(await (await box.start()).stop(), 0);
  await box.json("db", "backup", `${box.folder}/backup.db`);
  await box.json("db", "restore", `${box.folder}/backup.db`);
  await using tail = new RunningCommand(["events", "tail", "--config", box.configPath]);
  await until("tail has shown the start", () => /gateway-started/.test(tail.stdout));
  assert.equal(await tail.end("SIGINT"), 0, tail.stderr);
});
