/** What is behind a port, asked over real pseudo-terminals. */
import assert from "node:assert/strict";
import type { ModemKind } from "../../../../devices/modems/modem.ts";
import { ASKED_KINDS, identifyPort } from "../../../../gateway/modems/binding/identify_port.ts";
import {
  CELLULAR_MODELS,
  type CellularModelName,
} from "../../../../gateway/simulator/cellular_models.ts";
import { CellularEmulator } from "../../../../gateway/simulator/emulate_cellular.ts";
import { MAKES } from "../../../devices/modems/makes.ts";
import { Cabling } from "../../../support/cabled_modems.ts";

function identify(cabling: Cabling, kinds: readonly ModemKind[] = ASKED_KINDS) {
  const { clock, openPort } = cabling;
  return identifyPort(cabling.port("any"), { kinds }, { clock, openPort });
}

for (const [model, { model: expected }] of Object.entries(CELLULAR_MODELS)) {
  Deno.test(`a ${model} is found to be cellular, with its IMEI`, async () => {
    await using cabling = new Cabling();
    cabling.modem((ports) => new CellularEmulator(ports, { model: model as CellularModelName }))
      .plugIn(cabling.port("any"));
    const found = await identify(cabling);
    assert.ok(found.found === "modem");
    assert.equal(found.kind, "cellular");
    assert.equal(found.identity.model, expected);
    assert.match(found.identity.serial ?? "", /^\d{15}$/);
  });
}

Deno.test("a cellular modem that takes AT alone for an error is found as well", async () => {
  await using cabling = new Cabling();
  cabling.modem((ports) => new CellularEmulator(ports, { traps: ["bare-at-fails"] }))
    .plugIn(cabling.port("any"));
  const found = await identify(cabling);
  assert.ok(found.found === "modem" && found.kind === "cellular");
});

Deno.test("a make that is asked for first is found without asking the others", async () => {
  await using cabling = new Cabling();
  const modem = cabling.modem(MAKES[3]!.createModem);
  modem.plugIn(cabling.port("any"));
  const startedAtMs = performance.now();
  const found = await identify(cabling, [MAKES[3]!.name as ModemKind, ...ASKED_KINDS]);
  assert.ok(found.found === "modem" && found.kind === MAKES[3]!.name);
  assert.ok(performance.now() - startedAtMs < 1_000);
});

Deno.test("a port that is not there is an error that says so", async () => {
  await using cabling = new Cabling();
  await assert.rejects(identify(cabling), /no such device/);
});
