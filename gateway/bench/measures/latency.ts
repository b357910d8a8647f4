/**
 * From the last byte of a panic on the serial line to its PUBLISH on the wire.
 *
 *     ours   pty ─▶ vigil run ─▶ MQTT ─▶ sink        floor   pty ─▶ bare script ─▶ MQTT ─▶ sink
 *
 * Both are processes of their own and take turns. The floor reads the terminal with tty.ReadStream,
 * makes one insert durable in its own thread and publishes with mqtt.js: no framing, no proof of the
 * sender, no lanes, no second thread.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { encodeHex } from "../../../devices/hex.ts";
import { topicsOf } from "../../../handlers/delivery/transports/mqtt/topics.ts";
import { PseudoTerminal } from "../../serial/mod.ts";
import { Child } from "../child.ts";
import { GatewayPlace, type RunningGateway } from "../gateway_process.ts";
import { PublishSink } from "../publish_sink.ts";
import type { Figure } from "../report.ts";
import { BENCH_GATEWAY, sampleEvent } from "../sample_events.ts";
import { percentile } from "../statistics.ts";
import type { BenchContext } from "../suite.ts";
import { benchIdentities, FrameSource, register } from "../wearables.ts";

const WARM_UP = 30;
/** Between two panics, so that what follows from the one does not meet the other. */
const PAUSE_MS = 40;
const FLOOR_TOPIC = "floor";

/** Sends one panic; milliseconds until it is on the wire. */
type Press = () => Promise<number>;

export async function benchLatency({ folder, progress, scale }: BenchContext) {
  await using sink = await PublishSink.start();
  await using ours = await startOurs(folder, sink);
  await using floor = await startFloor(folder, sink);
  const samples = { ours: [] as number[], floor: [] as number[] };
  await pressTimes(ours.press, WARM_UP);
  await pressTimes(floor.press, WARM_UP);
  for (let round = 0; round < scale.rounds; round++) {
    samples.ours.push(...await pressTimes(ours.press, scale.panicsPerRound));
    samples.floor.push(...await pressTimes(floor.press, scale.panicsPerRound));
    progress.count(round + 1, scale.rounds);
  }
  const figure = (share: number): Figure => ({
    ours: percentile(samples.ours, share),
    floor: percentile(samples.floor, share),
  });
  return { "latency-p50": figure(0.5), "latency-p99": figure(0.99), "latency-max": figure(1) };
}

async function pressTimes(press: Press, count: number): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < count; n++) {
    samples.push(await press());
    await delay(PAUSE_MS);
  }
  return samples;
}

interface Side extends AsyncDisposable {
  readonly press: Press;
}

async function startOurs(parent: string, sink: PublishSink): Promise<Side> {
  await using stack = new AsyncDisposableStack();
  const folder = join(parent, "ours");
  mkdirSync(folder);
  const place = stack.use(new GatewayPlace({ folder, brokerUrl: sink.url }));
  const [identity] = benchIdentities(1);
  {
    using store = place.openStore();
    await register(store, [identity!]);
  }
  const topic = topicsOf(BENCH_GATEWAY).events.critical;
  const gateway: RunningGateway = stack.use(await place.start());
  const source = new FrameSource(identity!);
  const press = async () => {
    const frame = source.panic();
    const arrived = sink.next(topic);
    const heardAtMs = await gateway.hear(frame);
    return await arrived - heardAtMs;
  };
  return sideOf(press, stack);
}

async function startFloor(folder: string, sink: PublishSink): Promise<Side> {
  await using stack = new AsyncDisposableStack();
  const terminal = stack.use(new PseudoTerminal());
  const database = join(folder, "floor.db");
  const args = [terminal.path, database, sink.url, FLOOR_TOPIC, sampleEvent().body];
  const child = stack.use(Child.script("gateway/bench/floors/latency.ts", args));
  await child.firstLine();
  const source = new FrameSource(benchIdentities(1)[0]!);
  const press = async () => {
    const hex = encodeHex(source.panic()).toUpperCase();
    const line = new TextEncoder().encode(`+EVT:RXP2P:-99:6:${hex}\r\n`);
    const arrived = sink.next(FLOOR_TOPIC);
    const heardAtMs = performance.now();
    await terminal.write(line);
    return await arrived - heardAtMs;
  };
  return sideOf(press, stack);
}

function sideOf(press: Press, stack: AsyncDisposableStack): Side {
  const running = stack.move();
  return { press, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
