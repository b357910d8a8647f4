import { PendingPromises } from "../tools/pending_promises.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import { randomBytes } from "node:crypto";
import type { StoreWriter } from "../../db/store.ts";
import {
  type EventData,
  GATEWAY_EVENT_PRIORITY,
  type GatewayEventName,
} from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { clockReading, type GatewayName, newEvent } from "./new_event.ts";
import type { Log } from "../ports.ts";
import type { VolatileEvents } from "../delivery/volatile_events.ts";
import type { Wake } from "../tools/wake.ts";

/** What the gateway has to say of itself. */
export interface GatewayEventFacts {
  readonly name: GatewayEventName;
  /** Why, in a word that does not change; programs may look at it. */
  readonly reason: string;
  /** `device/<uid>`, `modem/<name>`, `destination/<name>`; absent: the gateway itself. */
  readonly subject?: string;
  /** Never keys, PINs, positions or payloads. */
  readonly details?: EventData["details"];
}

/** Raises an event of the gateway itself. */
export type Raise = (facts: GatewayEventFacts) => void;

/** The same trouble about the same subject is raised again only after this time. */
const HOLD_OFF_MS = 60_000;
/** Troubles remembered for the hold-off. */
const REMEMBERED_LIMIT = 1_000;

export interface GatewayEventPorts {
  readonly gateway: GatewayName;
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly wake: Wake;
  readonly volatileEvents: VolatileEvents;
  readonly log: Log;
}

/** Events about the disk must not wait for the disk. */
const OF_THE_DISK: readonly GatewayEventName[] = ["storage-degraded", "storage-loss"];

/** Raises events of the gateway itself, each trouble at most once a minute for each subject. */
export class GatewayEvents {
  readonly #ports: GatewayEventPorts;
  readonly #lastRaised = new BoundedMap<string, MonotonicMs>(REMEMBERED_LIMIT);
  readonly #pending = new PendingPromises();

  constructor(ports: GatewayEventPorts) {
    this.#ports = ports;
  }

  readonly raise: Raise = (facts) => {
    if (this.#isHeldOff(facts)) return;
    void this.#pending.add(this.#store(facts));
  };

  /** Resolves when everything raised so far is stored, or has failed to be. */
  async settled(): Promise<void> {
    await this.#pending.settled();
  }

  #isHeldOff(facts: GatewayEventFacts): boolean {
    const key = `${facts.name} ${facts.reason} ${facts.subject ?? ""}`;
    const now = this.#ports.clock.monotonicMs();
    const last = this.#lastRaised.get(key);
    if (last !== undefined && now - last < HOLD_OFF_MS) return true;
    this.#lastRaised.set(key, now);
    return false;
  }

  async #store(facts: GatewayEventFacts): Promise<void> {
    const { clock, gateway, store, wake, log } = this.#ports;
    const event = newEvent(gateway, {
      id: encodeHex(randomBytes(16)),
      name: facts.name,
      priority: GATEWAY_EVENT_PRIORITY[facts.name],
      subject: facts.subject ?? "gateway",
      at: clock.unixMs(),
      data: {
        reason: facts.reason,
        ...defined({ details: facts.details }),
        clock: clockReading(clock, clock.monotonicMs()),
      },
    });
    const write = store.write("appendEvents", [event]);
    if (OF_THE_DISK.includes(facts.name)) {
      this.#ports.volatileEvents.trackUntilDurable(event, write);
    }
    try {
      await write;
      wake.notify();
    } catch (cause) {
      log.error("cannot store a gateway event", { name: facts.name, cause: String(cause) });
    }
  }
}
