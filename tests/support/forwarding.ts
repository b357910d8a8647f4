import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  type DestinationSettings,
  laneNumber,
  type NewEvent,
  type ReceivedEvent,
  Store,
} from "../../db/store.ts";
import { PRIORITIES, type Priority } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { Destination, type DestinationPorts } from "../../handlers/delivery/destination.ts";
import {
  type Requests,
  type RequestSettings,
  RequestTransport,
} from "../../handlers/delivery/request_transport.ts";
import { pendingByPriority } from "../../handlers/delivery/pending.ts";
import {
  MqttTransport,
  type MqttTransportPorts,
} from "../../handlers/delivery/transports/mqtt/mqtt.ts";
import type { MqttSettings } from "../../handlers/delivery/transports/mqtt/mqtt_options.ts";
import type { Receipt } from "../../handlers/delivery/confirmations/receipt.ts";
import { Webhook } from "../../handlers/delivery/transports/webhook/webhook.ts";
import type { WebhookSettings } from "../../handlers/delivery/transports/webhook/webhook_credentials.ts";
import type { GatewayEventFacts } from "../../handlers/events/gateway_events.ts";
import { clockReading, type EventFacts, newEvent } from "../../handlers/events/new_event.ts";
import { composeCore, type Core } from "../../gateway/runtime/core.ts";
import { RadioRelay } from "../../gateway/runtime/radio_relay.ts";
import { StoreFaults } from "../../gateway/runtime/storage/store_faults.ts";
import { KeptLog } from "./kept_log.ts";
import { RunningClock } from "./clocks.ts";
import { until } from "./until.ts";

const TYPE = {
  critical: "panic",
  high: "cancel-requested",
  normal: "status",
  low: "position",
} as const;

export const ROOT = "vigil/v1/5415/gw-1";

/** The destination that most tests have. */
const MAIN: DestinationSettings = {
  name: "dispatch-mqtt",
  type: "mqtt",
  required: true,
  priorities: PRIORITIES,
  unverified: true,
};

type RequestOptions = Partial<DestinationPorts & RequestSettings>;

/** A real store with destinations that owe what the test appends. */
export class Forwarding implements AsyncDisposable {
  readonly clock = new RunningClock();
  readonly log = new KeptLog();
  readonly raised: GatewayEventFacts[] = [];
  readonly stages: Receipt[] = [];
  /** What wearables are told by answer 9. */
  readonly received: ReceivedEvent[] = [];
  readonly core: Core;
  readonly #running: AsyncDisposable[] = [];

  private constructor(
    readonly folder: string,
    readonly store: Store,
    readonly numbers: ReadonlyMap<string, number>,
    destinations: readonly DestinationSettings[],
  ) {
    this.core = composeCore({
      config: { gateway: { zone: "5415", name: "gw-1" }, destinations },
      ...{ store, numbers, clock: this.clock, log: this.log },
      faults: new StoreFaults(),
      radio: new RadioRelay(),
    }, {
      raise: (facts) => void this.raised.push(facts),
      onReceived: (events) => void this.received.push(...events),
    });
  }

  /** @param others Destinations beside the usual one, `dispatch-mqtt`. */
  static open(others: readonly DestinationSettings[] = []): Promise<Forwarding> {
    return Forwarding.openWith([MAIN, ...others]);
  }

  static async openWith(destinations: readonly DestinationSettings[]): Promise<Forwarding> {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-forward-" });
    const store = await Store.open(join(folder, "vigil.db"));
    const numbers = await store.write("settleDestinations", {
      destinations,
      atUnixMs: 0,
    });
    return new Forwarding(folder, store, numbers, destinations);
  }

  /** Number of the usual destination. */
  get number(): number {
    return this.numbers.get(MAIN.name) ?? 0;
  }

  /** What starts another destination than the usual one. */
  of(name: string): { readonly destination: { readonly number: number; readonly name: string } } {
    return { destination: { number: this.numbers.get(name)!, name } };
  }

  /** Stores events and returns their ids. */
  async append(priority: Priority, count = 1, isUnverified = false): Promise<string[]> {
    const ids = Array.from({ length: count }, () => encodeHex(randomBytes(16)));
    const events = ids.map((id) => this.newEvent(id, priority, isUnverified));
    await this.store.write("appendEvents", events);
    this.core.wake.notify();
    return ids;
  }

  /** An event that is not stored yet. */
  newEvent(
    id: string,
    priority: Priority,
    isUnverified = false,
    isAnswerable = false,
  ): NewEvent {
    const facts: EventFacts = {
      id,
      name: TYPE[priority],
      priority,
      subject: "device/d-7q2k",
      at: this.clock.unixMs(),
      data: {
        device: "d-7q2k",
        ...(isUnverified ? { authenticity: "unverified" } : {}),
        clock: clockReading(this.clock, this.clock.monotonicMs()),
      },
    };
    return newEvent({ zone: "5415", name: "gw-1" }, facts, isAnswerable);
  }

  hashOf(id: string): string {
    return this.store.read.events.byId(Uint8Array.fromHex(id))!.hash;
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

  /** Ids of the verified events that the destination is owed. */
  owed(): string[] {
    return PRIORITIES.flatMap((priority) =>
      this.store.read.lanes.pending(this.number, laneNumber(priority, false), 0, 10_000)
    ).map(({ id }) => id);
  }

  /** An MQTT destination that trusts its broker, unless told otherwise. */
  start(
    url: string,
    settings: Partial<MqttSettings> = {},
    more: Partial<DestinationPorts & MqttTransportPorts> = {},
  ): Destination {
    const ports = { ...this.#ports(), ...more };
    const transport = new MqttTransport({
      name: ports.destination.name,
      settings: {
        url,
        protocol: 5,
        confirm: "puback",
        window: 16,
        republishCriticalS: 15,
        republishS: 300,
        ...settings,
      },
      heartbeat: () => ({
        audit: { number: 0, hash: "0".repeat(64) },
        pending: this.pending(),
        modems: [{ name: "lora-1", state: "ready" }],
        clock: { time: "2026-11-24T12:00:00.000Z", quality: "ntp" },
        version: "0.0.0",
        assignments: { ended: 0, within1Day: 0, within7Days: 0, within30Days: 0 },
      }),
      onStage: (receipt) => void this.stages.push(receipt),
      ...ports,
    });
    return this.keep(new Destination({ transport, ...ports }));
  }

  /** A webhook. */
  startWebhook(
    url: string,
    settings: Partial<WebhookSettings> = {},
    more: RequestOptions = {},
  ): Destination {
    const all = { url, window: 8, ...settings };
    return this.startRequests(new Webhook(all, this.clock), { window: all.window, ...more });
  }

  /** A destination that is reached by separate requests. */
  startRequests(
    requests: Requests,
    { window = 8, refusedRetryMs, ...more }: RequestOptions = {},
  ): Destination {
    const settings = { window, ...(refusedRetryMs === undefined ? {} : { refusedRetryMs }) };
    const transport = new RequestTransport(requests, settings);
    return this.keep(new Destination({ ...this.#ports(), transport, ...more }));
  }

  #ports() {
    const destination = { number: this.number, name: MAIN.name };
    return { ...this.core, destination, random: () => 0 };
  }

  /** Has something end before the store does. */
  keep<D extends AsyncDisposable>(running: D): D {
    this.#running.push(running);
    return running;
  }

  /** What a destination has not confirmed; default: the usual one. */
  pending(number = this.number): Record<Priority, number> {
    return pendingByPriority(this.store.read.lanes.all(), number);
  }

  pendingCount(): number {
    return Object.values(this.pending()).reduce((sum, count) => sum + count, 0);
  }

  drained(limitMs?: number): Promise<void> {
    return until("nothing is owed", () => this.pendingCount() === 0, limitMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const running of this.#running.toReversed()) await running[Symbol.asyncDispose]();
    await this.core[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}
