import type { SimulatedKind, SimulatedModem } from "./simulated_modem.ts";
import type { SimulatedWearable } from "./wearable.ts";

/** Strength of a signal near the limit of reception, and how much better it can be, in dBm. */
const WEAKEST_RSSI_DBM = -118;
const RSSI_RANGE_DB = 60;
/** Signal-to-noise ratio of the weakest signal, in dB. */
const WEAKEST_SNR_DB = -8;

/** Makes that add bytes of their own on the air, or send messages over a network. */
const APART: readonly SimulatedKind[] = ["rylr998", "ebyte-e22", "cellular"];

/** Whether modules of two makes hear each other on the air. */
function understand(one: SimulatedKind, other: SimulatedKind): boolean {
  if (one === "cellular") return false;
  return one === other || (!APART.includes(one) && !APART.includes(other));
}

/** What lies between wearables and modems: everybody hears everybody. */
export class Air {
  readonly #modems = new Set<SimulatedModem>();
  readonly #wearables = new Set<SimulatedWearable>();

  readonly #random: () => number;

  /** @param random Numbers from 0 to 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  addModem(modem: SimulatedModem): void {
    this.#modems.add(modem);
  }

  removeModem(modem: SimulatedModem): void {
    this.#modems.delete(modem);
  }

  addWearable(wearable: SimulatedWearable): void {
    this.#wearables.add(wearable);
  }

  removeWearable(wearable: SimulatedWearable): void {
    this.#wearables.delete(wearable);
  }

  /** A wearable sends; true when at least one modem heard it. */
  readonly uplink = (frame: Uint8Array): boolean => {
    const heard = [...this.#modems].map((modem) => modem.emulator.hear(frame, this.#signal()));
    return heard.includes(true);
  };

  /**
   * A modem sends: the wearable with the key takes it, and so do other modems with the same settings.
   * @param sender Without it, only wearables hear.
   */
  readonly downlink = (frame: Uint8Array, sender?: SimulatedModem): void => {
    for (const wearable of this.#wearables) wearable.hear(frame);
    const tuning = sender?.emulator.tuning;
    if (sender === undefined || tuning === undefined) return;
    for (const modem of this.#modems) {
      if (modem !== sender && understand(sender.kind, modem.kind)) {
        modem.emulator.hear(frame, { ...this.#signal(), tuning });
      }
    }
  };

  #signal() {
    const quality = this.#random();
    return {
      rssiDbm: Math.round(WEAKEST_RSSI_DBM + RSSI_RANGE_DB * quality),
      snrDb: Math.round(WEAKEST_SNR_DB + (RSSI_RANGE_DB * quality) / 3),
    };
  }
}
