/**
 * Which gateways are alive. A gateway is silent when nothing was heard of it for 90 s: retained words of
 * a broker are not believed, since they outlive whom they speak of.
 */
import type { RegionRecords } from "../../db/region/region_records.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { defined } from "../../devices/tools/defined.ts";

/** A gateway that says nothing for so long is silent, in ms: three of its heartbeats. */
export const SILENT_MS = 90_000;

export interface WatchPorts {
  readonly records: Pick<RegionRecords, "hear" | "gateways">;
  readonly clock: Clock;
  /** A gateway fell silent, or is heard again. Must not throw. */
  readonly onChange: (source: string, isSilent: boolean) => void;
}

export interface GatewayState {
  /** `urn:vigil:<zone>:<gateway>`. */
  readonly source: string;
  readonly isSilent: boolean;
  /** Since its last sign of life; absent: it was never heard. */
  readonly silentForMs?: number;
  /** What it has not brought to its destination, by its last heartbeat; absent: it sent none. */
  readonly pending?: Readonly<Record<string, number>>;
}

interface Heard {
  atMs: MonotonicMs;
  isHeard: boolean;
  isSilent: boolean;
  heartbeat?: string;
  isKept: boolean;
}

export class GatewayWatch {
  readonly #ports: WatchPorts;
  readonly #heard = new Map<string, Heard>();

  /** @param expected Sources of the gateways that there are: those are silent until they are heard. */
  constructor(ports: WatchPorts, expected: readonly string[]) {
    this.#ports = ports;
    for (const source of expected) this.#begin(source, false);
  }

  /** Knows those that were heard before this program started; each has 90 s from now on. */
  async load(): Promise<void> {
    for (const { heartbeat, source } of await this.#ports.records.gateways()) {
      const known = this.#heard.get(source) ?? this.#begin(source, true);
      known.isHeard = true;
      if (heartbeat !== undefined) known.heartbeat = heartbeat;
    }
  }

  /** A sign of life. @param heartbeat JSON; absent: it was something else. */
  hear(source: string, heartbeat?: string): void {
    const known = this.#heard.get(source) ?? this.#begin(source, true);
    known.atMs = this.#ports.clock.monotonicMs();
    known.isHeard = true;
    if (heartbeat !== undefined) {
      known.heartbeat = heartbeat;
      known.isKept = false;
    }
    if (known.isSilent) this.#change(source, known, false);
  }

  /** To be called every few seconds: judges silence, and keeps what was heard. */
  async look(): Promise<void> {
    const now = this.#ports.clock.monotonicMs();
    for (const [source, known] of this.#heard) {
      if (!known.isSilent && now - known.atMs >= SILENT_MS) this.#change(source, known, true);
    }
    const fresh = [...this.#heard].filter(([, { heartbeat, isKept }]) =>
      heartbeat !== undefined && !isKept
    );
    if (fresh.length === 0) return;
    for (const [, known] of fresh) known.isKept = true;
    const heartbeats = new Map(fresh.map(([source, { heartbeat }]) => [source, heartbeat!]));
    await this.#ports.records.hear(heartbeats, this.#ports.clock.unixMs());
  }

  /** All that are known or expected, those that are silent first. */
  list(): GatewayState[] {
    const now = this.#ports.clock.monotonicMs();
    return [...this.#heard].map(([source, known]) => ({
      source,
      isSilent: known.isSilent,
      ...defined({
        silentForMs: known.isHeard ? now - known.atMs : undefined,
        pending: pendingIn(known.heartbeat),
      }),
    })).toSorted((a, b) =>
      Number(b.isSilent) - Number(a.isSilent) || a.source.localeCompare(b.source)
    );
  }

  #begin(source: string, isHeard: boolean): Heard {
    const atMs = this.#ports.clock.monotonicMs();
    const known: Heard = { atMs, isHeard, isSilent: false, isKept: true };
    this.#heard.set(source, known);
    return known;
  }

  #change(source: string, known: Heard, isSilent: boolean): void {
    known.isSilent = isSilent;
    this.#ports.onChange(source, isSilent);
  }
}

function pendingIn(heartbeat: string | undefined): Readonly<Record<string, number>> | undefined {
  try {
    return heartbeat && JSON.parse(heartbeat).pending;
  } catch {
    return undefined;
  }
}
