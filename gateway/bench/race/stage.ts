/** One peer with everything around it: its place, a link of its own and the dispatch side. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processTree, residentMb } from "../processes.ts";
import { waitFor } from "../wait.ts";
import type { FarEndKind, Peer, PeerPlace, RunningPeer, Settle } from "./peer.ts";
import { RaceEvents } from "./race_events.ts";
import { Link } from "../link.ts";
import { Mosquitto } from "../mosquitto.ts";
import { Arrivals } from "../arrivals.ts";
import { GUEST, RabbitNode } from "./peers/rabbitmq_node.ts";

/** How long a peer may take from its start to its first event at the far end, in ms. */
const FIRST_MS = 90_000;
/** Until then it is given an event every so often. */
const PROBE_EVERY_MS = 250;

export class Stage implements AsyncDisposable {
  #running: RunningPeer | undefined;

  private constructor(
    readonly peer: Peer,
    readonly events: RaceEvents,
    readonly farEnd: FarEnd,
    readonly place: PeerPlace,
    readonly stack: AsyncDisposableStack,
  ) {}

  /** Builds everything below a folder and starts the peer; resolves when an event came through. */
  static async build(peer: Peer, settle: Settle, folder: string): Promise<Stage> {
    await using stack = new AsyncDisposableStack();
    const events = new RaceEvents();
    const [near, far] = ["near", "far"].map((name) => join(folder, name)) as [string, string];
    for (const own of [near, far]) mkdirSync(own, { recursive: true });
    const farEnd = stack.use(await startFarEnd(peer.farEnd, far));
    const setup = { folder: near, uplinkPort: farEnd.link.port, events };
    const place = stack.use(await settle(setup));
    const stage = new Stage(peer, events, farEnd, place, stack.move());
    try {
      await stage.start();
      await stage.#comesThrough();
      return stage;
    } catch (cause) {
      await stage[Symbol.asyncDispose]();
      throw cause;
    }
  }

  get running(): RunningPeer {
    if (this.#running === undefined) throw new Error(`${this.peer.name} does not run`);
    return this.#running;
  }

  /** Memory of all its processes, in MB. */
  residentMb(): number {
    return processTree(this.running.pid).reduce((sum, pid) => sum + residentMb(pid), 0);
  }

  /** Starts it, or starts it again on what it kept. */
  async start(): Promise<void> {
    this.#running = await this.place.start();
  }

  /** Kills it, with everything that was under way. */
  async kill(): Promise<void> {
    const { running } = this;
    await running.kill();
    this.farEnd.link.drop();
    await running[Symbol.asyncDispose]();
    this.#running = undefined;
  }

  async #comesThrough(): Promise<void> {
    const { arrivals } = this.farEnd;
    const probing = setInterval(() => {
      void this.running.press(this.events.panics(1)[0]!);
    }, PROBE_EVERY_MS);
    try {
      await waitFor("the first event comes through", () => arrivals.count > 0, FIRST_MS);
    } finally {
      clearInterval(probing);
    }
    await delay(2 * PROBE_EVERY_MS); // the last probe is through too
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running?.[Symbol.asyncDispose]();
    await this.stack.disposeAsync();
  }
}

interface FarEnd extends AsyncDisposable {
  readonly link: Link;
  readonly arrivals: Arrivals;
}

/** Starts a broker of a kind below a folder of its own, and listens to it. */
async function startFarEnd(kind: FarEndKind, folder: string): Promise<FarEnd> {
  await using stack = new AsyncDisposableStack();
  const { arrivals, port } =
    await (kind === "mosquitto" ? startMosquitto(folder, stack) : startRabbit(folder, stack));
  stack.use(arrivals);
  const link = stack.use(await Link.to(port));
  const running = stack.move();
  return { link, arrivals, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function startMosquitto(folder: string, stack: AsyncDisposableStack) {
  const { port } = stack.use(await Mosquitto.start({ folder }));
  return { port, arrivals: await Arrivals.at(port) };
}

/** A shovel speaks AMQP only: what it carries is read from the same broker by MQTT. */
async function startRabbit(folder: string, stack: AsyncDisposableStack) {
  const node = stack.use(await RabbitNode.start({ folder, name: "far", plugin: "rabbitmq_mqtt" }));
  return { port: node.ports.amqp, arrivals: await Arrivals.at(node.ports.mqtt, { login: GUEST }) };
}
