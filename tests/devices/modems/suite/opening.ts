/** What every make does with the answers that a process that was killed did not wait for. */
import assert from "node:assert/strict";
import type {
  ModemEffect,
  ModemIdentity,
  ModemProtocol,
} from "../../../../devices/modems/modem.ts";
import { type Make, SIGNAL, UPLINK } from "../makes.ts";
import type { ModemEmulator } from "../../../../gateway/simulator/modem_emulator.ts";
import { StalledCable } from "../stalled_cable.ts";

type Cable = StalledCable<ModemProtocol, ModemEffect, ModemEmulator>;

/** Long enough for several commands to be said that nobody answers. */
const STALL_MS = 30_000;
const PACKETS = 50;

export function describeOpening(make: Make): void {
  const { commands, createModem, createProtocol, name, radio } = make;
  if (commands === undefined) return;

  Deno.test(`${name}: answers to a process that was killed are taken for none of the next one's`, () => {
    const expected = identityAfter(new StalledCable(createModem));
    for (let moment = 0; moment < 600; moment += 41) {
      for (const pieceEveryMs of [0, 3, 40, 300]) {
        const cable: Cable = new StalledCable(createModem);
        cable.modem.faults.answerDelayMs = 15;
        cable.open(createProtocol(radio));
        cable.run(moment);
        cable.isStalled = true;
        cable.run(STALL_MS);
        for (let count = 0; count < PACKETS; count++) cable.modem.hear(UPLINK, SIGNAL);
        cable.isStalled = false;
        cable.pieceEveryMs = pieceEveryMs;
        assert.deepEqual(identityAfter(cable), expected, `${moment} ms, ${pieceEveryMs} ms`);
      }
    }
  });

  function identityAfter(cable: Cable): ModemIdentity[] {
    cable.open(createProtocol(radio));
    cable.run(400_000);
    assert.equal(cable.protocol?.isConfigured, true);
    assert.ok(cable.modem.tuning, "it listens");
    const before = cable.effects.filter((it) => it.do === "deliver").length;
    cable.modem.hear(UPLINK, SIGNAL);
    cable.run(5_000);
    assert.equal(cable.effects.filter((it) => it.do === "deliver").length, before + 1);
    const mismatches = cable.effects.filter((it) => it.do === "report" && it.reason === "mismatch");
    assert.deepEqual(mismatches, []);
    return cable.effects.filter((it) => it.do === "configured").map(({ identity }) => identity);
  }
}
