/**
 * A panic with nothing else to do, and one while a store of reports drains: of the gateway, and of the
 * fair script, which has a priority queue. The store is filled before they start. There is no link, and
 * the subscriber that is timed reads panics only: reading reports as fast as they come would keep the
 * machine busier than what is measured.
 */
import { mkdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Reader } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";
import { pendingByPriority } from "../../handlers/delivery/pending.ts";
import { Arrivals, arrivedWithin } from "./arrivals.ts";
import { MQTT_DESTINATION } from "./gateway_process.ts";
import { Mosquitto } from "./mosquitto.ts";
import {
  type Backlog,
  CRITICAL,
  startGateway,
  startScript,
  type Taker,
  takerIdentities,
} from "./panic_takers.ts";
import { processTree } from "./processes.ts";
import type { Progress } from "./progress.ts";
import { RunDelay } from "./run_delay.ts";
import { perSecond } from "./statistics.ts";
import { waitFor } from "./wait.ts";
import { FrameSource } from "./wearables.ts";

/** Between two panics, so that what follows from the one does not meet the other, in ms. */
const PAUSE_MS = 40;
const LIMIT_MS = 20_000;

export interface DrainingPlan {
  /** An empty folder. */
  readonly folder: string;
  readonly progress: Progress;
  /** Reports that drain; 0: none, the machine is idle. */
  readonly backlog: number;
  readonly panics: number;
  /** Panics before them that are not counted: the runtime compiles what it runs often. */
  readonly warmUp: number;
  /** A command that the gateway is run by, with arguments. Default: none. */
  readonly under?: readonly string[];
}

/** A panic; by the wall clock. */
export interface Press {
  readonly atUnixMs: number;
  readonly arrivedUnixMs: number;
}

export interface DrainingFigures {
  readonly pid: number;
  readonly presses: readonly Press[];
  /** Milliseconds from the last byte on the serial line to the subscriber. */
  readonly samples: readonly number[];
  /** Reports confirmed while it was measured, a second. */
  readonly drainedPerS: number;
  /** Run delay of what was measured. */
  readonly delay: number;
}

type Start = (backlog: Backlog) => Promise<Taker>;

/** Measures a gateway. */
export const gatewayPanics = (plan: DrainingPlan) => measure(plan, startGateway);

/** Measures the fair script. */
export const scriptPanics = (plan: DrainingPlan) => measure(plan, startScript);

async function measure(plan: DrainingPlan, start: Start): Promise<DrainingFigures> {
  mkdirSync(plan.folder);
  await using broker = await Mosquitto.start({ folder: plan.folder });
  using _listener = await broker.listen();
  using arrivals = await Arrivals.at(broker.port, { topic: CRITICAL });
  await using taker = await start({ ...plan, brokerUrl: broker.url });
  using reader = new Reader(taker.storePath);
  const sources = takerIdentities().map((identity) => new FrameSource(identity));
  const press = (count: number) => pressAll(arrivals, taker, sources, count);
  return await whileDraining(reader, plan.backlog, async () => {
    await press(plan.warmUp);
    const delays = RunDelay.of(() => processTree(taker.pid));
    const presses = await press(plan.panics);
    return { presses, delay: delays.share(), pid: taker.pid };
  });
}

/** Measures while a backlog drains, if there is one. @throws when it was gone before the end. */
async function whileDraining(
  reader: Reader,
  backlog: number,
  work: () => Promise<Pick<DrainingFigures, "delay" | "pid" | "presses">>,
): Promise<DrainingFigures> {
  const pending = () => pendingByPriority(reader.lanes.all(), numberOf(reader)).low;
  if (backlog > 0) await waitFor("the backlog drains", () => pending() < backlog);
  const before = pending();
  const startedAtMs = performance.now();
  const figures = await work();
  const after = pending();
  if (backlog > 0 && after === 0) throw new Error("the backlog was gone too soon");
  return {
    ...figures,
    samples: figures.presses.map(({ arrivedUnixMs, atUnixMs }) => arrivedUnixMs - atUnixMs),
    drainedPerS: perSecond(before - after, performance.now() - startedAtMs),
  };
}

function numberOf(reader: Reader): number {
  return reader.lanes.destinations().find(({ name }) => name === MQTT_DESTINATION)!.number;
}

async function pressAll(
  arrivals: Arrivals,
  taker: Taker,
  sources: readonly FrameSource[],
  count: number,
): Promise<Press[]> {
  const presses: Press[] = [];
  for (let n = 0; n < count; n++) {
    const frame = sources[n % sources.length]!.panic();
    const atMs = await taker.hear(frame);
    const arrivedMs = await arrivedWithin(arrivals, encodeHex(frame), LIMIT_MS);
    presses.push({ atUnixMs: unixMs(atMs), arrivedUnixMs: unixMs(arrivedMs) });
    await delay(PAUSE_MS);
  }
  return presses;
}

/** To a thousandth of a millisecond, as programs that trace write it. */
function unixMs(atMs: number): number {
  return performance.timeOrigin + atMs;
}
