/**
 * Panics from the modem to the broker while something loads the gateway. Speed is a ratio within one
 * run: the same panics, without the load and with it. On a machine that is busy with other things a
 * single stall decides a p99, so up to `ROUNDS` pairs are measured and one has to hold; and below
 * `FLOOR_MS` it is the scheduler that is measured. A gateway that can be starved is off by a factor of
 * hundreds, in every pair.
 */
import assert from "node:assert/strict";
import { encodeHex } from "../../devices/hex.ts";
import { Child } from "../../gateway/bench/child.ts";
import { PublishSink } from "../../gateway/bench/publish_sink.ts";
import { percentile } from "../../gateway/bench/statistics.ts";
import { benchIdentities, FrameSource } from "../../gateway/bench/wearables.ts";
import { Authority } from "./certificates.ts";
import { Dispatch } from "./dispatch.ts";
import { listening, RadioField } from "./radio_field.ts";
import { get, RawClient, TlsClient } from "./raw_client.ts";
import { GatewayBox, PULL, type RunningGateway } from "./running_gateway.ts";
import { until } from "./until.ts";

/** Pairs that are measured at most. */
export const ROUNDS = 5;
const PANICS = 100;
/** Panics before those that count. */
export const WARM_UP = 15;
/** Dispatch takes what there is behind so many panics. */
const TAKE_EVERY = 10;
/** With a load, a panic's p99 is at most so many times the quiet one. */
const FACTOR = 2;
const FLOOR_MS = 40;
const IDENTITY = benchIdentities(1)[0]!;
const TOPIC = "vigil/v1/5415/gw-1/events/critical";

/** The p99 of a panic, in ms, without a load and with it. */
export interface Ratio {
  readonly quietMs: number;
  readonly loudMs: number;
}

/** Whether a load leaves a panic its time. */
export function holds({ loudMs, quietMs }: Ratio): boolean {
  return loudMs <= FACTOR * Math.max(quietMs, FLOOR_MS);
}

/** One gateway with its modem, a broker, and dispatch. */
export class PanicScene implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  readonly #sink: PublishSink;
  readonly box = this.#stack.use(new GatewayBox());
  readonly #modem = this.#stack.use(new RadioField(this.box.folder)).plugIn("rak3172");
  readonly #source = new FrameSource(IDENTITY);
  gateway!: RunningGateway;
  #token!: string;

  private constructor(sink: PublishSink, readonly isSecure: boolean) {
    this.#sink = this.#stack.use(sink);
  }

  static async start(isSecure: boolean): Promise<PanicScene> {
    const scene = new PanicScene(await PublishSink.start(), isSecure);
    await scene.#start();
    return scene;
  }

  async #start(): Promise<void> {
    const box = this.box;
    // Nothing is published twice: the next PUBLISH is that of the panic.
    const mqtt = `name = "broker"\ntype = "mqtt"\nurl = "${this.#sink.url}"\nconfirm = "puback"\n`;
    const modems = [{ kind: "rak3172", port: `${box.folder}/lora-1` }];
    box.configure(modems, `${PULL}[[destination]]\n${mqtt}`);
    await box.addDevice(IDENTITY.uid, encodeHex(IDENTITY.rootKey), IDENTITY.kid);
    this.#token = await box.token("dispatch", "dispatch-pull");
    this.gateway = await box.start(this.isSecure ? this.#certificate() : {});
    await listening(this.#modem);
  }

  #certificate(): Record<string, string> {
    const { cert, key } = new Authority(this.box.folder, "ca").sign("server");
    return { VIGIL_HTTP_TLS_CERT: cert, VIGIL_HTTP_TLS_KEY: key };
  }

  /** The same panics without a load and with it. @param load A script that says "loading" once it has begun. */
  async measure(load: string, args: readonly string[]): Promise<Ratio> {
    const quietMs = await this.pressTimes(PANICS);
    await using _loading = await startLoad(load, args);
    return { quietMs, loudMs: await this.pressTimes(PANICS) };
  }

  /** Presses so often, while dispatch takes what there is; the p99, in ms. */
  async pressTimes(count: number): Promise<number> {
    const samples: number[] = [];
    while (samples.length < count) {
      samples.push(await this.#press());
      if (samples.length % TAKE_EVERY > 0) continue;
      if (!this.isSecure) await this.#take();
      await this.#reconnect();
    }
    return percentile(samples, 0.99);
  }

  async #press(): Promise<number> {
    const frame = this.#source.panic();
    const arrived = this.#sink.next(TOPIC);
    const hear = () => this.#modem.emulator.hear(frame, { rssiDbm: -99, snrDb: 6 });
    await until("the modem hears", hear);
    const heardAtMs = performance.now();
    return await arrived - heardAtMs;
  }

  /** Takes and acknowledges what there is, on a connection that is kept. */
  async #take(): Promise<void> {
    const dispatch = new Dispatch(this.gateway, this.#token);
    const { events } = await dispatch.poll({ maxEvents: 1_000 });
    assert.ok(events.length > 0);
    await dispatch.acknowledge(...events);
  }

  /** Dispatch on a connection of its own. */
  async #reconnect(): Promise<void> {
    const port = Number(new URL(this.gateway.url).port);
    await using stack = new AsyncDisposableStack();
    const client = this.isSecure
      ? stack.use(new TlsClient(port, true))
      : stack.use(new RawClient(port));
    await client.send(get("/v1/incidents?limit=1", `authorization: Bearer ${this.#token}`));
    await until("dispatch is let in", () => /^HTTP\/1\.1 \d{3} /.test(client.text));
    assert.match(client.text, /^HTTP\/1\.1 200 /);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** Starts what a gateway is loaded with, and waits until it has begun. */
export async function startLoad(script: string, args: readonly string[]): Promise<Child> {
  const child = Child.script(`tests/support/${script}`, args);
  assert.equal(await child.firstLine(), "loading");
  return child;
}

/** Resident memory of a gateway. */
export async function rssBytes({ pid }: RunningGateway): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1_024;
}
