import type { DownTypeName } from "../../devices/frame/types.ts";
import type { DirectStore } from "../../db/store.ts";
import { randomFix, simulatedIdentity } from "../simulator/population.ts";
import { SimulatedWearable, type WearableIdentity } from "../simulator/wearable.ts";

/** Wearables of the bench, all different. */
export function benchIdentities(count: number): WearableIdentity[] {
  return Array.from({ length: count }, (_, index) => simulatedIdentity("bench", index));
}

/** Makes wearables known to a store that no gateway has open. */
export async function register(
  store: Pick<DirectStore, "write">,
  identities: readonly WearableIdentity[],
): Promise<void> {
  await Promise.all(identities.map(async ({ epoch, kid, rootKey, uid }) => {
    await store.write("addDevice", { uid, kid, rootKey, epoch, createdAtUnixMs: Date.now() });
    await store.write("assignDevice", { uid, reference: `2026/${uid}` });
  }));
}

/** Seals the frames of one wearable, which never repeats. */
export class FrameSource {
  readonly #wearable: SimulatedWearable;
  #sealed: Uint8Array = new Uint8Array();
  #answer: { frame: Uint8Array; says: DownTypeName } | undefined;

  constructor(identity: WearableIdentity) {
    this.#wearable = new SimulatedWearable(identity, {
      transmit: (frame) => void (this.#sealed = frame),
      after: () => () => {},
      nowMs: () => performance.now(),
      onAnswer: (says, { frame }) => void (this.#answer = { frame, says }),
    });
  }

  /** The frame that an answer is about; undefined: it is for another wearable, or a repeat. */
  answered(
    answer: Uint8Array,
  ): { readonly frame: Uint8Array; readonly says: DownTypeName } | undefined {
    this.#answer = undefined;
    this.#wearable.hear(answer);
    return this.#answer;
  }

  panic(): Uint8Array {
    this.#wearable.press({ fix: randomFix(Math.random), flags: ["moving"], batteryPercent: 80 });
    return this.#sealed;
  }

  /** A position of no alarm: telemetry. */
  position(): Uint8Array {
    this.#wearable.position({ fix: randomFix(Math.random), batteryPercent: 80 });
    return this.#sealed;
  }
}
