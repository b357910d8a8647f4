/** What technicians do with modems, on emulated ones on real pseudo-terminals. */
import assert from "node:assert/strict";
import type { Result } from "../../../../devices/result.ts";
import type { ModemConfig } from "../../../../gateway/config/config.ts";
import { Modems } from "../../../../gateway/modems/modems.ts";
import { EbyteE22Emulator } from "../../../../gateway/simulator/emulate_ebyte_e22.ts";
import { Rak3172Emulator } from "../../../../gateway/simulator/emulate_rak3172.ts";
import { LocalModemService } from "../../../../gateway/modems/service/local_modem_service.ts";
import type { ModemServiceProblem } from "../../../../handlers/modems/modem_service.ts";
import { type Make, MAKES, SIGNAL, UPLINK } from "../../../devices/modems/makes.ts";
import { Cabling } from "../../../support/cabled_modems.ts";
import { TemporaryStore } from "../../../support/temporary_store.ts";
import { until } from "../../../support/until.ts";
import { program } from "../../../support/authors.ts";

const E22_RADIO = "spreading_factor = 11\nbandwidth_hz = 500000\nfrequency_hz = 867125000";
const RADIO = "spreading_factor = 7\nbandwidth_hz = 500000\nfrequency_hz = 869525000";

/** A gateway's modems and the service for technicians. */
class Fixture implements AsyncDisposable {
  readonly cabling = new Cabling();
  readonly stopping = new AbortController();
  readonly #temporary = new TemporaryStore();
  readonly store = this.#temporary.direct();
  readonly #stack = new AsyncDisposableStack();

  async start(
    configs: readonly ModemConfig[],
  ): Promise<{ modems: Modems; service: LocalModemService }> {
    const modems = this.#stack.use(new Modems(configs, this.cabling.ports));
    modems.start();
    await until(
      "all are ready",
      () => modems.sessions.every(({ status }) => status.state === "ready"),
    );
    const { cabling: { clock }, store, stopping: { signal: stopping } } = this;
    return { modems, service: new LocalModemService({ modems, store, clock, stopping }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
    await this.cabling[Symbol.asyncDispose]();
    this.store[Symbol.dispose]();
    this.#temporary[Symbol.dispose]();
  }
}

function valueOf<T>(result: Result<T, ModemServiceProblem>): T {
  assert.ok(result.ok, result.ok ? "" : result.error.message);
  return result.value;
}

/** Two modules of one make that hear each other as loud as told. */
async function pair(fixture: Fixture, { createModem, name }: Make, rssiDbm: number) {
  const { cabling } = fixture;
  const [first, second] = [1, 2].map((number) => {
    const modem = cabling.modem(createModem);
    modem.emulator.serial = `000000000000000${number}`;
    modem.plugIn(cabling.port(`lora-${number}`));
    return modem;
  }) as [ReturnType<typeof cabling.modem>, ReturnType<typeof cabling.modem>];
  first.onTransmit = (frame) => void second.emulator.hear(frame, { rssiDbm, snrDb: 7 });
  second.onTransmit = (frame) => void first.emulator.hear(frame, { rssiDbm, snrDb: 7 });
  const radio = name === "ebyte-e22" ? E22_RADIO : RADIO;
  const started = await fixture.start(
    cabling.configs(["lora-1", name, radio], ["lora-2", name, radio]),
  );
  return { first, second, ...started };
}

for (const make of MAKES.filter(({ name }) => name !== "cellular")) {
  Deno.test(`${make.name}: two modems hear each other in a loop test, and nothing becomes an alarm`, async () => {
    await using fixture = new Fixture();
    const { first, service } = await pair(fixture, make, -60);
    first.emulator.hear(UPLINK, SIGNAL);
    await until("a wearable is heard", () => fixture.cabling.heard.length === 1);
    const report = valueOf(
      await service.test({ modem: "lora-1", partner: "lora-2", listenMs: 0, by: program("me") }),
    );
    assert.deepEqual(
      report.steps.map(({ result, step }) => `${step} ${result}`),
      [
        make.name === "ebyte-e22" ? "settings unknown" : "settings passed",
        "transmit passed",
        "loop passed",
        "transmit passed",
        "loop passed",
        "signal passed",
      ],
      JSON.stringify(report, undefined, 1),
    );
    assert.equal(report.steps[2]!.text, "lora-2 hears lora-1: −60 dBm: good");
    assert.equal(fixture.cabling.heard.length, 1);
  });
}

/** An answer as it goes on the air: version 1, downwards. */
const ANSWER = Uint8Array.from({ length: 26 }, (_, at) => at === 0 ? 0x30 : at);
/** A transparent modem tells frames by their length, and hears no answer as one. */
const HEARS_NO_ANSWER = ["cellular", "ebyte-e22"];

for (const make of MAKES.filter(({ name }) => !HEARS_NO_ANSWER.includes(name))) {
  Deno.test(`${make.name}: an answer that one modem sends is no frame of a wearable to the other`, async () => {
    await using fixture = new Fixture();
    const { modems, second } = await pair(fixture, make, -60);
    modems.answer("lora-1", ANSWER, "critical");
    await until("the other has heard it", () => modems.ownAnswersHeardBy("lora-2") === 1);
    second.emulator.hear(UPLINK, SIGNAL);
    await until("a wearable is heard", () => fixture.cabling.heard.length === 1);
    assert.equal(fixture.cabling.heard[0]!.modem, "lora-2");
  });
}

Deno.test("a wearable that is too weak is reported with what to do", async () => {
  await using fixture = new Fixture();
  const { first, service } = await pair(fixture, MAKES[0]!, -60);
  first.emulator.hear(UPLINK, { rssiDbm: -112, snrDb: -3 });
  await until("it is heard", () => fixture.cabling.heard.length === 1);
  const report = valueOf(await service.test({ modem: "lora-1", listenMs: 0, by: program("me") }));
  assert.equal(report.passed, false);
  assert.equal(
    report.steps.at(-1)!.text,
    "a wearable at −112 dBm: too weak, move the antenna",
  );
  assert.equal(service.modems()[0]!.signal?.verdict, "too weak");
});

Deno.test("a modem that does not hear the other fails the loop test", async () => {
  await using fixture = new Fixture();
  const { first, service } = await pair(fixture, MAKES[0]!, -60);
  first.onTransmit = () => {};
  const report = valueOf(
    await service.test({ modem: "lora-1", partner: "lora-2", listenMs: 0, by: program("me") }),
  );
  assert.equal(report.passed, false);
  assert.match(report.steps[2]!.text, /^lora-2 did not hear lora-1/);
});

Deno.test("a modem that was unplugged fails with the reason", async () => {
  await using fixture = new Fixture();
  const { first, modems, service } = await pair(fixture, MAKES[0]!, -60);
  await first.pull();
  await until("it is lost", () => modems.session("lora-1")!.status.state === "lost");
  const report = valueOf(await service.test({ modem: "lora-1", listenMs: 0, by: program("me") }));
  assert.deepEqual(report.steps.map(({ result }) => result), ["failed"]);
});

Deno.test("a modem that works is probed, hears meanwhile, and works on", async () => {
  await using fixture = new Fixture();
  const { cabling } = fixture;
  const rak = cabling.modem((ports) => new Rak3172Emulator(ports));
  rak.plugIn(cabling.port("lora-1"));
  const { modems, service } = await fixture.start(cabling.configs(["lora-1", "rak3172"]));
  rak.emulator.faults.answerDelayMs = 50;
  let isOver = false;
  const probing = service.probe("lora-1").finally(() => isOver = true);
  await until("a frame is heard through the borrowed port", () => {
    assert.equal(isOver, false);
    rak.emulator.hear(UPLINK, SIGNAL);
    return modems.session("lora-1")!.status.state === "opening" && cabling.heard.length > 0;
  });
  const report = valueOf(await probing);
  assert.equal(report.found, "modem");
  assert.equal(report.serial, rak.emulator.serial);
  assert.match(report.text, /^rak3172: rak3172, firmware RUI_/);
  await until("it works on", () => modems.session("lora-1")!.status.state === "ready");
  assert.deepEqual(cabling.raised, []);
});

Deno.test("probing an Ebyte E22 in transparent mode puts no byte on the air", async () => {
  await using fixture = new Fixture();
  const { cabling } = fixture;
  const ebyte = cabling.modem((ports) => new EbyteE22Emulator(ports));
  ebyte.plugIn(cabling.port("lora-1"));
  const { service } = await fixture.start(cabling.configs(["lora-1", "ebyte-e22", E22_RADIO]));
  const report = valueOf(await service.probe("lora-1"));
  assert.equal(report.found, "not asked");
  const provisioned = await service.provision({
    modem: "lora-1",
    isInConfigurationMode: false,
    by: program("me"),
  });
  assert.ok(!provisioned.ok && /on the air/.test(provisioned.error.message));
  assert.deepEqual(ebyte.onAir, []);
});

Deno.test("an Ebyte E22 in configuration mode is set up, and who did it is kept", async () => {
  await using fixture = new Fixture();
  const { cabling } = fixture;
  const ebyte = cabling.modem((ports) => new EbyteE22Emulator(ports));
  ebyte.emulator.isConfiguring = true;
  ebyte.plugIn(cabling.port("lora-1"));
  const { service } = await fixture.start(cabling.configs(["lora-1", "ebyte-e22", E22_RADIO]));
  const request = { modem: "lora-1", isInConfigurationMode: true, by: program("technician-1") };
  const report = valueOf(await service.provision(request));
  assert.ok(report.done, JSON.stringify(report));
  assert.deepEqual(ebyte.emulator.registers, [0, 0, 0, 0x62, 0x02, 17, 0x83]);
  const [change] = fixture.store.read.modems.changes("lora-1", 10);
  assert.equal(change!.by, "technician-1");
  assert.deepEqual(service.modems()[0]!.lastChange, {
    at: new Date(change!.atUnixMs).toISOString(),
    by: "technician-1",
    done: true,
  });
});

Deno.test("a profile is written while the gateway runs, unless the configuration says otherwise", async () => {
  await using fixture = new Fixture();
  const { cabling } = fixture;
  const rak = cabling.modem((ports) => new Rak3172Emulator(ports));
  rak.plugIn(cabling.port("lora-1"));
  const radio = "spreading_factor = 7";
  const { modems, service } = await fixture.start(cabling.configs(["lora-1", "rak3172", radio]));
  const provision = (profile: string) =>
    service.provision({
      modem: "lora-1",
      profile,
      isInConfigurationMode: false,
      by: program("me"),
    });
  const report = valueOf(await provision(`kind = "rak3172"\n[radio]\n${radio}`));
  assert.ok(report.done, JSON.stringify(report));
  await until("it works on", () => modems.session("lora-1")!.status.state === "ready");

  const other = await provision(`kind = "rak3172"\n[radio]\nfrequency_hz = 868300000`);
  assert.ok(!other.ok);
  assert.match(other.error.message, /frequency_hz is 869525000, not 868300000/);
  const wrong = await provision(`kind = "rak3172"\n[radio]\nfrequency = 1`);
  assert.ok(!wrong.ok && /profile:3: radio\.frequency/.test(wrong.error.message));
  assert.equal(fixture.store.read.modems.changes("lora-1", 10).length, 1);
});

Deno.test("a modem is restarted, and an unknown one is no modem", async () => {
  await using fixture = new Fixture();
  const { cabling } = fixture;
  const rak = cabling.modem((ports) => new Rak3172Emulator(ports));
  rak.plugIn(cabling.port("lora-1"));
  const { modems, service } = await fixture.start(cabling.configs(["lora-1", "rak3172"]));
  valueOf(await service.reset("lora-1"));
  await until("it has begun anew", () => modems.session("lora-1")!.status.state !== "ready");
  await until("it works again", () => modems.session("lora-1")!.status.state === "ready");
  const unknown = await service.probe("lora-9");
  assert.ok(!unknown.ok && unknown.error.code === "unknown-modem");
});

Deno.test("a test that waits for a wearable ends with the gateway", async () => {
  await using fixture = new Fixture();
  const { service } = await pair(fixture, MAKES[0]!, -60);
  const testing = service.test({ modem: "lora-1", listenMs: 60_000, by: program("me") });
  fixture.stopping.abort();
  const startedAtMs = performance.now();
  await testing;
  assert.ok(performance.now() - startedAtMs < 5_000);
});
