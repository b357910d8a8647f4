/** Who takes a panic from a serial line to a broker, each in a process of its own. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DirectStore } from "../../db/store.ts";
import { topicsOf } from "../../handlers/formats/mqtt_topics.ts";
import { PseudoTerminal } from "../serial/mod.ts";
import { Child } from "./child.ts";
import { settleBenchDestinations } from "./core.ts";
import { GatewayPlace, type RunningGateway } from "./gateway_process.ts";
import type { PublishSink } from "./publish_sink.ts";
import { BENCH_GATEWAY, sampleEvent } from "./sample_events.ts";
import { lineOf, ScriptProcess } from "./script_process.ts";
import { benchIdentities, FrameSource, register } from "./wearables.ts";

const BARE_TOPIC = "floor";
/** As long as the gateway's own. */
const FAIR_TOPICS = "vigil/v1/5415/floor/events";
const WINDOW = 16;
/** All are of one wearable, which knows three ends. */
const [IDENTITY] = benchIdentities(1);

/** One way of a panic. */
export interface LatencySide extends AsyncDisposable {
  readonly pid: number;
  /** Sends one panic; milliseconds until it is on the wire. */
  press(): Promise<number>;
  /** @throws when it did not do what it should. */
  verify(): void;
}

/** The gateway. */
export async function startOurs(parent: string, sink: PublishSink): Promise<LatencySide> {
  await using stack = new AsyncDisposableStack();
  const folder = join(parent, "ours");
  mkdirSync(folder);
  const place = stack.use(new GatewayPlace({ folder, brokerUrl: sink.url }));
  {
    using store = place.openStore();
    await register(store, [IDENTITY!]);
  }
  const topic = topicsOf(BENCH_GATEWAY).events.critical;
  const gateway: RunningGateway = stack.use(await place.start());
  const source = new FrameSource(IDENTITY!);
  const press = () => onTheWire(sink, topic, source, (frame) => gateway.hear(frame));
  return sideOf({ pid: gateway.pid, press, verify: () => {} }, stack);
}

/** The fair script. */
export async function startFair(folder: string, sink: PublishSink): Promise<LatencySide> {
  await using stack = new AsyncDisposableStack();
  const storePath = join(folder, "fair.db");
  {
    using store = new DirectStore(storePath);
    await settleBenchDestinations(store);
    await register(store, [IDENTITY!]);
  }
  const source = new FrameSource(IDENTITY!);
  let [pressed, answered] = [0, 0];
  const script = stack.use(
    await ScriptProcess.start({
      storePath,
      brokerUrl: sink.url,
      topics: FAIR_TOPICS,
      window: WINDOW,
      onTransmit: (answer) => void (answered += source.answered(answer)?.says === "stored" ? 1 : 0),
    }),
  );
  const topic = `${FAIR_TOPICS}/critical`;
  const press = () => {
    pressed++;
    return onTheWire(sink, topic, source, (frame) => script.hear(frame));
  };
  const verify = () => {
    if (answered === pressed) return;
    throw new Error(`the fair script answered ${answered} of ${pressed} panics`);
  };
  return sideOf({ pid: script.pid, press, verify }, stack);
}

/** The bare script. */
export async function startBare(folder: string, sink: PublishSink): Promise<LatencySide> {
  await using stack = new AsyncDisposableStack();
  const terminal = stack.use(new PseudoTerminal());
  const database = join(folder, "bare.db");
  const args = [terminal.path, database, sink.url, BARE_TOPIC, sampleEvent().body];
  const child = stack.use(await Child.started("gateway/bench/floors/bare_latency.ts", args));
  const source = new FrameSource(IDENTITY!);
  const press = () =>
    onTheWire(sink, BARE_TOPIC, source, async (frame) => {
      const atMs = performance.now();
      await terminal.write(lineOf(frame));
      return atMs;
    });
  return sideOf({ pid: child.pid, press, verify: () => {} }, stack);
}

/** Milliseconds from when a panic was heard to its PUBLISH. */
async function onTheWire(
  sink: PublishSink,
  topic: string,
  source: FrameSource,
  hear: (frame: Uint8Array) => Promise<number>,
): Promise<number> {
  const frame = source.panic();
  const arrived = sink.next(topic);
  const heardAtMs = await hear(frame);
  return await arrived - heardAtMs;
}

function sideOf(
  side: Omit<LatencySide, typeof Symbol.asyncDispose>,
  stack: AsyncDisposableStack,
): LatencySide {
  const running = stack.move();
  return { ...side, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
