/**
 * Vigil against itself: a panic with nothing else to do, and one while a store of reports drains. The
 * same link, broker and subscriber as in the race; the store is filled before the gateway starts.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fillStore } from "../../fill_store.ts";
import { GatewayPlace } from "../../gateway_process.ts";
import type { Progress } from "../../progress.ts";
import { waitFor } from "../../wait.ts";
import { register } from "../../wearables.ts";
import { type FarEnd, startFarEnd } from "../far_end.ts";
import { RaceEvents } from "../race_events.ts";

/** Panics that are not counted: the runtime compiles what it runs often. */
const WARM_UP = 40;
/** Between two panics, so that what follows from the one does not meet the other, in ms. */
const PAUSE_MS = 40;

export interface OwnDrain {
  /** Milliseconds from the last byte on the serial line to the subscriber. */
  readonly idle: readonly number[];
  readonly draining: readonly number[];
  /** Reports that arrived while it was measured, a second. */
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
  return { idle: idle.samples, draining: draining.samples, drainedPerS: draining.arrivedPerS };
}

async function measure({ folder, panics, progress }: OwnDrainPlan, name: string, backlog: number) {
  const own = join(folder, name);
  mkdirSync(own);
  await using farEnd = await startFarEnd("mosquitto", own);
  const brokerUrl = `mqtt://127.0.0.1:${farEnd.link.port}`;
  await using place = new GatewayPlace({ folder: own, brokerUrl });
  const events = new RaceEvents();
  {
    using store = place.openStore();
    await register(store, events.identities);
    if (backlog > 0) {
      await fillStore(store, place.storePath, backlog, (done) => progress.count(done, backlog));
    }
  }
  await using gateway = await place.start();
  await gateway.modemListens();
  const { arrivals } = farEnd;
  // The reports of a filled store are all of one frame: each after the first is a repeat.
  if (backlog > 0) await waitFor("the backlog drains", () => arrivals.repeats > 0);
  const press = (count: number) => pressAll(farEnd, gateway, events, count);
  await press(WARM_UP);
  const startedAtMs = performance.now();
  const before = arrivals.repeats;
  const samples = await press(panics);
  const tookS = (performance.now() - startedAtMs) / 1_000;
  if (backlog > 0 && arrivals.repeats >= backlog - 1) throw new Error("it was drained too soon");
  return { samples, arrivedPerS: (arrivals.repeats - before) / tookS };
}

async function pressAll(
  { arrivals }: FarEnd,
  gateway: { hear(frame: Uint8Array): Promise<number> },
  events: RaceEvents,
  count: number,
): Promise<number[]> {
  const samples: number[] = [];
  for (const { frame, mark } of events.panics(count)) {
    const atMs = await gateway.hear(frame);
    samples.push(await arrivals.of(mark) - atMs);
    await delay(PAUSE_MS);
  }
  return samples;
}
