/** Work on ports in no configuration, over emulated modems on real pseudo-terminals. */
import assert from "node:assert/strict";
import process from "node:process";
import type { Result } from "../../../../devices/result.ts";
import { Modems } from "../../../../gateway/modems/modems.ts";
import { LocalModemService } from "../../../../gateway/modems/service/local_modem_service.ts";
import { LocalPortService } from "../../../../gateway/modems/service/local_port_service.ts";
import { EbyteE22Emulator } from "../../../../gateway/simulator/emulate_ebyte_e22.ts";
import { Rak3172Emulator } from "../../../../gateway/simulator/emulate_rak3172.ts";
import type { ModemServiceProblem } from "../../../../handlers/modems/modem_service.ts";
import { SIGNAL, UPLINK } from "../../../devices/modems/makes.ts";
import { program } from "../../../support/authors.ts";
import { Cabling, started } from "../../../support/cabled_modems.ts";
import { TemporaryStore } from "../../../support/temporary_store.ts";
import { until } from "../../../support/until.ts";

const BY = program("me");
const PROFILE = `kind = "rak3172"
[radio]
spreading_factor = 7
bandwidth_hz = 500000
frequency_hz = 869525000
duty_cycle = "none"`;

/** A gateway with lora-1, and a second module that is plugged in and not configured. */
async function twoModules() {
  await using stack = new AsyncDisposableStack();
  const temporary = stack.use(new TemporaryStore());
  const store = stack.use(temporary.direct());
  const cabling = stack.use(new Cabling());
  const plug = (name: string, number: number) => {
    const modem = cabling.modem((ports) => new Rak3172Emulator(ports));
    modem.emulator.serial = `000000000000000${number}`;
    modem.plugIn(cabling.port(name));
    return modem;
  };
  const [first, second] = [plug("lora-1", 1), plug("free", 2)];
  first.onTransmit = (frame) => void second.emulator.hear(frame, SIGNAL);
  second.onTransmit = (frame) => void first.emulator.hear(frame, SIGNAL);
  const modems = stack.use(await started(cabling, cabling.configs(["lora-1", "rak3172"])));
  const port = cabling.port("free");
  const { signal: stopping } = new AbortController();
  const common = { modems, store, clock: cabling.clock, stopping };
  const simulated = () => Promise.resolve([{ kind: "rak3172", path: port }]);
  const service = new LocalPortService({ ...common, log: cabling.log, simulated });
  const modemService = new LocalModemService(common);
  const kept = stack.move();
  return {
    ...{ cabling, first, second, modems, store, port, service, modemService },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function valueOf<T>(result: Result<T, ModemServiceProblem>): T {
  assert.ok(result.ok, result.ok ? "" : result.error.message);
  return result.value;
}

function messageOf(result: Result<unknown, ModemServiceProblem>): string {
  assert.ok(!result.ok, "it was done");
  return `${result.error.code}: ${result.error.message}`;
}

Deno.test("each port is listed with its modem and who holds it, this program by itself", async () => {
  await using at = await twoModules();
  const ports = await at.service.ports();
  const of = (name: string) => ports.find(({ port }) => port === at.cabling.port(name))!;
  assert.equal(of("lora-1").modem, "lora-1");
  assert.equal(of("free").modem, undefined);
  assert.equal(of("free").product, "simulated rak3172");
  assert.deepEqual(await at.service.ports(true), ports);
  const [holder] = of("lora-1").heldBy;
  assert.deepEqual([holder!.pid, holder!.isThisGateway], [process.pid, true]);
});

Deno.test("a module in no configuration is found, set up, read back and tested with one that is", async () => {
  await using at = await twoModules();
  const { port, second, service, store } = at;
  const found = valueOf(await service.probe({ port, isInConfigurationMode: false, by: BY }));
  assert.deepEqual([found.found, found.kind, found.serial], [
    "modem",
    "rak3172",
    second.emulator.serial,
  ]);
  const request = { port, profile: PROFILE, isInConfigurationMode: false, by: BY };
  const written = valueOf(await service.provision(request));
  assert.ok(written.done, JSON.stringify(written.settings));
  assert.equal(second.emulator.tuning?.spreadingFactor, 7);
  const tested = valueOf(
    await service.test({ port, profile: PROFILE, partner: "lora-1", listenMs: 0, by: BY }),
  );
  assert.deepEqual(
    tested.steps.map(({ loop, result, step }) => [step, result, loop?.from, loop?.to]),
    [
      ["settings", "passed", undefined, undefined],
      ["transmit", "passed", undefined, undefined],
      ["loop", "passed", "free", "lora-1"],
      ["transmit", "passed", undefined, undefined],
      ["loop", "passed", "lora-1", "free"],
      ["signal", "unknown", undefined, undefined],
    ],
  );
  assert.equal(store.read.modems.changes("free", 1).length, 0, "it has no name yet");
  assert.deepEqual(at.cabling.heard, [], "a loop frame is no frame of a wearable");
});

Deno.test("what an unconfigured module hears while it is asked is taken as ever", async () => {
  await using at = await twoModules();
  const { cabling, port, second, service } = at;
  const request = { port, profile: PROFILE, isInConfigurationMode: false, by: BY };
  valueOf(await service.provision(request));
  second.emulator.faults.answerDelayMs = 50;
  let isOver = false;
  const probing = service.probe({ port, isInConfigurationMode: false, by: BY })
    .finally(() => isOver = true);
  await until("a frame is heard", () => {
    if (!isOver) second.emulator.hear(UPLINK, SIGNAL);
    return cabling.heard.length > 0;
  });
  await probing;
  assert.equal(cabling.heard[0]!.modem, "free");
});

Deno.test("no other path is opened than a port that is listed and in no configuration", async () => {
  await using at = await twoModules();
  const { service } = at;
  const ask = (port: string) => service.probe({ port, isInConfigurationMode: false, by: BY });
  assert.match(messageOf(await ask("/etc/passwd")), /^unknown-modem: There is no port/);
  assert.match(messageOf(await ask(`${at.port}/../lora-1`)), /^unknown-modem/);
  const own = at.cabling.port("lora-1");
  assert.match(messageOf(await ask(own)), /^not-possible: .*"lora-1" of the configuration/);
  const request = { port: own, profile: PROFILE, isInConfigurationMode: false, by: BY };
  assert.match(messageOf(await service.provision(request)), /^not-possible/);
  assert.match(messageOf(await service.test({ ...request, listenMs: 0 })), /^not-possible/);
});

Deno.test("a profile is planned before it is written, and what is wrong with it named by its key", async () => {
  await using at = await twoModules();
  const plan = at.service.plan(PROFILE);
  assert.ok(plan.ok);
  assert.equal(plan.value.radio.spreading_factor, 7);
  assert.ok(plan.value.settings.includes("AT+P2P=869525000:7:2:0:8:14"));
  const wrong = at.service.plan(PROFILE.replace("= 7", "= 13"));
  assert.ok(!wrong.ok);
  assert.equal(wrong.error[0]!.key, "radio.spreading_factor");
});

Deno.test("settings of a configured modem are compared without being written", async () => {
  await using at = await twoModules();
  const { modems, modemService } = at;
  const same = valueOf(await modemService.readBack("lora-1"));
  assert.ok(same.done, JSON.stringify(same.settings));
  await until("it works on", () => modems.session("lora-1")!.status.state === "ready");
  assert.deepEqual(at.store.read.modems.changes("lora-1", 1), [], "nothing was set");
});

Deno.test("an Ebyte E22 in transparent mode is not read back: the question would go on the air", async () => {
  await using cabling = new Cabling();
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const ebyte = cabling.modem((ports) => new EbyteE22Emulator(ports));
  ebyte.plugIn(cabling.port("lora-1"));
  const radio = "spreading_factor = 11\nbandwidth_hz = 500000\nfrequency_hz = 867125000";
  const configs = cabling.configs(["lora-1", "ebyte-e22", radio]);
  await using modems = new Modems(configs, cabling.ports);
  modems.start();
  await until("it is ready", () => modems.session("lora-1")!.status.state === "ready");
  const { signal: stopping } = new AbortController();
  const service = new LocalModemService({ modems, store, clock: cabling.clock, stopping });
  assert.match(messageOf(await service.readBack("lora-1")), /on the air/);
  assert.deepEqual(ebyte.onAir, []);
});
