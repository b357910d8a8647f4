import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Store } from "../../db/store.ts";
import type { ReceivedEvent } from "../../db/units/confirm.ts";
import { PRIORITIES, type Priority } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { Confirmations } from "../../handlers/confirmations.ts";
import {
  CarriedDestination,
  type CarriedDestinationPorts,
} from "../../handlers/forward/carried_destination.ts";
import type { Destination } from "../../handlers/forward/destination.ts";
import { pendingByPriority } from "../../handlers/forward/gateway_state.ts";
import { MqttDestination, type MqttDestinationPorts } from "../../handlers/forward/mqtt.ts";
import type { MqttSettings } from "../../handlers/forward/mqtt_settings.ts";
import type { Receipt } from "../../handlers/forward/receipt.ts";
import { Webhook } from "../../handlers/forward/webhook.ts";
import type { WebhookSettings } from "../../handlers/forward/webhook_settings.ts";
import type { GatewayEventFacts } from "../../handlers/gateway_events.ts";
import { newEvent } from "../../handlers/new_event.ts";
import { Unstored } from "../../handlers/unstored.ts";
import { Wake } from "../../handlers/wake.ts";
import { KeptLog } from "./kept_log.ts";
import { RunningClock } from "./running_clock.ts";
import { until } from "./until.ts";

const TYPE = {
  critical: "panic",
  high: "cancel-requested",
  normal: "status",
  low: "position",
} as const;

export const ROOT = "vigil/v1/5415/gw-1";

/** A real store with one destination that owes what the test appends. */
export class Forwarding implements AsyncDisposable {
  readonly wake = new Wake();
  readonly clock = new RunningClock();
  readonly unstored = new Unstored({ wake: this.wake, onStored: () => {} });
  readonly log = new KeptLog();
  readonly raised: GatewayEventFacts[] = [];
  readonly stages: Receipt[] = [];
  /** What wearables are told by answer 9. */
  readonly received: ReceivedEvent[] = [];
  readonly #running: Destination[] = [];

  private constructor(
    readonly folder: string,
    readonly store: Store,
    readonly number: number,
  ) {}

  static async open(): Promise<Forwarding> {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-forward-" });
    const store = await Store.open(join(folder, "vigil.db"));
    const numbers = await store.run("settleDestinations", {
      destinations: [{
        name: "dispatch-mqtt",
        type: "mqtt",
        required: true,
        priorities: PRIORITIES,
        unverified: true,
      }],
      atUnixMs: 0,
    });
    return new Forwarding(folder, store, numbers.get("dispatch-mqtt")!);
  }

  /** Stores events and returns their ids. */
  async append(priority: Priority, count = 1, isUnverified = false): Promise<string[]> {
    const ids = Array.from({ length: count }, () => encodeHex(randomBytes(16)));
    const events = ids.map((id) =>
      newEvent({ zone: "5415", name: "gw-1" }, {
        id,
        name: TYPE[priority],
        priority,
        subject: "device/d-7q2k",
        at: this.clock.unixMs(),
        data: {
          device: "d-7q2k",
          ...(isUnverified ? { authenticity: "unverified" } : {}),
          clock: { quality: "ntp", bootId: "b", monotonicMs: 1 },
        },
      })
    );
    await this.store.run("appendEvents", events);
    this.wake.notify();
    return ids;
  }

  hashOf(id: string): string {
    return this.store.reader.eventById(Uint8Array.fromHex(id))!.hash;
  }

  receipt(id: string, more: Partial<Receipt> = {}): string {
    return JSON.stringify({
      event: id,
      hash: this.hashOf(id),
      stage: "received",
      by: "desk-1",
      at: "2026-11-24T12:00:00Z",
      ...more,
    });
  }

  /** An MQTT destination that trusts its broker, unless told otherwise. */
  start(
    url: string,
    settings: Partial<MqttSettings> = {},
    more: Partial<MqttDestinationPorts> = {},
  ): MqttDestination {
    return this.#keep(
      new MqttDestination({
        ...this.#ports(),
        settings: {
          url,
          protocol: 5,
          confirm: "puback",
          window: 16,
          republishCriticalS: 15,
          republishS: 300,
          ...settings,
        },
        gateway: { zone: "5415", name: "gw-1" },
        heartbeat: () => ({
          pending: this.pending(),
          modems: [{ name: "lora-1", state: "ready" }],
          clock: { time: "2026-11-24T12:00:00.000Z", quality: "ntp" },
          version: "0.0.0",
        }),
        onStage: (receipt) => void this.stages.push(receipt),
        ...more,
      }),
    );
  }

  /** A webhook. */
  startWebhook(
    url: string,
    settings: Partial<WebhookSettings> = {},
    more: Partial<CarriedDestinationPorts> = {},
  ): CarriedDestination {
    const all = { url, window: 8, ...settings };
    return this.#keep(
      new CarriedDestination({
        ...this.#ports(),
        carrier: new Webhook(all, this.clock),
        window: all.window,
        ...more,
      }),
    );
  }

  #ports() {
    const { store, wake, clock, log, unstored } = this;
    const raise = (facts: GatewayEventFacts) => void this.raised.push(facts);
    const onReceived = (events: readonly ReceivedEvent[]) => void this.received.push(...events);
    return {
      destination: { number: this.number, name: "dispatch-mqtt" },
      reader: store.reader,
      confirmations: new Confirmations({ store, raise, wake, clock, onReceived }),
      unstored,
      raise,
      wake,
      clock,
      log,
      random: () => 0,
    };
  }

  #keep<D extends Destination>(destination: D): D {
    this.#running.push(destination);
    return destination;
  }

  pending(): Record<Priority, number> {
    return pendingByPriority(this.store.reader.lanes(), this.number);
  }

  pendingCount(): number {
    return Object.values(this.pending()).reduce((sum, count) => sum + count, 0);
  }

  drained(limitMs?: number): Promise<void> {
    return until("nothing is owed", () => this.pendingCount() === 0, limitMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const destination of this.#running) await destination[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}
