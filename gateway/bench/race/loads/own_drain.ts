/**
 * Vigil against itself: a panic with nothing else to do, and one while a store of reports drains. The
 * store is filled before the gateway starts. There is no link, and the subscriber that is timed reads
 * panics only: reading reports as fast as they come would keep the machine busier than the gateway.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Reader } from "../../../../db/reader.ts";
import { topicsOf } from "../../../../handlers/delivery/transports/mqtt/topics.ts";
import { pendingByPriority } from "../../../../handlers/delivery/pending.ts";
import { fillStore } from "../../fill_store.ts";
import { GatewayPlace, MQTT_DESTINATION } from "../../gateway_process.ts";
import { Mosquitto } from "../../mosquitto.ts";
import type { Progress } from "../../progress.ts";
import { BENCH_GATEWAY } from "../../sample_events.ts";
import { perSecond } from "../../statistics.ts";
import { waitFor } from "../../wait.ts";
import { register } from "../../wearables.ts";
import { Arrivals } from "../arrivals.ts";
import { RaceEvents } from "../race_events.ts";
import { arrivedWithin } from "./press.ts";

/** Panics that are not counted: the runtime compiles what it runs often. */
const WARM_UP = 40;
/** Between two panics, so that what follows from the one does not meet the other, in ms. */
const PAUSE_MS = 40;
const LIMIT_MS = 20_000;

export interface OwnDrain {
  /** Milliseconds from the last byte on the serial line to the subscriber. */
  readonly idle: readonly number[];
  readonly draining: readonly number[];
  /** Reports confirmed while it was measured, a second. */
  readonly drainedPerS: number;
}

export interface OwnDrainPlan {
  readonly folder: string;
  readonly progress: Progress;
  readonly backlog: number;
  readonly panics: number;
}

export async function raceOwnDrain(plan: OwnDrainPlan): Promise<OwnDrain> {
  const idle = await measure(plan, "idle", 0);
  const draining = await measure(plan, "draining", plan.backlog);
  return { idle: idle.samples, draining: draining.samples, drainedPerS: draining.drainedPerS };
}

async function measure({ folder, panics, progress }: OwnDrainPlan, name: string, backlog: number) {
  const own = join(folder, name);
  mkdirSync(own);
  await using broker = await Mosquitto.start({ folder: own });
  using _listener = await broker.listen();
  using arrivals = await Arrivals.at(broker.port, {
    topic: topicsOf(BENCH_GATEWAY).events.critical,
  });
  await using place = new GatewayPlace({ folder: own, brokerUrl: broker.url });
  const events = new RaceEvents();
  await fill(place, events, backlog, (done) => progress.count(done, backlog));
  await using gateway = await place.start();
  await gateway.modemListens();
  using reader = new Reader(place.storePath);
  const press = (count: number) => pressAll(arrivals, gateway, events, count);
  return await whileDraining(reader, backlog, async () => {
    await press(WARM_UP);
    return await press(panics);
  });
}

async function fill(
  place: GatewayPlace,
  { identities }: RaceEvents,
  backlog: number,
  onProgress: (done: number) => void,
): Promise<void> {
  using store = place.openStore();
  await register(store, identities);
  if (backlog > 0) await fillStore(store, place.storePath, backlog, onProgress);
}

/** Measures while a backlog drains, if there is one. @throws when it was gone before the end. */
async function whileDraining(
  reader: Reader,
  backlog: number,
  measureSamples: () => Promise<number[]>,
) {
  const pending = () => pendingByPriority(reader.lanes(), numberOf(reader)).low;
  if (backlog > 0) await waitFor("the backlog drains", () => pending() < backlog);
  const before = pending();
  const startedAtMs = performance.now();
  const samples = await measureSamples();
  const after = pending();
  if (backlog > 0 && after === 0) throw new Error("the backlog was gone too soon");
  return { samples, drainedPerS: perSecond(before - after, performance.now() - startedAtMs) };
}

function numberOf(reader: Reader): number {
  return reader.destinations().find(({ name }) => name === MQTT_DESTINATION)!.number;
}

async function pressAll(
  arrivals: Arrivals,
  gateway: { hear(frame: Uint8Array): Promise<number> },
  events: RaceEvents,
  count: number,
): Promise<number[]> {
  const samples: number[] = [];
  for (const { frame, mark } of events.panics(count)) {
    const atMs = await gateway.hear(frame);
    samples.push(await arrivedWithin(arrivals, mark, LIMIT_MS) - atMs);
    await delay(PAUSE_MS);
  }
  return samples;
}
