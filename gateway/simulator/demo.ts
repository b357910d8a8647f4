/**
 * The demo: a real gateway, on a real serial port, between simulated wearables and a simulated
 * dispatch centre.
 *
 *     wearables ─VF1─▶ simulated modem ─pseudo-terminal─▶ gateway ─HTTP poll─▶ dispatch client
 *         ▲                                                  │ └────MQTT────▶ embedded broker
 *         └───────────────── answers 8 and 9 ────────────────┘
 */
import { connectAsync, type MqttClient } from "mqtt";
import type { UnixMs } from "../../devices/time.ts";
import { defined } from "../../devices/tools/defined.ts";
import { newToken } from "../../handlers/http/server/credentials.ts";
import { composeGateway, type Gateway } from "../runtime/compose.ts";
import type { Config } from "../config/config.ts";
import { SystemClock } from "../platform/clock.ts";
import { openSerialPorts } from "../modems/port/serial_ports.ts";
import { Air } from "./air.ts";
import { demoConfig } from "./demo_config.ts";
import { DispatchClient, type DispatchedEvent } from "./dispatch_client.ts";
import { Dispatcher } from "./dispatcher.ts";
import { EmbeddedBroker } from "./embedded_broker.ts";
import { FileLog } from "./file_log.ts";
import { isPortFree } from "./free_port.ts";
import { populate, randomFix, simulatedIdentity } from "./population.ts";
import { SimulatedModem } from "./simulated_modem.ts";
import { Timers } from "./timers.ts";
import type { SentMessage, SimulatedWearable } from "./wearable.ts";

export interface DemoOptions {
  /** An empty folder for the store. */
  readonly folder: string;
  /** Takes each line that dispatch and the wearables say. */
  readonly onLine: (line: string) => void;
  /** Where the gateway's log goes. */
  readonly logPath: string;
}

export interface DemoSummary {
  readonly pressed: number;
  readonly received: number;
  /** Alarms whose wearable heard that dispatch has them. */
  readonly answered: number;
  readonly events: number;
  /** Median from the press to the event at dispatch; absent when none came. */
  readonly latencyMs?: number;
}

/** Where the console is, unless somebody else is there. */
const CONSOLE_PORT = 8080;
const WEARABLES = 4;
const FIRST_PRESS_MS = 600;
const PRESS_EVERY_MS = 5_000;
const HEARTBEAT_EVERY_MS = 4_000;
/** How long the last alarms may take to arrive after the play has ended, in ms. */
const FINISH_MS = 10_000;
/** How long a wearable waits in the demo before it repeats, in ms. */
const REPEAT_MS = 3_000;
/** How long the modem may take to be ready, in ms. */
const READY_MS = 10_000;
const POLL_MS = 20;

export class Demo implements AsyncDisposable {
  readonly modemKind = "rak3172";
  readonly #presses: { readonly message: SentMessage; readonly uid: string }[] = [];
  readonly #events: DispatchedEvent[] = [];
  readonly #latenciesMs: number[] = [];
  #timers = new Timers();
  #stack: AsyncDisposableStack | undefined;
  #modem!: SimulatedModem;
  #gateway!: Gateway;
  #broker!: EmbeddedBroker;
  #wearables: readonly SimulatedWearable[] = [];

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
    const log = stack.use(new FileLog(this.#options.logPath));
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
    await this.#poll(stack);
    await this.#populate(stack, air);
    await this.#untilModemListens();
    this.#play();
  }

  async #poll(stack: AsyncDisposableStack): Promise<void> {
    const { token, record } = newToken(
      { name: "demo", role: "dispatch", stream: "dispatch-pull" },
      Date.now() as UnixMs,
    );
    await this.#gateway.store.write("createToken", { ...record, by: "demo" });
    const url = `http://127.0.0.1:${this.#gateway.httpPort}`;
    const { after } = this.#timers;
    const dispatcher = new Dispatcher({ url, token, after, onLine: this.#options.onLine });
    stack.use(
      new DispatchClient({
        url,
        stream: "dispatch-pull",
        token,
        onEvent: (event) => {
          this.#dispatched(event);
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
      const receipt = { event: id, hash, stage: "received", by: "demo", at: now() };
      client.publish(`${base}/receipts`, JSON.stringify(receipt), { qos: 1 });
    });
    return client;
  }

  async #populate(stack: AsyncDisposableStack, air: Air): Promise<void> {
    const identities = Array.from({ length: WEARABLES }, (_, n) => simulatedIdentity("demo", n));
    for (const [n, { uid, kid, rootKey, epoch }] of identities.entries()) {
      await this.#gateway.store.write("addDevice", {
        uid,
        kid,
        rootKey,
        epoch,
        createdAtUnixMs: Date.now(),
      });
      await this.#gateway.store.write("assignDevice", { uid, reference: `2026/0012${n}` });
    }
    this.#wearables = populate(air, identities, {
      after: this.#timers.after,
      nowMs: () => performance.now(),
      onAnswer: (answer, message) => {
        if (message.type !== "panic") return;
        this.#options.onLine(`wearable   alarm ${message.alarm}: answered "${answer}"`);
      },
    }, REPEAT_MS);
    for (const wearable of this.#wearables) stack.use(wearable);
  }

  async #untilModemListens(): Promise<void> {
    const deadline = performance.now() + READY_MS;
    while (this.#gateway.modems.sessions.some(({ status }) => status.state !== "ready")) {
      if (performance.now() > deadline) {
        throw new Error(
          `Cannot start the demo: the simulated modem is not ready after ${READY_MS} ms`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  #play(): void {
    const pressLater = (afterMs: number, turn: number) =>
      this.#timers.after(afterMs, () => {
        this.#press(this.#wearables[turn % WEARABLES]!, turn);
        pressLater(PRESS_EVERY_MS, turn + 1);
      });
    pressLater(FIRST_PRESS_MS, 0);
    const beatLater = (turn: number) =>
      this.#timers.after(HEARTBEAT_EVERY_MS, () => {
        const wearable = this.#wearables[turn % WEARABLES]!;
        if (turn % 3 === 2) wearable.position({ fix: randomFix(Math.random) });
        else wearable.heartbeat();
        beatLater(turn + 1);
      });
    beatLater(1);
  }

  #press(wearable: SimulatedWearable, turn: number): void {
    const flags = turn % 4 === 3 ? ["duress" as const] : ["moving" as const];
    this.#options.onLine(`wearable   ${wearable.uid} presses its button`);
    const message = wearable.press({ fix: randomFix(Math.random), flags, batteryPercent: 80 });
    this.#presses.push({ message, uid: wearable.uid });
  }

  #dispatched(event: DispatchedEvent): void {
    this.#events.push(event);
    const { data, priority, subject, type } = event;
    const place = data.position === undefined
      ? ""
      : `  ${data.position.lat.toFixed(5)}, ${data.position.lon.toFixed(5)}`;
    const name = type.split(".")[1]!;
    this.#options.onLine(`dispatch   ${priority.padEnd(9)}${name.padEnd(17)}${subject}${place}`);
    if (priority === "critical") this.#measure(subject);
  }

  #measure(subject: string): void {
    const press = this.#presses.findLast(({ uid }) => subject === `device/${uid}`);
    if (press !== undefined) this.#latenciesMs.push(performance.now() - press.message.sentAtMs);
  }

  /** Plays for a time. */
  playFor(ms: number): Promise<void> {
    return new Promise((resolve) => this.#timers.after(ms, resolve));
  }

  /** Ends the play and waits for the last alarms. */
  async finish(): Promise<DemoSummary> {
    this.#timers[Symbol.dispose]();
    const deadline = performance.now() + FINISH_MS;
    while (this.#received() < this.#presses.length && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const median = this.#latenciesMs.toSorted((a, b) => a - b)[this.#latenciesMs.length >> 1];
    return {
      pressed: this.#presses.length,
      received: this.#received(),
      answered: this.#presses.filter(({ message }) => message.answers.includes("received")).length,
      events: this.#events.length,
      ...defined({ latencyMs: median }),
    };
  }

  #received(): number {
    return this.#events.filter(({ priority }) => priority === "critical").length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack?.disposeAsync();
  }
}

function now(): string {
  return new Date().toISOString();
}
