/** Which modem is behind which port: asked of emulated modems on real pseudo-terminals. */
import assert from "node:assert/strict";
import { Modems } from "../../../../gateway/modems/modems.ts";
import { EbyteE22Emulator } from "../../../../gateway/simulator/emulate_ebyte_e22.ts";
import { Rak3172Emulator } from "../../../../gateway/simulator/emulate_rak3172.ts";
import { Rylr998Emulator } from "../../../../gateway/simulator/emulate_rylr998.ts";
import { MAKES, SIGNAL, UPLINK } from "../../../devices/modems/makes.ts";
import { Cabling, pulled, ready, started, twins } from "../../../support/cabled_modems.ts";
import { until } from "../../../support/until.ts";

const ASKED = MAKES.filter(({ commands }) => commands !== undefined);

Deno.test("two adapters without serial numbers that swap names end at the right configuration", async () => {
  await using cabling = new Cabling();
  const { configs, first, second } = twins(cabling);
  first.plugIn(cabling.port("lora-1"));
  second.plugIn(cabling.port("lora-2"));
  {
    await using _modems = await started(cabling, configs);
  }
  await Promise.all([first.pull(), second.pull()]);
  first.plugIn(cabling.port("lora-2"));
  second.plugIn(cabling.port("lora-1"));

  await using _modems = await started(cabling, configs);
  assert.equal(first.emulator.tuning?.frequencyHz, 869_525_000);
  assert.equal(second.emulator.tuning?.frequencyHz, 867_125_000);
  first.emulator.hear(UPLINK, SIGNAL);
  await until("it is heard", () => cabling.heard.length === 1);
  assert.equal(cabling.heard[0]!.modem, "lora-1");
  assert.ok(cabling.log.lines.some(({ message }) => /exchanged/.test(message)));
});

Deno.test("they do so while the gateway runs, and again", async () => {
  await using cabling = new Cabling();
  const { configs, first, second } = twins(cabling);
  let [socketOfFirst, socketOfSecond] = ["lora-1", "lora-2"];
  first.plugIn(cabling.port(socketOfFirst));
  second.plugIn(cabling.port(socketOfSecond));
  await using modems = await started(cabling, configs);
  for (let times = 0; times < 3; times++) {
    await pulled(modems, first, second);
    [socketOfFirst, socketOfSecond] = [socketOfSecond, socketOfFirst];
    second.plugIn(cabling.port(socketOfSecond));
    first.plugIn(cabling.port(socketOfFirst));
    await ready(modems, ["lora-1", "lora-2"]);
    assert.equal(first.emulator.tuning?.frequencyHz, 869_525_000);
    assert.equal(second.emulator.tuning?.frequencyHz, 867_125_000);
  }
});

Deno.test("one that comes back at the other's socket alone is served there under its own name", async () => {
  await using cabling = new Cabling();
  const { configs, first, second } = twins(cabling);
  first.plugIn(cabling.port("lora-1"));
  second.plugIn(cabling.port("lora-2"));
  await using modems = await started(cabling, configs);
  await pulled(modems, first, second);
  second.plugIn(cabling.port("lora-1"));
  await ready(modems, ["lora-2"]);
  assert.equal(second.emulator.tuning?.frequencyHz, 867_125_000);
});

Deno.test("changed ports in the configuration are bound again, and nothing is swapped back", async () => {
  await using cabling = new Cabling();
  const { configs, first, second } = twins(cabling);
  first.plugIn(cabling.port("lora-1"));
  second.plugIn(cabling.port("lora-2"));
  {
    await using _modems = await started(cabling, configs);
  }
  const exchanged = configs.map((config, index) => ({
    ...config,
    port: configs[1 - index]!.port,
  }));
  await using _modems = await started(cabling, exchanged);
  assert.equal(second.emulator.tuning?.frequencyHz, 869_525_000);
});

Deno.test("modems of two makes that swap names are each spoken to in their own language", async () => {
  await using cabling = new Cabling();
  const rak = cabling.modem((ports) => new Rak3172Emulator(ports));
  const rylr = cabling.modem((ports) => new Rylr998Emulator(ports));
  rylr.emulator.serial = "000000000000000a";
  rak.plugIn(cabling.port("lora-1"));
  rylr.plugIn(cabling.port("lora-2"));
  const configs = cabling.configs(["lora-1", "rak3172"], ["lora-2", "rylr998"]);
  await using modems = await started(cabling, configs);
  await pulled(modems, rak, rylr);
  rak.plugIn(cabling.port("lora-2"));
  rylr.plugIn(cabling.port("lora-1"));
  await ready(modems, ["lora-1", "lora-2"]);
  assert.ok(rak.emulator.tuning !== undefined && rylr.emulator.tuning !== undefined);
});

for (const { name, createModem } of ASKED) {
  Deno.test(`auto: a ${name} is found, set up and remembered`, async () => {
    await using cabling = new Cabling();
    const modem = cabling.modem(createModem);
    modem.plugIn(cabling.port("any-1"));
    const configs = cabling.configs(["any-1", "auto"]);
    {
      await using _modems = await started(cabling, configs);
      modem.emulator.hear(UPLINK, SIGNAL);
      await until("it is heard", () => cabling.heard.length === 1);
    }
    const record = cabling.records.get("any-1")!;
    assert.equal(record.kind, name);
    assert.equal(record.serial?.replaceAll(":", "").toLowerCase(), modem.emulator.serial);
  });
}

Deno.test("auto: another make at the same port is found, too", async () => {
  await using cabling = new Cabling();
  const rak = cabling.modem((ports) => new Rak3172Emulator(ports));
  const rylr = cabling.modem((ports) => new Rylr998Emulator(ports));
  rak.plugIn(cabling.port("any-1"));
  await using modems = await started(cabling, cabling.configs(["any-1", "auto"]));
  await rak.pull();
  rylr.plugIn(cabling.port("any-1"));
  await until("the other is set up", () => rylr.emulator.tuning !== undefined);
  await ready(modems, ["any-1"]);
  assert.equal(cabling.records.get("any-1")!.kind, "rylr998");
});

Deno.test("auto: where nothing answers, the reason says what to do", async () => {
  await using cabling = new Cabling();
  const mute = cabling.modem((ports) => new Rak3172Emulator(ports));
  mute.emulator.faults.silent = true;
  mute.plugIn(cabling.port("any-1"));
  await using modems = new Modems(cabling.configs(["any-1", "auto"]), cabling.ports);
  modems.start();
  await until("it is lost", () => modems.sessions[0]!.status.state === "lost", 20_000);
  assert.match(modems.sessions[0]!.status.reason!, /nothing answers; .*name its kind/);
});

Deno.test("auto: an Ebyte E22 in configuration mode is named, with what to do", async () => {
  await using cabling = new Cabling();
  const ebyte = cabling.modem((ports) => new EbyteE22Emulator(ports));
  ebyte.emulator.isConfiguring = true;
  ebyte.plugIn(cabling.port("any-1"));
  await using modems = new Modems(cabling.configs(["any-1", "auto"]), cabling.ports);
  modems.start();
  await until("it is lost", () => modems.sessions[0]!.status.state === "lost", 20_000);
  assert.match(modems.sessions[0]!.status.reason!, /Ebyte E22 in configuration mode; set it up/);
  assert.deepEqual(ebyte.onAir, []);
});

Deno.test("nothing is ever asked of an Ebyte E22 in transparent mode, though another port is", async () => {
  await using cabling = new Cabling();
  const ebyte = cabling.modem((ports) => new EbyteE22Emulator(ports));
  const rak = cabling.modem((ports) => new Rak3172Emulator(ports));
  ebyte.plugIn(cabling.port("lora-1"));
  rak.plugIn(cabling.port("lora-2"));
  const radio = "spreading_factor = 11\nbandwidth_hz = 500000\nfrequency_hz = 867125000";
  const configs = cabling.configs(["lora-1", "ebyte-e22", radio], ["lora-2", "auto"]);
  for (let starts = 0; starts < 2; starts++) {
    await using _modems = await started(cabling, configs);
  }
  assert.deepEqual(ebyte.onAir, []);
});

Deno.test("a modem in another's stead is used, and its replacement is an event", async () => {
  await using cabling = new Cabling();
  const [old, other] = ["0000000000000001", "0000000000000002"].map((serial) => {
    const modem = cabling.modem((ports) => new Rak3172Emulator(ports));
    modem.emulator.serial = serial;
    return modem;
  });
  old!.plugIn(cabling.port("lora-1"));
  await using modems = await started(cabling, cabling.configs(["lora-1", "rak3172"]));
  await old!.pull();
  await until("it is lost", () => modems.sessions[0]!.status.state === "lost");
  other!.plugIn(cabling.port("lora-1"));
  await ready(modems, ["lora-1"]);
  assert.deepEqual(cabling.raised.filter((it) => it.startsWith("security")), [
    "security modem/lora-1",
  ]);
  assert.equal(cabling.records.get("lora-1")!.serial, other!.emulator.serial);
});
