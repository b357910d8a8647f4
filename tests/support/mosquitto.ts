import { Buffer } from "node:buffer";
import { join } from "node:path";
import { freePort, isListening } from "../../gateway/bench/ports.ts";
import { until } from "./until.ts";

const MOSQUITTO = "/usr/sbin/mosquitto";

/** Files of a broker with TLS. */
export interface BrokerTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly requiresClientCertificate?: boolean;
}

export interface MosquittoOptions {
  /** Default: a free one. */
  readonly port?: number;
  readonly tls?: BrokerTls;
  /** Further lines of its configuration. */
  readonly lines?: readonly string[];
}

/** A real mosquitto on the loopback, with nothing kept on disk. */
export class Mosquitto implements AsyncDisposable {
  private constructor(
    readonly port: number,
    readonly process: Deno.ChildProcess,
    readonly folder: string,
  ) {}

  static async start(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const port = options.port ?? await freePort();
    const folder = Deno.makeTempDirSync({ prefix: "vigil-mosquitto-" });
    const file = join(folder, "mosquitto.conf");
    Deno.writeTextFileSync(file, configuration(port, options).join("\n"));
    const process = new Deno.Command(MOSQUITTO, {
      args: ["-c", file],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await until(`mosquitto listens on ${port}`, () => isListening(port));
    return new Mosquitto(port, process, folder);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get tlsUrl(): string {
    return `mqtts://127.0.0.1:${this.port}`;
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.process.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.process.kill("SIGTERM");
    } catch (cause) {
      // It was killed by the test.
      if (!(cause instanceof TypeError)) throw cause;
    }
    await this.process.status;
    Deno.removeSync(this.folder, { recursive: true });
  }
}

function configuration(port: number, { tls, lines = [] }: MosquittoOptions): string[] {
  return [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence false",
    "log_type none",
    "max_queued_messages 0",
    ...(Deno.uid() === 0 ? ["user root"] : []),
    ...(tls === undefined ? [] : [
      `cafile ${tls.ca}`,
      `certfile ${tls.cert}`,
      `keyfile ${tls.key}`,
      `require_certificate ${tls.requiresClientCertificate === true}`,
    ]),
    ...lines,
    "",
  ];
}

/** A message as `mosquitto_sub` saw it. */
export interface SeenMessage {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
}

/** A real `mosquitto_sub`; it subscribes with QoS 1. */
export class Subscriber implements AsyncDisposable {
  readonly seen: SeenMessage[] = [];
  readonly #reading: Promise<void>;
  #isSubscribed = false;

  private constructor(readonly process: Deno.ChildProcess, readonly probe: string) {
    this.#reading = this.#read();
  }

  /**
   * Starts and waits until the broker has its subscription.
   * @param access Options with which any client may talk to the broker, such as `--cafile`.
   */
  static async start(
    port: number,
    topic: string,
    options: readonly string[] = [],
    access: readonly string[] = [],
  ): Promise<Subscriber> {
    const probe = `vigil-test/${crypto.randomUUID()}`;
    const topics = ["-t", topic, "-t", probe];
    const format = options.includes("-F") ? [] : ["-F", "%r %t %p"];
    const process = new Deno.Command("mosquitto_sub", {
      args: [...connection(port), ...topics, ...format, ...options, ...access],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const subscriber = new Subscriber(process, probe);
    await until("mosquitto_sub is subscribed", async () => {
      await publish(port, probe, "here", access);
      return subscriber.#isSubscribed;
    });
    return subscriber;
  }

  on(topic: string): SeenMessage[] {
    return this.seen.filter((message) => message.topic.endsWith(topic));
  }

  async #read(): Promise<void> {
    const lines = this.process.stdout.pipeThrough(new TextDecoderStream());
    let rest = "";
    for await (const text of lines) {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      for (const line of parts) this.#take(line);
    }
  }

  #take(line: string): void {
    const [retained, topic, ...payload] = line.split(" ");
    if (topic === this.probe) {
      this.#isSubscribed = true;
      return;
    }
    this.seen.push({ topic: topic!, payload: payload.join(" "), isRetained: retained === "1" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGTERM");
    await this.process.status;
    await this.#reading;
  }
}

/** Publishes one message with a real `mosquitto_pub`, QoS 1. */
export async function publish(
  port: number,
  topic: string,
  payload: string | Uint8Array,
  access: readonly string[] = [],
): Promise<void> {
  const process = new Deno.Command("mosquitto_pub", {
    args: [...connection(port), "-t", topic, "-s", ...access],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(Buffer.from(payload));
  await writer.close();
  await process.status;
}

function connection(port: number): string[] {
  return ["-h", "127.0.0.1", "-p", String(port), "-q", "1"];
}
