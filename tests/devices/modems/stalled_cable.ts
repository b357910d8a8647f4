/** A module whose words wait in a cable, and the processes that listen at its end, one after another. */
import type { MonotonicMs } from "../../../devices/time.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";

interface Planned {
  readonly atMs: number;
  readonly run: () => void;
}

type Effect = { readonly do: string };

/** What listens and speaks: a protocol of any make. */
interface Protocol<E extends Effect> {
  readonly isConfigured: boolean;
  readonly wakeAtMs: MonotonicMs | undefined;
  start(now: MonotonicMs): E[];
  feed(bytes: Uint8Array, now: MonotonicMs): E[];
  tick(now: MonotonicMs): E[];
}

export class StalledCable<T extends Protocol<E>, E extends Effect, M extends ModemEmulator> {
  readonly modem: M;
  /** While true, nothing that the module says comes out. */
  isStalled = false;
  /** Between two pieces of what comes out, in ms. */
  pieceEveryMs = 0;
  /** What the process of now was told, and told. */
  effects: E[] = [];
  readonly #said: Uint8Array[] = [];
  #planned: Planned[] = [];
  #protocol: T | undefined;
  #nowMs = 1_000;
  #pieceAtMs = 0;

  constructor(createModem: (ports: EmulatorPorts) => M) {
    this.modem = createModem({
      write: (bytes) => void this.#said.push(bytes),
      onTransmit: () => {},
      after: (delayMs, run) => void this.#planned.push({ atMs: this.#nowMs + delayMs, run }),
    });
  }

  get protocol(): T | undefined {
    return this.#protocol;
  }

  /** A process opens the port; the one before it is gone, with all that it knew. */
  open(protocol: T): void {
    this.#protocol = protocol;
    this.effects = [];
    this.#perform(protocol.start(this.#now));
  }

  /** Lets time pass. */
  run(forMs: number): void {
    const untilMs = this.#nowMs + forMs;
    for (let atMs = this.#nextMs(); atMs <= untilMs; atMs = this.#nextMs()) {
      this.#nowMs = Math.max(this.#nowMs, atMs);
      const due = this.#planned.find((it) => it.atMs <= this.#nowMs);
      if (due !== undefined) {
        this.#planned = this.#planned.filter((it) => it !== due);
        due.run();
      } else if (this.#canHear() && this.#pieceAtMs <= this.#nowMs) this.#hear();
      else this.#perform(this.#protocol?.tick(this.#now) ?? []);
    }
    this.#nowMs = untilMs;
  }

  get #now(): MonotonicMs {
    return this.#nowMs as MonotonicMs;
  }

  #canHear(): boolean {
    return !this.isStalled && this.#said.length > 0;
  }

  #nextMs(): number {
    return Math.min(
      ...this.#planned.map(({ atMs }) => atMs),
      this.#canHear() ? Math.max(this.#pieceAtMs, this.#nowMs) : Infinity,
      Math.max(this.#protocol?.wakeAtMs ?? Infinity, this.#nowMs),
    );
  }

  #hear(): void {
    this.#pieceAtMs = this.#nowMs + this.pieceEveryMs;
    const piece = this.#said.shift();
    if (piece !== undefined) this.#perform(this.#protocol?.feed(piece, this.#now) ?? []);
  }

  #perform(effects: readonly E[]): void {
    for (const effect of effects) {
      if (!isWrite(effect)) this.effects.push(effect);
      else {
        const { bytes } = effect;
        this.#planned.push({ atMs: this.#nowMs, run: () => this.modem.receive(bytes) });
      }
    }
  }
}

function isWrite(effect: Effect): effect is { do: "write"; bytes: Uint8Array } {
  return effect.do === "write";
}
