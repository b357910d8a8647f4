/** A real broker, and a subscriber. */
import type { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import mqttPacket from "mqtt-packet";
import { Child } from "./child.ts";
import { freePort, listens } from "./ports.ts";

const PROGRAMS = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"];
const PROTOCOL = { protocolVersion: 5 } as const;

/** How a broker is started. */
export interface MosquittoSetup {
  /** Where its configuration is written. */
  readonly folder: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Lines of its configuration beside the listener. Default: nothing is kept and nothing refused. */
  readonly lines?: readonly string[];
}

const KEEPS_NOTHING = ["persistence false", "log_type none", "max_queued_messages 0"];

/** mosquitto on a port of the loopback. */
export class Mosquitto implements AsyncDisposable {
  private constructor(readonly port: number, readonly child: Child) {}

  /** @throws Error when it is not installed. */
  static async start(
    { folder, lines = KEEPS_NOTHING, ...setup }: MosquittoSetup,
  ): Promise<Mosquitto> {
    const program = PROGRAMS.find(isFile);
    if (program === undefined) throw new Error("mosquitto is missing: apt install mosquitto");
    const port = setup.port ?? await freePort();
    const file = join(folder, "mosquitto.conf");
    const base = [`listener ${port} 127.0.0.1`, "allow_anonymous true"];
    if (Deno.uid() === 0) base.push("user root");
    writeFileSync(file, [...base, ...lines, ""].join("\n"));
    const child = Child.spawn(program, ["-c", file], { stdout: "null" });
    try {
      await listens("mosquitto", port);
      return new Mosquitto(port, child);
    } catch (cause) {
      await child[Symbol.asyncDispose]();
      throw cause;
    }
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Subscribes to everything and discards it; without it, each PUBACK says "no subscriber". */
  async listen(): Promise<Disposable> {
    const socket = connect(this.port, "127.0.0.1");
    const say = (packet: Parameters<typeof mqttPacket.generate>[0]) =>
      socket.write(mqttPacket.generate(packet, PROTOCOL));
    say({ cmd: "connect", clientId: "bench-listener", clean: true, keepalive: 0, ...PROTOCOL });
    const subscriptions = [{ topic: "#", qos: 0 as const }];
    say({ cmd: "subscribe", messageId: 1, subscriptions });
    await subscribed(socket);
    socket.on("data", () => {});
    return { [Symbol.dispose]: () => void socket.destroy() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
  }
}

function subscribed(socket: Socket): Promise<void> {
  const parser = mqttPacket.parser(PROTOCOL);
  return new Promise((resolve, reject) => {
    const onData = (bytes: string | Buffer) => parser.parse(bytes as Buffer);
    socket.on("error", reject);
    socket.on("data", onData);
    parser.on("packet", ({ cmd }) => {
      if (cmd !== "suback") return;
      socket.off("data", onData);
      resolve();
    });
  });
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
