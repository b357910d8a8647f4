/** A real broker, and somebody who listens to it. */
import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import mqttPacket from "mqtt-packet";
import { Child } from "./child.ts";
import { waitFor } from "./wait.ts";

const PROGRAMS = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"];
const PROTOCOL = { protocolVersion: 5 } as const;

/** mosquitto on a free port of the loopback; nothing is kept on disk. */
export class Mosquitto implements AsyncDisposable {
  private constructor(readonly port: number, readonly child: Child) {}

  /** @throws Error when it is not installed. */
  static async start(folder: string): Promise<Mosquitto> {
    const program = PROGRAMS.find(isFile);
    if (program === undefined) throw new Error("mosquitto is missing: apt install mosquitto");
    const port = await freePort();
    const file = join(folder, "mosquitto.conf");
    const lines = [`listener ${port} 127.0.0.1`, "allow_anonymous true", "persistence false"];
    if (Deno.uid() === 0) lines.push("user root");
    writeFileSync(file, lines.join("\n") + "\nlog_type none\nmax_queued_messages 0\n");
    const broker = new Mosquitto(port, Child.spawn(program, ["-c", file]));
    let isListening = false;
    const knocking = setInterval(async () => isListening ||= await answers(port), 10);
    try {
      await waitFor("mosquitto listens", () => isListening);
      return broker;
    } catch (cause) {
      await broker[Symbol.asyncDispose]();
      throw cause;
    } finally {
      clearInterval(knocking);
    }
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Subscribes to everything and throws it away, or a PUBACK would say that nobody listens. */
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

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
