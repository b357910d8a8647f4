import { Air } from "../../gateway/simulator/air.ts";
import { CabledWearable } from "../../gateway/simulator/cabled_wearable.ts";
import type { CellularOptions } from "../../gateway/simulator/cellular_models.ts";
import { populate, simulatedIdentity } from "../../gateway/simulator/population.ts";
import { type SimulatedKind, SimulatedModem } from "../../gateway/simulator/simulated_modem.ts";
import { Timers } from "../../gateway/simulator/timers.ts";
import type { SimulatedWearable } from "../../gateway/simulator/wearable.ts";
import type { SentMessage } from "../../gateway/simulator/wearable_radio.ts";
import type { DownTypeName } from "../../devices/frame/types.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { GatewayBox } from "./running_gateway.ts";
import { until } from "./until.ts";

/** How a test's wearables repeat, in ms. */
const REPEAT_MS = 1_500;

/** Somebody telephones each cellular modem all the while, whatever it is set to. */
const CALLED: CellularOptions = { calledEveryMs: 1_300, ringsAnyway: true };

/** Emulated modems on real pseudo-terminals, and wearables, in one air. */
export class RadioField implements AsyncDisposable {
  /** What the modems have put on the air, as hex. */
  readonly answers: string[] = [];
  /** Modems hear each other, as those of one box do. */
  isShared = false;
  readonly #timers = new Timers();
  readonly #air = new Air(() => 0.5);
  readonly #stack = new AsyncDisposableStack();
  #wearables = 0;
  #modems = 0;

  /** @param folder For the links to the modems' ports. */
  constructor(readonly folder: string) {}

  /** Plugs a modem in; a link of its name leads to its port. */
  plugIn(kind: SimulatedKind, name = "lora-1", cellular: CellularOptions = {}): SimulatedModem {
    const modem: SimulatedModem = this.#stack.use(
      new SimulatedModem(kind, {
        timers: this.#timers,
        number: ++this.#modems,
        cellular: { ...CALLED, ...cellular },
        link: `${this.folder}/${name}`,
        onTransmit: (frame) => {
          this.answers.push(encodeHex(frame));
          this.#air.downlink(frame, this.isShared ? modem : undefined);
        },
      }),
    );
    this.#air.addModem(modem);
    return modem;
  }

  /** A wearable that the gateway knows. */
  async issue(box: GatewayBox): Promise<SimulatedWearable> {
    const wearable = this.wearable();
    const { uid, rootKey, kid } = wearable.identity;
    await box.addDevice(uid, encodeHex(rootKey), kid);
    return wearable;
  }

  /** A wearable that is not yet registered. */
  wearable(): SimulatedWearable {
    const identity = simulatedIdentity("end to end", this.#wearables++);
    const ports = { after: this.#timers.after, nowMs: () => performance.now() };
    return this.#stack.use(populate(this.#air, [identity], ports, REPEAT_MS)[0]!);
  }

  /** A wearable without a key, on a cable of its own: a link of its serial number leads to it. */
  cabled(serial: string): CabledWearable {
    const ports = { after: this.#timers.after, nowMs: () => performance.now() };
    return this.#stack.use(
      new CabledWearable(serial, undefined, {
        start: (identity) => populate(this.#air, [identity], ports, REPEAT_MS)[0]!,
        stop: (wearable) => {
          this.#air.removeWearable(wearable);
          wearable[Symbol.dispose]();
        },
        onErased() {},
      }, `${this.folder}/${serial}`),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
    this.#timers[Symbol.dispose]();
  }
}

/** Waits until the gateway has set a modem up and it listens. */
export function listening(modem: SimulatedModem): Promise<void> {
  return until("the modem listens", () => modem.emulator.tuning !== undefined);
}

/** Waits until the wearable has heard an answer to a message. */
export function answered(message: SentMessage, answer: DownTypeName): Promise<void> {
  return until(`the answer "${answer}" is heard`, () => message.answers.includes(answer));
}
