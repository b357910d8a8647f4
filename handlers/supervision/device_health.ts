/**
 * What is seen of each wearable beside its alarms: battery, signs of charging, how well it is heard. Held
 * in memory and written once a minute, so that no frame waits for it and a card is not worn out by it.
 */
import type { SeenHealth, StoreWriter } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import type { Log } from "../ports.ts";

/** Between two writes, in ms. */
export const KEPT_EVERY_MS = 60_000;
/** Hearings within this are of one message, by several modems or of its repeats, in ms. */
const ONE_MESSAGE_MS = 5_000;
/** How much a new message moves the average. */
const MOVED_BY = 0.25;
/** Wearables of one write. */
const WRITTEN = 200;

/** How a message came in at a modem. */
export interface SignalSeen {
  readonly rssiDbm?: number | undefined;
  readonly snrDb?: number | undefined;
}

interface Signal {
  readonly before: SignalSeen | undefined;
  readonly best: SignalSeen;
  readonly sinceMs: MonotonicMs;
}

export interface DeviceHealthPorts {
  readonly store: StoreWriter;
  readonly log: Log;
}

export class DeviceHealth {
  readonly #ports: DeviceHealthPorts;
  readonly #signals = new Map<string, Signal>();
  readonly #unwritten = new Map<string, SeenHealth>();
  #writtenAtMs: number | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(ports: DeviceHealthPorts) {
    this.#ports = ports;
  }

  /** @param unixMs When its frame said so. */
  saysBattery(uid: string, batteryPercent: number, unixMs: number): void {
    this.#note({ uid, batteryPercent, batteryAtUnixMs: Math.round(unixMs) });
  }

  charges(uid: string, unixMs: number): void {
    this.#note({ uid, chargedAtUnixMs: Math.round(unixMs), notChargedAtUnixMs: null });
  }

  isNotCharged(uid: string, unixMs: number): void {
    this.#note({ uid, notChargedAtUnixMs: Math.round(unixMs) });
  }

  /** Of several modems that hear one message the best counts. */
  heardThrough(uid: string, seen: SignalSeen, at: MonotonicMs, unixMs: number): void {
    if (seen.rssiDbm === undefined && seen.snrDb === undefined) return;
    const known = this.#signals.get(uid);
    const isSame = known !== undefined && at - known.sinceMs < ONE_MESSAGE_MS;
    const signal = isSame
      ? { ...known, best: isBetter(seen, known.best) ? seen : known.best }
      : { before: known && averageOf(known), best: seen, sinceMs: at };
    this.#signals.set(uid, signal);
    this.#note({ uid, ...averageOf(signal), signalAtUnixMs: Math.round(unixMs) });
  }

  /** Writes what was seen, once a minute. */
  look(now: MonotonicMs): void {
    if (now - (this.#writtenAtMs ?? -Infinity) < KEPT_EVERY_MS) return;
    this.#writtenAtMs = now;
    this.flush();
  }

  /** Writes what was seen; resolves when it is on the disk, or has failed to be: then it is seen again. */
  flush(): Promise<void> {
    const seen = [...this.#unwritten.values()];
    this.#unwritten.clear();
    for (let at = 0; at < seen.length; at += WRITTEN) {
      const some = seen.slice(at, at + WRITTEN);
      this.#writing = this.#writing.then(() => this.#write(some));
    }
    return this.#writing;
  }

  async #write(seen: readonly SeenHealth[]): Promise<void> {
    try {
      await this.#ports.store.write("keepDeviceHealth", seen);
    } catch (cause) {
      this.#ports.log.warn("cannot keep what was seen of wearables", { cause: String(cause) });
    }
  }

  #note(seen: SeenHealth): void {
    this.#unwritten.set(seen.uid, { ...this.#unwritten.get(seen.uid), ...seen });
  }
}

function isBetter(one: SignalSeen, other: SignalSeen): boolean {
  if (one.rssiDbm === undefined || other.rssiDbm === undefined) {
    return (one.snrDb ?? -Infinity) > (other.snrDb ?? -Infinity);
  }
  return one.rssiDbm > other.rssiDbm;
}

function averageOf({ before, best }: Signal): Pick<SeenHealth, "rssiDbm" | "snrDb"> {
  return defined({
    rssiDbm: moved(before?.rssiDbm, best.rssiDbm),
    snrDb: moved(before?.snrDb, best.snrDb),
  });
}

function moved(before: number | undefined, now: number | undefined): number | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  return before + MOVED_BY * (now - before);
}
