/** A button of another maker, from the radio to dispatch. */
import assert from "node:assert/strict";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { LorawanDevice } from "../../support/lorawan_device.ts";
import { listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox, PULL, runVigil } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const SIGNAL = { rssiDbm: -101, snrDb: 3 };
const SOS = decodeHex("4858ffff10")!;

Deno.test("A LoRaWAN button's alarm reaches dispatch once, also after a restart and a replay", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure(
    [],
    `[[modem]]\nname = "lora-1"\nkind = "rak3172"\nport = "${box.folder}/lora-1"\n` +
      `[modem.radio]\nspreading_factor = 7\nduty_cycle = "none"\nsync_word = 0x34\n${PULL}`,
  );
  const device = new LorawanDevice();
  const keyFile = (name: string, key: Uint8Array) => {
    Deno.writeTextFileSync(`${box.folder}/${name}`, `${encodeHex(key)}\n`, { mode: 0o600 });
    return `${box.folder}/${name}`;
  };
  const keys = [
    ...["--network-key-file", keyFile("network", device.network)],
    ...["--application-key-file", keyFile("application", device.application)],
  ];
  const sender = ["--lorawan", device.devAddr, "--codec", "abeeway-at3", ...keys];
  await box.json("device", "add", device.uid, ...sender);
  const token = await box.token("dispatch", "dispatch-pull");
  const gateway = await box.start();
  const dispatch = new Dispatch(gateway, token);
  await listening(modem);

  const frame = device.send(SOS, 19, true);
  assert.equal(modem.emulator.hear(frame, SIGNAL), true);
  const panic = await dispatch.first("panic");
  modem.emulator.hear(frame, SIGNAL);
  await until(
    "the repeat is counted",
    async () => (await gateway.metrics()).get("vigil_frames_repeated_total") === 1,
  );
  await gateway.stop();
  const restarted = await box.start();
  await until("the modem listens again", () => modem.emulator.tuning !== undefined);
  device.counter = 0;
  const replayed = device.send(decodeHex("0858ffff11")!, 19);
  await until("the modem hears the replay", () => modem.emulator.hear(replayed, SIGNAL));
  const refused = 'vigil_frames_rejected_total{reason="replay-suspected"}';
  await until(
    "the replay is refused",
    async () => ((await restarted.metrics()).get(refused) ?? 0) > 0,
  );

  assert.equal(panic.data.device, device.uid);
  assert.equal(panic.data.authenticity, "verified");
  assert.equal(panic.incident, panic.id);
  assert.deepEqual(panic.data.frame, { codec: "abeeway-at3", hex: encodeHex(frame) });
  const { senders } = await box.json("device", "show", device.uid);
  assert.equal(senders[0].counter, 0);
  const events = await box.command("events", "export", "--type", "panic");
  assert.equal(events.stdout.trim().split("\n").length, 1);
  const proof = `${box.folder}/proof.json`;
  await box.command("incident", "proof", panic.incident, "--out", proof);
  assert.equal((await runVigil(["incident", "verify", proof])).code, 0);
});

Deno.test("A sender that cannot be meant is refused, with what to do", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const add = (...args: string[]) => box.command("device", "add", ...args);

  const both = await add("p-1", "--sender", "+32470000001", "--lorawan", "26011bda");
  const codec = await add("p-1", "--sender", "+32470000001", "--codec", "abeeway-at3");
  const keys = await add("p-1", "--lorawan", "26011bda", "--codec", "abeeway-at3");
  const good = await add("p-1", "--sender", "+32470000001", "--codec", "queclink");
  const taken = await add("p-2", "--sender", "+32470000001", "--codec", "queclink");
  const unlinked = await box.command("device", "unlink", "p-1", "--sender", "+32470000001");
  const again = await add("p-2", "--sender", "+32470000001", "--codec", "queclink");

  assert.deepEqual([both, codec, keys, good, taken, unlinked, again].map(({ code }) => code), [
    2,
    2,
    2,
    0,
    1,
    0,
    0,
  ]);
  assert.match(codec.stderr, /see "vigil codec list"/);
  assert.match(taken.stderr, /vigil device unlink/);
});

Deno.test("The table of formats says of each what it can say, for people and for programs", async () => {
  const table = await runVigil(["codec", "list"]);
  const json = await runVigil(["codec", "list", "--json"]);

  assert.match(table.stdout, /^aml +sms +yes +- .* none +-$/m);
  const at3 = JSON.parse(json.stdout).find(({ codec }: { codec: string }) =>
    codec === "abeeway-at3"
  );
  assert.deepEqual(at3, {
    codec: "abeeway-at3",
    over: "lorawan",
    says: ["panic", "tamper", "cancel", "position", "battery", "clock", "heartbeat"],
    proof: "key",
    answered: false,
    describes: "Abeeway, Asset Tracker 3 firmware",
  });
});
