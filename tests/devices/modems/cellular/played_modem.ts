/** An emulated modem and a conversation with it, in a time of their own. */
import type {
  CellularEffect,
  CellularEvent,
  CellularSettings,
} from "../../../../devices/modems/cellular/effects.ts";
import { CellularProtocol } from "../../../../devices/modems/cellular/protocol.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import type { CellularOptions } from "../../../../gateway/simulator/cellular_models.ts";
import { CellularEmulator } from "../../../../gateway/simulator/emulate_cellular.ts";

export const SETTINGS: CellularSettings = { storage: "ME", wantsReports: true };

interface Later {
  readonly at: number;
  readonly run: () => void;
}

type Events<D extends CellularEvent["do"]> = Extract<CellularEvent, { do: D }>[];

/** Somebody telephones the modem all the while, whatever it is set to. */
const CALLED: CellularOptions = { calledEveryMs: 610, ringsAnyway: true };

/** Most ticks at one time. */
const MAX_TICKS = 100;

/** Both ends of a cable; every byte takes no time. */
export class PlayedModem {
  readonly protocol: CellularProtocol;
  readonly modem: CellularEmulator;
  readonly events: CellularEvent[] = [];
  now = 0;
  #later: Later[] = [];
  #toHost: Uint8Array[] = [];
  #tickedAt = -1;
  #ticks = 0;

  constructor(options: CellularOptions = {}, settings = SETTINGS) {
    this.protocol = new CellularProtocol(settings);
    this.modem = new CellularEmulator({
      write: (bytes) => void this.#toHost.push(bytes),
      onTransmit: () => {},
      after: (delayMs, run) => void this.#later.push({ at: this.now + delayMs, run }),
    }, { unixMs: () => Date.UTC(2026, 10, 24, 12), ...CALLED, ...options });
  }

  /** Opens the port and lets time pass until the modem is set up and was read through. */
  open(): this {
    this.do((now) => this.protocol.start(now));
    return this.run(30_000);
  }

  /** Does something with the conversation now. */
  do(step: (now: MonotonicMs) => CellularEffect[]): void {
    this.#take(step(this.now as MonotonicMs));
    this.#deliver();
  }

  /** Lets time pass. */
  run(forMs: number): this {
    const end = this.now + forMs;
    this.#deliver();
    for (let at = this.#nextAt(); at <= end; at = this.#nextAt()) {
      this.now = Math.max(this.now, at);
      const due = this.#later.filter((it) => it.at <= this.now);
      this.#later = this.#later.filter((it) => it.at > this.now);
      for (const { run } of due) run();
      this.#deliver();
      if ((this.protocol.wakeAtMs ?? Infinity) <= this.now) {
        this.#count();
        this.do((now) => this.protocol.tick(now));
      }
    }
    this.now = end;
    return this;
  }

  /** The events of a kind so far. */
  all<D extends CellularEvent["do"]>(kind: D): Events<D> {
    return this.events.filter((event) => event.do === kind) as Events<D>;
  }

  /** What is due has to be done, or time would stand still. */
  #count(): void {
    this.#ticks = this.#tickedAt === this.now ? this.#ticks + 1 : 0;
    this.#tickedAt = this.now;
    if (this.#ticks > MAX_TICKS) throw new Error(`it wakes again and again at ${this.now} ms`);
  }

  #nextAt(): number {
    return Math.min(this.protocol.wakeAtMs ?? Infinity, ...this.#later.map(({ at }) => at));
  }

  #deliver(): void {
    for (let bytes = this.#toHost.shift(); bytes !== undefined; bytes = this.#toHost.shift()) {
      const chunk = bytes;
      this.#take(this.protocol.feed(chunk, this.now as MonotonicMs));
    }
  }

  #take(effects: readonly CellularEffect[]): void {
    for (const effect of effects) {
      if (effect.do === "write") this.modem.receive(effect.bytes);
      else this.events.push(effect);
    }
  }
}
