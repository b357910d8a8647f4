import { createHash } from "node:crypto";
import type { Fix } from "../../devices/frame/fix.ts";
import type { Air } from "./air.ts";
import { SimulatedWearable, type WearableIdentity, type WearablePorts } from "./wearable.ts";

/** Somewhere in Antwerp: where simulated wearers walk. */
const CENTRE = { lat: 51.2194, lon: 4.4025 };
/** So near that no position of a wearable is one that nobody can have got to since the last. */
const WALK_DEGREES = 0.0015;
const KEY_BYTES = 16;

/** Who the n-th simulated wearable is. The same seed gives the same keys, which are no secret. */
export function simulatedIdentity(seed: string, index: number): WearableIdentity {
  const rootKey = createHash("sha256").update(`vigil simulator ${seed} ${index}`).digest();
  const uid = `sim-${String(index + 1).padStart(3, "0")}`;
  return { uid, kid: 1, rootKey: rootKey.subarray(0, KEY_BYTES), epoch: 0 };
}

/** A fix somewhere around the centre. */
export function randomFix(random: () => number): Fix {
  return {
    lat: CENTRE.lat + (random() - 0.5) * WALK_DEGREES,
    lon: CENTRE.lon + (random() - 0.5) * WALK_DEGREES,
    accuracyM: 5 + Math.round(random() * 40),
    fixAgeS: Math.round(random() * 30),
  };
}

/** Makes wearables that live in the same air. */
export function populate(
  air: Air,
  identities: readonly WearableIdentity[],
  ports: Omit<WearablePorts, "transmit">,
  repeatMs?: number,
): SimulatedWearable[] {
  return identities.map((identity) => {
    const transmit = (frame: Uint8Array) => void air.uplink(frame);
    const wearable = new SimulatedWearable(identity, { ...ports, transmit }, repeatMs);
    air.addWearable(wearable);
    return wearable;
  });
}
