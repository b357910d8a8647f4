/** A modem language and an emulated modem, joined by a wire whose time the test moves. */
import type { ModemEffect, ModemProtocol, RadioSettings } from "../../../devices/modems/modem.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";

export const RADIO: RadioSettings = {
  frequencyHz: 869_525_000,
  spreadingFactor: 9,
  bandwidthHz: 125_000,
  codingRate: 5,
  syncWord: 0x12,
  networkId: 18,
  preambleSymbols: 12,
  powerDbm: 14,
};

interface Planned {
  readonly atMs: number;
  readonly run: () => void;
}

export class Wire<M extends ModemEmulator> {
  readonly modem: M;
  readonly protocol: ModemProtocol;
  /** Commands as the modem got them, without line ends. */
  readonly commands: string[] = [];
  /** All effects but writes. */
  readonly effects: ModemEffect[] = [];
  /** VF1 frames that the modem put on the air. */
  readonly onAir: Uint8Array[] = [];
  nowMs = 1_000;
  #planned: Planned[] = [];

  constructor(protocol: ModemProtocol, createModem: (ports: EmulatorPorts) => M) {
    this.protocol = protocol;
    this.modem = createModem({
      write: (bytes) => this.perform(protocol.feed(bytes, this.now)),
      onTransmit: (frame) => this.onAir.push(frame),
      after: (delayMs, run) => this.#planned.push({ atMs: this.nowMs + delayMs, run }),
    });
  }

  get now(): MonotonicMs {
    return this.nowMs as MonotonicMs;
  }

  perform(effects: readonly ModemEffect[]): void {
    for (const effect of effects) {
      if (effect.do === "write") {
        this.commands.push(new TextDecoder("latin1").decode(effect.bytes).trim());
        // The modem answers after the effects of this moment, as a real one does.
        this.#planned.push({ atMs: this.nowMs, run: () => this.modem.receive(effect.bytes) });
      } else {
        this.effects.push(effect);
      }
    }
  }

  start(): void {
    this.perform(this.protocol.start(this.now));
  }

  /** Lets time pass. */
  run(forMs: number): void {
    const untilMs = this.nowMs + forMs;
    for (;;) {
      const wakeAtMs = this.protocol.wakeAtMs ?? Infinity;
      const next = this.#planned.toSorted((a, b) => a.atMs - b.atMs)[0];
      const atMs = Math.min(next?.atMs ?? Infinity, Math.max(wakeAtMs, this.nowMs));
      if (atMs > untilMs) break;
      this.nowMs = atMs;
      if (next !== undefined && next.atMs <= atMs) {
        this.#planned.splice(this.#planned.indexOf(next), 1);
        next.run();
      } else {
        this.perform(this.protocol.tick(this.now));
      }
    }
    this.nowMs = untilMs;
  }

  /** Effects of one kind so far. */
  all<K extends ModemEffect["do"]>(kind: K): Extract<ModemEffect, { do: K }>[] {
    return this.effects.filter((effect): effect is Extract<ModemEffect, { do: K }> =>
      effect.do === kind
    );
  }
}
