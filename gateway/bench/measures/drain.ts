/**
 * How fast a backlog goes out: each event is read from the store, published, answered by the broker
 * and durably confirmed. The floor publishes the same bytes with the same window and keeps nothing.
 */
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { DirectStore, Store } from "../../../db/store.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { MqttTransport } from "../../../handlers/delivery/transports/mqtt/mqtt.ts";
import { eventJson } from "../../../handlers/formats/outgoing_event.ts";
import { SystemClock } from "../../platform/clock.ts";
import { composeDelivery, DestinationRegistry } from "../../runtime/delivery.ts";
import { composeBenchCore } from "../core.ts";
import { Mosquitto } from "../mosquitto.ts";
import { RunDelay } from "../run_delay.ts";
import { storeBacklog } from "../sample_events.ts";
import { median, perSecond } from "../statistics.ts";
import type { BenchContext } from "../context.ts";
import { waitFor } from "../wait.ts";

const WINDOW = 16;
const ROUNDS = 3;
const DESTINATION = { name: "dispatch-mqtt", type: "mqtt", priorities: PRIORITIES } as const;

export async function benchDrain({ folder, progress, scale }: BenchContext) {
  await using broker = await Mosquitto.start({ folder });
  using _listener = await broker.listen();
  const ours: number[] = [];
  const floor: number[] = [];
  const delays = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const path = join(folder, `${round}.db`);
    const number = await prepare(path, scale.backlog);
    const oursDelay = RunDelay.of([Deno.pid]);
    const { payload, rate } = await drainOnce(path, number, broker.url, scale.backlog);
    ours.push(rate);
    delays.ours.push(oursDelay.share());
    const floorDelay = RunDelay.of([Deno.pid]);
    floor.push(await publishOnce(broker.url, payload, scale.backlog));
    delays.floor.push(floorDelay.share());
    progress.count(round + 1, ROUNDS);
  }
  const delay = { ours: median(delays.ours), floor: median(delays.floor) };
  return { drain: { ours: median(ours), floor: median(floor), delay, note: `window ${WINDOW}` } };
}

/** A store that owes so many events to one destination; the number of that. */
async function prepare(path: string, backlog: number): Promise<number> {
  using store = new DirectStore(path);
  const settings = { ...DESTINATION, required: false, unverified: false };
  const wanted = { destinations: [settings], atUnixMs: Date.now() };
  const numbers = await store.write("settleDestinations", wanted);
  storeBacklog(store, backlog);
  return numbers.get(DESTINATION.name)!;
}

async function drainOnce(path: string, number: number, url: string, backlog: number) {
  await using store = await Store.open(path);
  using clock = new SystemClock();
  const payload = eventJson(store.read.events.after(0, 1)[0]!);
  await using core = composeBenchCore(store, clock, new Map([[DESTINATION.name, number]]));
  const startedAtMs = performance.now();
  const transport = new MqttTransport({
    ...core,
    name: DESTINATION.name,
    settings: {
      url,
      protocol: 5,
      confirm: "puback",
      window: WINDOW,
      republishCriticalS: 15,
      republishS: 300,
    },
    heartbeat: () => ({
      audit: { number: 0, hash: "0".repeat(64) },
      pending: { critical: 0, high: 0, normal: 0, low: 0 },
      modems: [],
      clock: { time: "", quality: "ntp" },
      version: "bench",
      assignments: { ended: 0, within1Day: 0, within7Days: 0, within30Days: 0 },
    }),
    onStage: () => {},
  });
  await using registry = new DestinationRegistry();
  composeDelivery({
    destinations: [DESTINATION],
    transport: () => transport,
    registry,
    random: Math.random,
  }, core);
  await waitFor("the backlog is confirmed", () => pendingOf(store) === 0);
  return { payload, rate: perSecond(backlog, performance.now() - startedAtMs) };
}

function pendingOf(store: Store): number {
  return store.read.lanes.all().reduce((sum, { pending }) => sum + pending, 0);
}

async function publishOnce(url: string, payload: string, count: number): Promise<number> {
  const startedAtMs = performance.now();
  const client = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  let started = 0;
  let answered = 0;
  const publish = () => {
    if (started === count) return;
    started++;
    client.publish("floor", payload, { qos: 1 }, (cause) => {
      if (cause) reject(cause);
      if (++answered === count) resolve();
      else publish();
    });
  };
  for (let slot = 0; slot < WINDOW; slot++) publish();
  await promise;
  const rate = perSecond(count, performance.now() - startedAtMs);
  await client.endAsync();
  return rate;
}
