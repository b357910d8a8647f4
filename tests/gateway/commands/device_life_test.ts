/** The life of a wearable, from its key on a cable to the proof that it is gone. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { DatabaseSync } from "node:sqlite";
import { encodeHex } from "../../../devices/hex.ts";
import type { SimulatedWearable } from "../../../gateway/simulator/wearable.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { Mosquitto, Subscriber } from "../../support/mosquitto.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox, RunningCommand } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

/** A gateway with one modem, and a way to read what dispatch gets. */
async function open() {
  const box = new GatewayBox();
  const field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }]);
  const token = await box.token("dispatch", "dispatch-pull");
  const start = async () => {
    const gateway = await box.start();
    await listening(modem);
    return new Dispatch(gateway, token);
  };
  const end = async () => {
    await field[Symbol.asyncDispose]();
    await box[Symbol.asyncDispose]();
  };
  return { box, field, start, [Symbol.asyncDispose]: end };
}

/** Issues a wearable over its cable; it is on the air then. */
async function issue(box: GatewayBox, field: RadioField, uid: string, serial = "SN-1") {
  const cabled = field.cabled(serial);
  const shown = await box.json("device", "add", uid, "--port", `${box.folder}/${serial}`);
  return { cabled, shown, wearable: cabled.wearable! };
}

/** Files of a gateway, without its running log, that hold a key as bytes or as hex. */
function filesHolding(folder: string, key: Uint8Array): string[] {
  return [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name)
    .filter((name) => {
      const bytes = Buffer.from(Deno.readFileSync(`${folder}/${name}`));
      return bytes.includes(Buffer.from(key)) || bytes.includes(encodeHex(key));
    });
}

async function deliveredState(dispatch: Dispatch, wearable: SimulatedWearable) {
  const message = wearable.press();
  await answered(message, "stored");
  let found: { data: { alarm: number; assignment: object } } | undefined;
  await until("the panic is offered", async () => {
    const events = await dispatch.offered();
    found = events.find(({ data }) => data.alarm === message.alarm) as typeof found;
    return found !== undefined;
  });
  return found!.data.assignment;
}

Deno.test("A wearable on a cable gets a key that is never shown, proves it, and is heard at once", async () => {
  await using scene = await open();
  const { box, field } = scene;
  const dispatch = await scene.start();
  const { cabled, shown, wearable } = await issue(box, field, "d-cable");
  assert.deepEqual(shown, {
    device: "d-cable",
    kid: 0,
    model: "simulated",
    serial: "SN-1",
    firmware: "1.0",
    tested: true,
  });
  assert.deepEqual(await deliveredState(dispatch, wearable), { state: "none" });
  const { history, keys } = await box.json("device", "show", "d-cable");
  assert.deepEqual(keys.map(({ kid, epoch }: { kid: number; epoch: number }) => [kid, epoch]), [
    [0, 2],
  ]);
  assert.deepEqual([history[0].what, history[0].way, history[0].serial], [
    ...["issued", "cable", "SN-1"],
  ]);

  const port = `${box.folder}/SN-1`;
  const again = await box.command("device", "add", "d-2", "--port", port);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /has a key already: retire the device that it is/);
  assert.ok(cabled.wearable, "it is on the air again");
  cabled.cable.isSilent = true;
  const silent = await box.command("device", "add", "d-2", "--port", port);
  assert.equal(silent.code, 1);
  assert.match(silent.stderr, /no wearable answers/);
  assert.equal((await box.command("device", "show", "d-2")).code, 1, "nothing was registered");
});

Deno.test("Assign, suspend, resume and extend hold from the next alarm on", async () => {
  await using scene = await open();
  const { box, field } = scene;
  const dispatch = await scene.start();
  const { wearable } = await issue(box, field, "d-1");
  const assigned = await box.json("device", "assign", "d-1", "--reference", "2026/1");
  const { expires } = assigned;
  assert.ok(assigned.endsInDays > 180 && assigned.endsInDays <= 185, "six months");
  const marked = (state: string) => ({ reference: "2026/1", expires, state });
  assert.deepEqual(await deliveredState(dispatch, wearable), marked("active"));
  await box.json("device", "suspend", "d-1");
  assert.deepEqual(await deliveredState(dispatch, wearable), marked("suspended"));
  await box.json("device", "suspend", "d-1", "--resume");
  assert.deepEqual(await deliveredState(dispatch, wearable), marked("active"));
  await box.json("device", "extend", "d-1", "--expires", "2099-01-01");
  assert.deepEqual(await deliveredState(dispatch, wearable), {
    ...marked("active"),
    expires: "2099-01-01",
  });
});

Deno.test("An expired wearable's panic is delivered, marked", async () => {
  await using scene = await open();
  const { box, field } = scene;
  const { wearable } = await issue(box, field, "d-1");
  await box.json("device", "assign", "d-1", "--reference", "2026/1");
  {
    using db = new DatabaseSync(`${box.folder}/data/vigil.db`);
    db.exec(`update device set expires_unix_ms = ${Date.UTC(2020, 0, 1)}`);
  }
  const dispatch = await scene.start();
  assert.deepEqual(await deliveredState(dispatch, wearable), {
    reference: "2026/1",
    expires: "2020-01-01",
    state: "expired",
  });
  const [listed] = await box.json("device", "list");
  assert.deepEqual([listed.state, listed.warning], ["expired", "expired"]);
});

Deno.test("An assignment that ends soon is in the log, status, metrics, list and heartbeat", async () => {
  await using broker = await Mosquitto.start();
  await using heartbeats = await Subscriber.start(broker.port, "vigil/v1/5415/gw-1/heartbeat");
  await using box = new GatewayBox();
  box.configure([], `[[destination]]\nname = "desk"\ntype = "mqtt"\nurl = "${broker.url}"\n`);
  const expires = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await box.json("device", "add", "d-1");
  await box.json("device", "assign", "d-1", "--reference", "2026/1", "--expires", expires);
  const monitor = await box.token("monitor");
  const gateway = await box.start();
  const counts = { ended: 0, within1Day: 0, within7Days: 1, within30Days: 1 };
  const { assignments } = await gateway.get("/v1/status", monitor);
  assert.deepEqual(assignments, { ...counts, next: [{ device: "d-1", expires, endsInDays: 5 }] });
  const metrics = await gateway.metrics();
  assert.equal(metrics.get('vigil_assignments_ending{days="7"}'), 1);
  assert.equal(metrics.get("vigil_assignments_ended"), 0);
  await until(
    "the log warns",
    () => /an assignment ends soon.*"device":"d-1"/.test(gateway.stderr),
  );
  await until("a heartbeat is there", () => heartbeats.seen.length > 0);
  const heartbeat = JSON.parse(heartbeats.seen[0]!.payload);
  assert.deepEqual(heartbeat.assignments, counts);
  assert.match(heartbeat.audit.hash, /^[0-9a-f]{64}$/);
  assert.ok(heartbeat.audit.number > 0);
  const listed = await box.command("device", "list");
  assert.match(listed.stdout, /in 5 days/);
});

Deno.test("A key is changed over the air, and an alarm under the new one is delivered", async () => {
  await using scene = await open();
  const { box, field } = scene;
  const dispatch = await scene.start();
  const { wearable } = await issue(box, field, "d-1");
  const before = wearable.memory.rootKey;
  assert.deepEqual(await box.json("device", "rotate-key", "d-1"), {
    device: "d-1",
    kid: 1,
    underWay: false,
  });
  wearable.heartbeat();
  await until("the wearable has the next key", () => wearable.kid === 1);
  const rekeyed = await dispatch.first("device-rekeyed");
  assert.equal(rekeyed.data.device, "d-1");
  await answered(wearable.press(), "stored");
  const { keys } = await box.json("device", "show", "d-1");
  assert.deepEqual(keys.map(({ kid, state }: { kid: number; state: string }) => [kid, state]), [
    [1, "current"],
  ]);
  assert.notDeepEqual(wearable.memory.rootKey, before);
});

Deno.test("Retired beside a running gateway, a key is in no file, and the proof verifies anywhere", async () => {
  await using scene = await open();
  const { box, field } = scene;
  const dispatch = await scene.start();
  const { cabled, wearable } = await issue(box, field, "d-1");
  await box.json("device", "assign", "d-1", "--reference", "2026/1");
  wearable.heartbeat();
  await dispatch.first("heartbeat");
  const { rootKey } = wearable.memory;
  const data = `${box.folder}/data`;
  assert.ok(filesHolding(data, rootKey).length > 0, "it was there");

  const proof = `${box.folder}/proof.json`;
  const key = `${box.folder}/gateway.pem`;
  const ending = ["--reason", "given back", "--port", `${box.folder}/SN-1`, "--out", proof];
  const retired = await box.command("device", "retire", "d-1", ...ending);
  assert.equal(retired.code, 0, retired.stderr);
  assert.match(retired.stdout, /It is in none of them\./);
  assert.match(retired.stdout, /The wearable, serial SN-1, was erased on a cable/);
  assert.deepEqual(filesHolding(data, rootKey), []);
  assert.equal(cabled.wearable, undefined, "it is off the air");

  Deno.writeTextFileSync(key, (await box.command("incident", "key")).stdout);
  const verify = async (file: string) => {
    await using command = new RunningCommand(["device", "verify", file, "--key", key, "--json"]);
    return { code: await command.ended, stdout: command.stdout };
  };
  const { code, stdout } = await verify(proof);
  const proved = JSON.parse(stdout);
  assert.deepEqual([code, proved.device, proved.reason], [0, "d-1", "given back"]);
  assert.deepEqual([proved.search.left, proved.wearableErased], [[], "SN-1"]);
  Deno.writeTextFileSync(proof, Deno.readTextFileSync(proof).replace("d-1", "d-2"));
  assert.equal((await verify(proof)).code, 1, "a changed proof proves nothing");

  const { state } = await box.json("device", "show", "d-1");
  assert.equal(state, "retired");
  assert.equal((await box.command("device", "assign", "d-1", "--reference", "x")).code, 1);
});

Deno.test("With an open alarm a wearable is not retired, and another one on the cable is left alone", async () => {
  await using scene = await open();
  const { box, field } = scene;
  await scene.start();
  const { wearable } = await issue(box, field, "d-1");
  const other = await issue(box, field, "d-2", "SN-2");
  const wrong = await box.command("device", "retire", "d-1", "--port", `${box.folder}/SN-2`);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /it is another device, and was left as it is/);
  assert.equal((await box.json("device", "show", "d-1")).state, "none");
  await answered(wearable.press(), "stored");
  const open_ = await box.command("device", "retire", "d-1");
  assert.equal(open_.code, 1);
  assert.match(open_.stderr, /an alarm of it is open: close the incident first/);
  assert.equal(other.cabled.wearable?.kid, 0, "it is on the air again");
});
