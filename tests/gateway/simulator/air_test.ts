import assert from "node:assert/strict";
import { Air } from "../../../gateway/simulator/air.ts";
import type { SimulatedKind, SimulatedModem } from "../../../gateway/simulator/simulated_modem.ts";

const TUNING = { frequencyHz: 869_525_000, spreadingFactor: 9, bandwidthHz: 125_000 };

/** Modems on one air that note what they hear. */
function onAir(...kinds: SimulatedKind[]) {
  const air = new Air(() => 0.5);
  const heard: string[] = [];
  const modems = kinds.map((kind, index) => {
    const emulator = { tuning: TUNING, hear: () => heard.push(`${kind} ${index + 1}`) > 0 };
    const modem = { kind, emulator } as unknown as SimulatedModem;
    air.addModem(modem);
    return modem;
  });
  return { air, heard, modems };
}

Deno.test("What a modem sends is heard by the others of makes that understand it, not by itself", () => {
  const { air, heard, modems } = onAir("rak3172", "rak3172", "wio-e5", "rylr998", "cellular");
  air.downlink(Uint8Array.of(1), modems[0]);
  assert.deepEqual(heard, ["rak3172 2", "wio-e5 3"]);
});

Deno.test("Makes that add bytes of their own are heard by their own only, and a phone by none", () => {
  const { air, heard, modems } = onAir("rylr998", "rylr998", "rak3172", "cellular", "cellular");
  air.downlink(Uint8Array.of(1), modems[0]);
  air.downlink(Uint8Array.of(1), modems[3]);
  assert.deepEqual(heard, ["rylr998 2"]);
});
