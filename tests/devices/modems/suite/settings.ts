/** What every make that can be set keeps of its settings. */
import assert from "node:assert/strict";
import { ANSWER, configured, type Make, SIGNAL, UPLINK, wired } from "../makes.ts";
import type { Wire } from "../wire.ts";
import type { ModemEmulator } from "../../../../gateway/simulator/modem_emulator.ts";

export function describeSettings(make: Make): void {
  const { name, commands } = make;

  Deno.test(`${name}: a module from the factory is set up and says so once`, () => {
    const wire = configured(make);
    assertReady(wire, make);
    assert.equal(wire.all("configured").length, 1);
    assert.equal(wire.all("unconfigured").length, 0);
  });

  Deno.test(`${name}: an hour without a packet changes nothing`, () => {
    const wire = configured(make);
    const before = wire.effects.length;
    wire.run(3_600_000);
    assert.deepEqual(wire.effects.slice(before), []);
    assertReady(wire, make);
  });

  Deno.test(`${name}: a restart at any moment is followed by the settings`, () => {
    for (let afterMs = 0; afterMs < 1_000; afterMs += 37) {
      const wire = wired(make);
      wire.modem.faults.answerDelayMs = 10;
      wire.start();
      wire.run(afterMs);
      wire.modem.restart(true);
      wire.run(20_000 + make.recoverMs);
      assertReady(wire, make);
    }
  });

  Deno.test(`${name}: a restart later on is followed by the settings`, () => {
    const wire = configured(make);
    wire.modem.restart(true);
    wire.run(make.recoverMs);
    assertReady(wire, make);
  });

  Deno.test(`${name}: asked to check its modem, it finds settings that were lost in silence`, () => {
    const wire = configured(make);
    wire.modem.faults.silent = true;
    wire.modem.restart(true);
    wire.modem.faults.silent = false;
    wire.perform(wire.protocol.probe(wire.now) ?? []);
    wire.run(make.recoverMs);
    assertReady(wire, make);
    assert.equal(wire.all("unconfigured").length, 0);
  });

  if (commands === undefined) return;

  Deno.test(`${name}: a modem that is restarted is set up again`, () => {
    const wire = configured(make);
    wire.perform(wire.protocol.send(1, ANSWER, wire.now));
    wire.perform(wire.protocol.reset(wire.now) ?? []);
    assert.equal(wire.protocol.isConfigured, false);
    assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "reset" }]);
    wire.run(20_000 + make.recoverMs);
    assertReady(wire, make);
    assert.equal(wire.all("configured").length, 2);
  });

  Deno.test(`${name}: a setting that is refused is reported, and tried again`, () => {
    const wire = wired(make);
    wire.modem.faults.refuse = [commands.setting];
    wire.start();
    wire.run(20_000);
    assert.equal(wire.protocol.isConfigured, false);
    assert.equal(wire.protocol.canSend, false);
    const [report] = wire.all("unconfigured");
    assert.match(
      report?.text ?? "",
      /was refused with .+; check \[modem\.radio\] and the firmware$/,
    );
    wire.modem.faults.refuse = [];
    wire.run(120_000);
    assertReady(wire, make);
  });

  Deno.test(`${name}: a modem that falls silent is reported within two minutes`, () => {
    const wire = configured(make);
    wire.modem.faults.silent = true;
    wire.run(120_000);
    assert.equal(wire.protocol.isConfigured, false);
    assert.match(wire.all("unconfigured")[0]?.text ?? "", /no answer to .+; check the power/);
    wire.modem.faults.silent = false;
    wire.run(120_000);
    assertReady(wire, make);
  });

  Deno.test(`${name}: settings that no such modem can have are refused with what to change`, () => {
    for (const impossible of [{ spreadingFactor: 13 }, { bandwidthHz: 1 }, { powerDbm: 40 }]) {
      const wire = wired({ ...make, radio: { ...make.radio, ...impossible } });
      wire.start();
      wire.run(1_000);
      assert.match(wire.all("unconfigured")[0]?.text ?? "", /must be .*; change \[modem\.radio\]$/);
      assert.equal(wire.protocol.canSend, false);
      assert.deepEqual(wire.commands, []);
    }
  });

  Deno.test(`${name}: late answers are given to no later command`, () => {
    const wire = wired(make);
    wire.modem.faults.answerDelayMs = 2_500;
    wire.start();
    wire.run(10_000);
    assert.equal(wire.protocol.isConfigured, false);
    wire.modem.faults.answerDelayMs = 0;
    wire.run(120_000);
    assertReady(wire, make);
    assert.deepEqual(wire.all("report").filter(({ reason }) => reason === "mismatch"), []);
  });
}

/** It is set up, on the frequency that was asked for, and hears. */
function assertReady(wire: Wire<ModemEmulator>, { radio }: Make): void {
  assert.equal(wire.protocol.isConfigured, true);
  assert.equal(wire.protocol.canSend, true);
  const { frequencyHz, spreadingFactor, bandwidthHz } = radio;
  assert.deepEqual(tuningOf(wire), { frequencyHz, spreadingFactor, bandwidthHz });
  const before = wire.all("deliver").length;
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true);
  wire.run(1_000);
  assert.equal(wire.all("deliver").length, before + 1);
}

function tuningOf({ modem }: Wire<ModemEmulator>) {
  assert.ok(modem.tuning, "it listens");
  const { frequencyHz, spreadingFactor, bandwidthHz } = modem.tuning;
  return { frequencyHz, spreadingFactor, bandwidthHz };
}
