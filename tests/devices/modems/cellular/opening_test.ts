/** The answers that a process that was killed did not wait for, and the next process. */
import assert from "node:assert/strict";
import type { CellularEffect } from "../../../../devices/modems/cellular/effects.ts";
import { CellularProtocol } from "../../../../devices/modems/cellular/protocol.ts";
import { CellularEmulator } from "../../../../gateway/simulator/emulate_cellular.ts";
import {
  CELLULAR_MODELS,
  type CellularModelName,
} from "../../../../gateway/simulator/cellular_models.ts";
import { StalledCable } from "../stalled_cable.ts";
import { SETTINGS } from "./played_modem.ts";

type Cable = StalledCable<CellularProtocol, CellularEffect, CellularEmulator>;

/** Long enough for several commands to be said that nobody answers. */
const STALL_MS = 30_000;
const HELP = { sender: "+32470123456", content: { text: "ALARM 0042" } };

function identityAfter(cable: Cable) {
  cable.open(new CellularProtocol(SETTINGS));
  cable.run(300_000);
  assert.equal(cable.protocol?.isConfigured, true);
  cable.modem.deliver(HELP);
  cable.run(30_000);
  assert.ok(cable.effects.some((it) => it.do === "found"), "it hears");
  return cable.effects.filter((it) => it.do === "configured").map(({ identity }) => identity);
}

for (const model of Object.keys(CELLULAR_MODELS) as CellularModelName[]) {
  Deno.test(`${model}: answers to a process that was killed are taken for none of the next one's`, () => {
    const create = (ports: ConstructorParameters<typeof CellularEmulator>[0]) =>
      new CellularEmulator(ports, { model, calledEveryMs: 610, ringsAnyway: true });
    const expected = identityAfter(new StalledCable(create));
    for (let moment = 0; moment < 1_500; moment += 93) {
      for (const pieceEveryMs of [0, 40, 700]) {
        const cable: Cable = new StalledCable(create);
        cable.modem.faults.answerDelayMs = 15;
        cable.open(new CellularProtocol(SETTINGS));
        cable.run(moment);
        cable.isStalled = true;
        // Minutes of calls would take as long to come out.
        cable.modem.caller!.isRefused = true;
        cable.run(STALL_MS);
        cable.modem.caller!.isRefused = pieceEveryMs > 100;
        cable.isStalled = false;
        cable.pieceEveryMs = pieceEveryMs;
        assert.deepEqual(identityAfter(cable), expected, `${moment} ms, ${pieceEveryMs} ms`);
      }
    }
  });
}
