import { UP_TYPE } from "../../devices/frame/types.ts";
import type { AesKey } from "../../devices/frame/aes.ts";
import { expandKeys } from "../../devices/frame/keys.ts";
import type { Reception } from "../../handlers/ports.ts";
import { randomFix } from "../../gateway/simulator/population.ts";
import { SimulatedWearable } from "../../gateway/simulator/wearable.ts";
import type { SentMessage } from "../../gateway/simulator/wearable_radio.ts";
import type { Disk } from "./disk.ts";
import type { Oracle } from "./oracle.ts";
import type { Random } from "./random.ts";
import type { VirtualTime } from "./virtual_time.ts";

const REPEAT_MS = 2_500;
/** More would be taken for a replay: epochs further behind the newest are refused. */
const REBOOT_LIMIT = 3;
const FRAME_BYTES = 35;
const MODEMS = ["lora-1", "lora-2"];
/** What a wearable goes on repeating until dispatch has it. A test may come too late by rule. */
const INSISTENT = ["panic", "cancel"];

export interface FieldPorts {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly oracle: Oracle;
  readonly isCalm: () => boolean;
  /** A modem hears something; nobody does while the gateway is down. */
  readonly hear: (reception: Reception) => void;
}

/** Wearables, the air between them and two modems, and somebody who sends what he should not. */
export class Field {
  readonly #walkers: Walker[] = [];
  readonly #heard: Uint8Array[] = [];

  constructor(readonly ports: FieldPorts) {}

  /** Registers wearables and lets them live. */
  populate(count: number, disk: Disk): void {
    for (let index = 0; index < count; index++) {
      const rootKey = new Uint8Array(16).fill(index + 1);
      const device = { uid: `d-${index}`, kid: 1, rootKey, epoch: 0 };
      disk.writeNow("addDevice", { ...device, createdAtUnixMs: 0 });
      this.#walkers.push(new Walker(device, this.ports, (frame) => this.#uplink(frame)));
    }
  }

  /** An answer is on the air. */
  downlink(frame: Uint8Array): void {
    const { isCalm, random, time } = this.ports;
    if (!isCalm() && random.chance(0.4)) return;
    time.after(
      random.whole(1, 30),
      () => this.#walkers.some(({ wearable }) => wearable.hear(frame)),
    );
  }

  /** Nobody waits for dispatch any more. */
  get isAnswered(): boolean {
    return this.#walkers.every((walker) =>
      !walker.wearable.unconfirmed.some(({ type }) => INSISTENT.includes(type))
    );
  }

  #uplink(frame: Uint8Array): void {
    const { isCalm, random, time } = this.ports;
    this.#heard.push(frame);
    for (const [index, modem] of MODEMS.entries()) {
      if (!random.chance(isCalm() ? 1 - index / 2 : 0.6 - index / 5)) continue;
      this.#receive(frame, modem, random.whole(1, isCalm() ? 30 : 400));
    }
    if (isCalm()) return;
    if (random.chance(0.08)) this.#receive(this.#forge(frame), "lora-1", random.whole(1, 400));
    if (random.chance(0.05)) {
      const replayed = random.pick(this.#heard);
      time.after(random.whole(500, 9_000), () => this.#receive(replayed, "lora-2", 1));
    }
  }

  #forge(frame: Uint8Array): Uint8Array {
    const { random } = this.ports;
    const kind = random.whole(0, 2);
    if (kind === 0) return Uint8Array.from({ length: FRAME_BYTES }, () => random.whole(0, 255));
    if (kind === 1) return frame.slice(0, random.whole(0, frame.length - 1));
    const changed = frame.slice();
    changed[random.whole(0, frame.length - 1)]! ^= 1 << random.whole(0, 7);
    return changed;
  }

  #receive(payload: Uint8Array, modem: string, afterMs: number): void {
    const { hear, time } = this.ports;
    time.after(afterMs, () =>
      hear({
        modem,
        payloadForm: "bytes",
        payload,
        receivedAtUnixMs: time.unixMs(),
        receivedAtMs: time.monotonicMs(),
      }));
  }
}

/** Somebody with a wearable on: things happen to him until it is calm, or his battery is empty. */
class Walker {
  readonly wearable: SimulatedWearable;
  readonly #kDn: AesKey;
  #epoch = 0;
  #alarms = 0;
  #reboots = 0;
  #isDead = false;

  constructor(
    readonly device: { uid: string; kid: number; rootKey: Uint8Array; epoch: number },
    readonly ports: FieldPorts,
    transmit: (frame: Uint8Array) => void,
  ) {
    this.#kDn = expandKeys(device.rootKey, device.kid).kDn;
    this.wearable = new SimulatedWearable(device, {
      transmit,
      after: ports.time.after,
      nowMs: () => ports.time.monotonicMs(),
      keep: ({ epoch }) => this.#epoch = epoch,
    }, REPEAT_MS);
    this.#live();
    if (ports.random.chance(0.2)) this.#endAfter(ports.random.whole(2_000, 15_000));
  }

  #live(): void {
    const { isCalm, random, time } = this.ports;
    time.after(random.whole(100, 2_500), () => {
      if (isCalm() || this.#isDead) return;
      this.#act();
      this.#live();
    });
  }

  #act(): void {
    const { random } = this.ports;
    const report = { fix: randomFix(() => random.next()), batteryPercent: random.whole(0, 100) };
    const dice = random.whole(1, 20);
    if (dice <= 5) this.#press();
    else if (dice <= 9) this.#made(this.wearable.position(report, random.chance(0.5)));
    else if (dice <= 11) {
      this.#made(this.wearable.status({ ...report, flags: random.chance(0.5) ? ["tamper"] : [] }));
    } else if (dice <= 16) this.#made(this.wearable.heartbeat());
    else if (dice <= 17) this.#made(this.wearable.test(report));
    else if (dice <= 18) this.#cancel();
    else if (this.#reboots++ < REBOOT_LIMIT) this.wearable.reboot();
  }

  #press(): void {
    this.#alarms++;
    this.#made(this.wearable.press());
  }

  #cancel(): void {
    if (this.#alarms > 0) this.#made(this.wearable.cancel());
  }

  #made({ counter, frame, type }: SentMessage): void {
    const { kid, uid } = this.device;
    const [epoch, kDn] = [this.#epoch, this.#kDn];
    this.ports.oracle.made({ uid, kid, epoch, counter, type: UP_TYPE[type], frame, kDn });
  }

  #endAfter(ms: number): void {
    this.ports.time.after(ms, () => {
      this.#isDead = true;
      this.wearable[Symbol.dispose]();
    });
  }
}
