/** Settings are written to every emulated make, and read back. */
import assert from "node:assert/strict";
import { e22Registers } from "../../../devices/modems/ebyte_e22/registers.ts";
import { provisionE22 } from "../../../devices/modems/ebyte_e22/setup.ts";
import { loraDialect } from "../../../devices/modems/lora_makes.ts";
import { isAsWanted, provision, readSettings } from "../../../devices/modems/provisioning.ts";
import { EbyteE22Emulator } from "../../../gateway/simulator/emulate_ebyte_e22.ts";
import { OneShotWire } from "./one_shot_wire.ts";
import { EBYTE_E22, type Make, MAKES, RN2483 } from "./makes.ts";

const ASKED = MAKES.filter(({ commands }) => commands !== undefined);

function dialectOf({ name, radio }: Make) {
  return loraDialect(name as "rak3172", radio);
}

for (const make of ASKED) {
  Deno.test(`${make.name}: takes a profile, which is read back`, () => {
    const report = new OneShotWire(make.createModem).send(provision(dialectOf(make)));
    assert.ok(isAsWanted(report), JSON.stringify(report.settings));
    assert.ok(report.settings.some(({ state }) => state === "as wanted"));
    assert.ok(report.identity.serial !== undefined);
  });

  Deno.test(`${make.name}: what it is set to is read and compared, and nothing is written`, () => {
    const wire = new OneShotWire(make.createModem);
    wire.send(provision(dialectOf(make)));
    const tuning = wire.modem.tuning;
    const same = wire.send(readSettings(dialectOf(make)));
    assert.ok(same.settings.every(({ state }) => state === "as wanted" || state === "unread"));
    // A LoRa-E5 in test mode answers with what it is set to only when it is set.
    const isMute = make.name === "wio-e5";
    assert.equal(same.settings.some(({ state }) => state === "as wanted"), !isMute);
    const spreadingFactor = make.radio.spreadingFactor === 9 ? 8 : 9;
    const other = { ...make, radio: { ...make.radio, spreadingFactor } };
    const differs = wire.send(readSettings(dialectOf(other)));
    assert.equal(
      differs.settings.filter(({ state }) => state === "otherwise").length,
      isMute ? 0 : 1,
    );
    assert.deepEqual(wire.modem.tuning, tuning);
  });

  Deno.test(`${make.name}: a setting that is refused is reported`, () => {
    const wire = new OneShotWire(make.createModem);
    wire.modem.faults.refuse = [make.commands!.setting];
    const report = wire.send(provision(dialectOf(make)));
    assert.equal(isAsWanted(report), false);
    const refused = report.settings.filter(({ state }) => state === "refused");
    assert.equal(refused.length, 1);
    assert.ok(refused[0]!.written.startsWith(make.commands!.setting));
  });
}

Deno.test("a module that is silent takes nothing", () => {
  const wire = new OneShotWire(RN2483.createModem);
  wire.modem.faults.silent = true;
  const report = wire.send(provision(dialectOf(RN2483)));
  assert.equal(isAsWanted(report), false);
  assert.ok(report.settings.every(({ read }) => read === "no answer"));
});

Deno.test("ebyte-e22: in configuration mode its registers are written and read back", () => {
  const registers = e22Registers(EBYTE_E22.radio);
  assert.ok(registers.ok);
  assert.deepEqual([...registers.value], [0, 0, 0, 0x62, 0x02, 17, 0x83]);
  const wire = new OneShotWire((ports) => new EbyteE22Emulator(ports));
  wire.modem.isConfiguring = true;
  const report = wire.send(provisionE22(registers.value));
  assert.ok(report !== undefined && isAsWanted(report), JSON.stringify(report));
  assert.deepEqual(wire.modem.registers, [...registers.value]);
  assert.deepEqual(wire.onAir, []);
});

Deno.test("ebyte-e22: a register that reads otherwise is reported by its name", () => {
  const registers = e22Registers(EBYTE_E22.radio);
  assert.ok(registers.ok);
  const wire = new OneShotWire((ports) => new EbyteE22Emulator(ports));
  wire.modem.isConfiguring = true;
  Object.defineProperty(wire.modem.registers, 5, { get: () => 65, set: () => {} });
  const report = wire.send(provisionE22(registers.value));
  const otherwise = report?.settings.filter(({ state }) => state === "otherwise");
  assert.deepEqual(otherwise, [{
    written: "frequency 867.125 MHz",
    read: "frequency 915.125 MHz",
    state: "otherwise",
  }]);
});

Deno.test("ebyte-e22: settings that it does not have are refused before anything is written", () => {
  assert.equal(e22Registers({ ...EBYTE_E22.radio, frequencyHz: 868_000_000 }).ok, false);
  assert.equal(e22Registers({ ...EBYTE_E22.radio, bandwidthHz: 125_000 }).ok, false);
  assert.equal(e22Registers({ ...EBYTE_E22.radio, spreadingFactor: 12 }).ok, false);
});
