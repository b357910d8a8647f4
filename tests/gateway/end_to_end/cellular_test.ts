/** A cellular modem in the whole program: what is easily lost, doubled or locked. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DirectStore } from "../../../db/store.ts";
import type { SmsSubmit } from "../../../devices/codecs/sms/tpdu.ts";
import { textOf } from "../../../devices/codecs/sms/content.ts";
import type { CellularOptions } from "../../../gateway/simulator/cellular_models.ts";
import type { CellularEmulator } from "../../../gateway/simulator/emulate_cellular.ts";
import { checkAccounts } from "../../support/accounts.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

/** A box with one cellular modem on a real pseudo-terminal. */
class CellularBox implements AsyncDisposable {
  readonly box = new GatewayBox();
  readonly field = new RadioField(this.box.folder);
  readonly sent: SmsSubmit[] = [];
  readonly plugged;
  readonly modem: CellularEmulator;

  constructor(options: CellularOptions = {}, sim = "", rest = PULL) {
    const onSubmit = (message: SmsSubmit) => void this.sent.push(message);
    this.plugged = this.field.plugIn("cellular", "sms-1", { onSubmit, ...options });
    this.modem = this.plugged.emulator as CellularEmulator;
    const port = `${this.box.folder}/sms-1`;
    this.box.configure([{ name: "sms-1", kind: "cellular", port, sim }], rest);
  }

  /** Messages in both storages. */
  get held(): number {
    const { ME, SM } = this.modem.messages.storages;
    return ME.used + SM.used;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box[Symbol.asyncDispose]();
    await this.field[Symbol.asyncDispose]();
  }
}

function isPanic({ type }: { type: string }): boolean {
  return type === "vigil.panic.v1";
}

Deno.test("A panic as text is answered as text, 8 and then 9", async () => {
  await using cellular = new CellularBox({ sendsText: true });
  const { box, field } = cellular;
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await listening(cellular.plugged);
  const message = wearable.press();
  await answered(message, "stored");
  await dispatch.acknowledge(await dispatch.first("panic"));
  await answered(message, "received");
  assert.ok(cellular.sent.length >= 2);
  for (const { content, recipient } of cellular.sent) {
    assert.equal(recipient, "+32470000001");
    assert.match(textOf(content) ?? "", /^VF1:[\w-]{35}$/);
  }
});

Deno.test("After kill -9 between the disk and the erasing, there is one event, and the modem is empty", async () => {
  await using cellular = new CellularBox();
  const { box, field, modem } = cellular;
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  modem.faults.refuse = ["AT+CMGD"];
  const first = await box.start();
  await listening(cellular.plugged);
  const message = wearable.press();
  await answered(message, "stored");
  await first.kill();
  wearable[Symbol.dispose]();
  assert.ok(cellular.held >= 1, "nothing was erased");

  modem.faults.refuse = [];
  const second = await box.start();
  await until("the modem is empty", () => cellular.held === 0);
  const offered = await new Dispatch(second, token).offered();
  assert.equal(offered.filter(isPanic).length, 1);
  const metrics = await second.metrics();
  checkAccounts(metrics);
  assert.equal(metrics.get("vigil_frames_accepted_total"), 1);
});

Deno.test("However often it is killed, each of many alarms is one event, and the modem is empty", async () => {
  await using cellular = new CellularBox();
  const { box, field } = cellular;
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const ALARMS = 12;
  const KILLS = 4;
  for (let kill = 0; kill < KILLS; kill++) {
    const gateway = await box.start();
    await listening(cellular.plugged);
    for (let alarm = 0; alarm < ALARMS / KILLS; alarm++) wearable.press();
    // Nobody repeats: what is lost now is lost.
    wearable[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 37 * kill));
    await gateway.kill();
    cellular.modem.restart(false);
  }
  const gateway = await box.start();
  await until("the modem is empty", () => cellular.held === 0);
  const panics = async () => (await new Dispatch(gateway, token).offered()).filter(isPanic);
  await until("all alarms are there", async () => (await panics()).length >= ALARMS);
  const alarms = (await panics()).map(({ data }) => data.alarm).sort((a, b) => a - b);
  assert.deepEqual(alarms, Array.from({ length: ALARMS }, (_, index) => index + 1));
  const metrics = await gateway.metrics();
  checkAccounts(metrics);
  assert.equal(metrics.get("vigil_frames_accepted_total"), ALARMS);
});

Deno.test("A message that was kept and erased, and no more, before the power failed is an alarm at the next start", async () => {
  await using cellular = new CellularBox();
  const { box, field, modem } = cellular;
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  wearable.press();
  wearable[Symbol.dispose]();
  const [[index, { pdu }] = [0, { pdu: "" }]] = modem.messages.storages.SM.entries();
  modem.messages.storages.SM.erase(index);
  using store = new DirectStore(`${box.folder}/data/vigil.db`);
  store.writeNow("keepMessage", {
    digest: createHash("sha256").update(pdu).digest(),
    modem: "sms-1",
    pdu,
    place: "SM/1",
    receivedUnixMs: Date.now(),
    bootId: "before",
    uptimeMs: 0,
  });
  const { data } = await new Dispatch(await box.start(), token).first("panic");
  assert.equal(data.receptions[0].modem, "sms-1");
  await until("it is done", () => store.read.inbox.waiting().length === 0);
});

Deno.test("A message that came while the gateway was down is an alarm when it is up", async () => {
  await using cellular = new CellularBox();
  const { box, field } = cellular;
  const wearable = await field.issue(box);
  const message = wearable.press();
  wearable[Symbol.dispose]();
  assert.equal(message.transmissions, 1);
  const token = await box.token("dispatch", "dispatch-pull");
  await new Dispatch(await box.start(), token).first("panic");
  await until("the modem is empty", () => cellular.held === 0);
});

Deno.test("A wrong PIN is tried once, over restarts too, and the right one once it is there", async () => {
  await using cellular = new CellularBox({ pin: "4711" }, `pin_file = "/tmp/none"\n`);
  const { box, modem, plugged } = cellular;
  const pinFile = `${box.folder}/pin`;
  Deno.writeTextFileSync(pinFile, "0000\n");
  const config = Deno.readTextFileSync(box.configPath);
  Deno.writeTextFileSync(box.configPath, config.replace("/tmp/none", pinFile));
  const token = await box.token("dispatch", "dispatch-pull");
  const tries = () => modem.commands.filter((it) => it.startsWith("AT+CPIN="));
  for (let start = 0; start < 2; start++) {
    const gateway = await box.start();
    await new Dispatch(gateway, token).first("modem-lost");
    await until("it is told why", () => gateway.stderr.includes("PIN"));
    assert.deepEqual(tries(), ['AT+CPIN="0000"']);
    await gateway.kill();
  }
  assert.equal(modem.sim.pinAttempts, 2);

  Deno.writeTextFileSync(pinFile, "4711\n");
  await box.start();
  await listening(plugged);
  assert.deepEqual(tries(), ['AT+CPIN="0000"', 'AT+CPIN="4711"']);
});

Deno.test("A text of several parts and a PDU that is none leave the modem, and are kept", async () => {
  await using cellular = new CellularBox();
  const { box, modem } = cellular;
  const technician = await box.token("technician");
  const gateway = await box.start();
  await listening(cellular.plugged);
  modem.messages.deliver("00040B919999");
  modem.deliver({ sender: "+32470123456", content: { text: "nonsense € ".repeat(30) } });
  await until("the modem is empty", () => cellular.held === 0);
  const reasons = async () =>
    (await gateway.get("/v1/rejected", technician)).rejected
      .map(({ reason }: { reason: string }) => reason).sort();
  await until("both are rejected", async () => (await reasons()).length === 2);
  assert.deepEqual(await reasons(), ["pdu", "unsupported"]);
  checkAccounts(await gateway.metrics());
});

Deno.test("A modem that says that it is full is reported to dispatch", async () => {
  await using cellular = new CellularBox();
  const { box, modem } = cellular;
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await listening(cellular.plugged);
  modem.babble(new TextEncoder().encode("\r\n^SMMEMFULL: SM\r\n"));
  const { data, subject } = await dispatch.first("storage-degraded");
  assert.deepEqual([subject, data.reason], ["modem/sms-1", "modem-storage-full"]);
  const registered = `vigil_modem_registered{modem="sms-1"}`;
  await until(
    "it is registered",
    async () => (await dispatch.gateway.metrics()).get(registered) === 1,
  );
  const metrics = await dispatch.gateway.metrics();
  assert.equal(metrics.get(`vigil_modem_signal_dbm{modem="sms-1"}`), -79);
  assert.equal(metrics.get(`vigil_modem_storage_places{modem="sms-1",storage="ME"}`), 23);
});

Deno.test("An alarm goes to the phone on duty, and counts as delivered by the network's report", async () => {
  const duty = `[[destination]]\nname = "duty"\ntype = "sms"\nto = ["+32470111222"]\n` +
    `priorities = ["critical"]\n`;
  await using cellular = new CellularBox({}, "", PULL + duty);
  const { box, field } = cellular;
  const wearable = await field.issue(box);
  const gateway = await box.start();
  await listening(cellular.plugged);
  await answered(wearable.press({ fix: { lat: 51.2, lon: 4.4 } }), "stored");
  const isToDuty = ({ recipient }: SmsSubmit) => recipient === "+32470111222";
  await until("the phone has it", () => cellular.sent.some(isToDuty));
  assert.match(textOf(cellular.sent.find(isToDuty)!.content) ?? "", /51\.2/);
  const delivered = `vigil_events_delivered_total{destination="duty",priority="critical"}`;
  await until("it is delivered", async () => (await gateway.metrics()).get(delivered) === 1);
  assert.equal(cellular.sent.filter(isToDuty).length, 1);
});

Deno.test("A modem that is found out by itself is a cellular one where [modem.sim] says so", async () => {
  await using cellular = new CellularBox();
  const { box, field } = cellular;
  const config = Deno.readTextFileSync(box.configPath);
  Deno.writeTextFileSync(box.configPath, config.replace(`kind = "cellular"`, `kind = "auto"`));
  const wearable = await field.issue(box);
  await box.start();
  await listening(cellular.plugged);
  await answered(wearable.press(), "stored");
});

Deno.test("When the modem that would send hangs, another has the text to those on duty on its way in seconds", async () => {
  const duty = `[[destination]]\nname = "duty"\ntype = "sms"\nto = ["+32470111222"]\n` +
    `priorities = ["critical"]\n`;
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const sent: number[] = [];
  const onSubmit = ({ recipient }: SmsSubmit) => {
    if (recipient === "+32470111222") sent.push(performance.now());
  };
  const hanging = field.plugIn("cellular", "sms-1");
  const other = field.plugIn("cellular", "sms-2", { onSubmit });
  const modems = ["sms-1", "sms-2"].map((name) => ({
    name,
    kind: "cellular",
    port: `${box.folder}/${name}`,
    sim: "",
  }));
  box.configure(modems, PULL + duty);
  const wearable = await field.issue(box);
  const gateway = await box.start();
  await listening(hanging);
  await listening(other);
  const registered = (name: string) => `vigil_modem_registered{modem="${name}"}`;
  await until("both can send", async () => {
    const metrics = await gateway.metrics();
    return metrics.get(registered("sms-1")) === 1 && metrics.get(registered("sms-2")) === 1;
  });
  hanging.emulator.faults.silent = true;
  const pressedAt = performance.now();
  wearable.press();
  await until("the phone has it", () => sent.length > 0);
  // Three seconds in which the first does not ask for it, and what the machine adds.
  assert.ok(sent[0]! - pressedAt < 7_000, `after ${sent[0]! - pressedAt} ms`);
});

Deno.test("Constant calls to the SIM and a full, slow modem delay neither alarm nor answer", async () => {
  await using cellular = new CellularBox({ slots: 255, calledEveryMs: 900 });
  const { box, field, modem } = cellular;
  const wearable = await field.issue(box);
  for (let count = 0; count < 255; count++) {
    modem.deliver({ sender: "+32470999999", content: { text: `weather ${count}` } });
    const [[index, { pdu }] = [0, { pdu: "" }]] = modem.messages.storages.SM.entries();
    modem.messages.storages.SM.erase(index);
    modem.messages.storages.ME.add(pdu);
  }
  modem.faults.answerDelayMs = 150;
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await listening(cellular.plugged);
  const held = cellular.held;
  const message = wearable.press();
  await answered(message, "stored");
  assert.ok(held > 200 && cellular.held > 100, `${cellular.held} of ${held} are still held`);
  await dispatch.first("panic");
  const { events } = await dispatch.gateway.get("/v1/events?type=vigil.modem-lost.v1", token);
  assert.deepEqual(events, []);
});
