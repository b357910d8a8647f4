/**
 * The demo: a real gateway, on a real serial port, between simulated wearables and a simulated
 * dispatch centre.
 *
 *     wearables ─VF1─▶ simulated modem ─pseudo-terminal─▶ gateway ─HTTP poll─▶ dispatch client
 *         ▲                                                  │ └────MQTT────▶ embedded broker
 *         └───────────────── answers 8 and 9 ────────────────┘
 */
import { ownAct } from "../../db/store.ts";
import { connectAsync, type MqttClient } from "mqtt";
import type { UnixMs } from "../../devices/time.ts";
import { newToken } from "../../handlers/http/server/access/credentials.ts";
import { ProcessLog } from "../log/log.ts";
import { composeGateway, type Gateway } from "../runtime/compose.ts";
import { until } from "../runtime/until.ts";
import type { Config } from "../config/config.ts";
import { SystemClock } from "../platform/clock.ts";
import { openSerialPorts } from "../modems/port/port.ts";
import { Air } from "./air.ts";
import { demoConfig, isPortFree } from "./demo_config.ts";
import { DemoPlay, type DemoSummary } from "./demo_play.ts";
import { DispatchClient, type DispatchedEvent } from "./dispatch_client.ts";
import { Dispatcher } from "./dispatcher.ts";
import { EmbeddedBroker } from "./embedded_broker.ts";
import { populate, simulatedIdentity } from "./population.ts";
import { SimulatedModem } from "./simulated_modem.ts";
import { Timers } from "./timers.ts";

export interface DemoOptions {
  /** An empty folder for the store. */
  readonly folder: string;
  /** Takes each line that dispatch and the wearables say. */
  readonly onLine: (line: string) => void;
  /** Where the gateway's log goes. */
  readonly logPath: string;
}

/** The port of the console, unless another program has it. */
const CONSOLE_PORT = 8080;
const WEARABLES = 4;
/** How long the last alarms may take to arrive after the play has ended, in ms. */
const FINISH_MS = 10_000;
/** How long a wearable waits in the demo before it repeats, in ms. */
const REPEAT_MS = 3_000;
/** How long the modem may take to be ready, in ms. */
const READY_MS = 10_000;

export class Demo implements AsyncDisposable {
  readonly modemKind = "rak3172";
  #timers = new Timers();
  #stack: AsyncDisposableStack | undefined;
  #modem!: SimulatedModem;
  #gateway!: Gateway;
  #broker!: EmbeddedBroker;
  #play!: DemoPlay;
  readonly #options: DemoOptions;

  private constructor(options: DemoOptions) {
    this.#options = options;
  }

  /** Starts everything; wearables begin to press once the modem listens. */
  static async start(options: DemoOptions): Promise<Demo> {
    const demo = new Demo(options);
    await using stack = new AsyncDisposableStack();
    await demo.#assemble(stack);
    demo.#stack = stack.move();
    return demo;
  }

  get consoleUrl(): string {
    return `http://127.0.0.1:${this.#gateway.consolePort}`;
  }

  get modemPath(): string {
    return this.#modem.path;
  }

  get brokerUrl(): string {
    return this.#broker.url;
  }

  async #assemble(stack: AsyncDisposableStack): Promise<void> {
    const clock = stack.use(new SystemClock());
    this.#broker = stack.use(await EmbeddedBroker.start());
    const air = new Air(Math.random);
    this.#modem = stack.use(
      new SimulatedModem(this.modemKind, { timers: this.#timers, onTransmit: air.downlink }),
    );
    air.addModem(this.#modem);
    const output = stack.use(Deno.openSync(this.#options.logPath, { append: true, create: true }));
    const log = stack.use(new ProcessLog({ format: "json", output }));
    const config = demoConfig({
      folder: this.#options.folder,
      modemPath: this.#modem.path,
      brokerUrl: this.#broker.url,
      consolePort: await isPortFree(CONSOLE_PORT) ? CONSOLE_PORT : 0,
    });
    const subscriber = await this.#subscribe(config);
    stack.defer(() => subscriber.endAsync());
    this.#gateway = stack.use(
      await composeGateway({
        config,
        clock,
        log,
        random: Math.random,
        openPort: openSerialPorts(),
        isConsoleOpen: true,
      }),
    );
    stack.use(this.#timers);
    await this.#populate(stack, air);
    await this.#poll(stack);
    await this.#untilModemListens();
    this.#play.begin(this.#timers);
  }

  async #poll(stack: AsyncDisposableStack): Promise<void> {
    const { token, record } = newToken(
      { name: "demo", role: "dispatch", stream: "dispatch-pull" },
      Date.now() as UnixMs,
    );
    await this.#gateway.store.write("createToken", { ...record, by: ownAct("demo") });
    const url = `http://127.0.0.1:${this.#gateway.httpPort}`;
    const { after } = this.#timers;
    const dispatcher = new Dispatcher({ url, token, after, onLine: this.#options.onLine });
    stack.use(
      new DispatchClient({
        url,
        stream: "dispatch-pull",
        token,
        onEvent: (event) => {
          this.#play.dispatched(event);
          dispatcher.take(event);
        },
        onError: (error) => this.#options.onLine(`dispatch   cannot poll: ${error}`),
      }),
    );
  }

  /** Listens on MQTT as a second dispatch would, and gives the receipts. */
  async #subscribe({ gateway }: Config): Promise<MqttClient> {
    const base = `vigil/v1/${gateway.zone}/${gateway.name}`;
    const client = await connectAsync(this.#broker.url, { reconnectPeriod: 0 });
    await client.subscribeAsync(`${base}/events/+`, { qos: 1 });
    client.on("message", (_topic, payload) => {
      const { id, hash } = JSON.parse(payload.toString()) as DispatchedEvent;
      const at = new Date().toISOString();
      const receipt = { event: id, hash, stage: "received", by: "demo", at };
      client.publish(`${base}/receipts`, JSON.stringify(receipt), { qos: 1 });
    });
    return client;
  }

  async #populate(stack: AsyncDisposableStack, air: Air): Promise<void> {
    const identities = Array.from({ length: WEARABLES }, (_, n) => simulatedIdentity("demo", n));
    for (const [n, { uid, kid, rootKey, epoch }] of identities.entries()) {
      const device = { uid, kid, rootKey, epoch, createdAtUnixMs: Date.now() };
      await this.#gateway.store.write("addDevice", device);
      await this.#gateway.store.write("assignDevice", { uid, reference: `2026/0012${n}` });
    }
    const { onLine } = this.#options;
    const wearables = populate(air, identities, {
      after: this.#timers.after,
      nowMs: () => performance.now(),
      onAnswer: (answer, message) => {
        if (message.type !== "panic") return;
        onLine(`wearable   alarm ${message.alarm}: answered "${answer}"`);
      },
    }, REPEAT_MS);
    for (const wearable of wearables) stack.use(wearable);
    this.#play = new DemoPlay(wearables, onLine);
  }

  async #untilModemListens(): Promise<void> {
    const { modems } = this.#gateway;
    const isReady = () => modems.sessions.every(({ status }) => status.state === "ready");
    if (await until(isReady, READY_MS)) return;
    throw new Error(`Cannot start the demo: the simulated modem is not ready after ${READY_MS} ms`);
  }

  /** Plays for a time. */
  playFor(ms: number): Promise<void> {
    return new Promise((resolve) => this.#timers.after(ms, resolve));
  }

  /** Ends the play and waits for the last alarms. */
  async finish(): Promise<DemoSummary> {
    this.#timers[Symbol.dispose]();
    await until(() => this.#play.isOver, FINISH_MS);
    return this.#play.summary;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack?.disposeAsync();
  }
}
