/** One node of RabbitMQ in a folder of its own, beside whatever else of it the machine runs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child } from "../../child.ts";
import { freePort, listens } from "../../ports.ts";
import type { Login } from "../../arrivals.ts";

/** Debian's script switches users and uses fixed folders; this one does not. */
const PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
/** Erlang takes its time, more so with a backlog to read. */
const START_MS = 120_000;

/** Who may do everything, from the loopback. */
export const GUEST: Login = { username: "guest", password: "guest" };

export interface RabbitSetup {
  readonly folder: string;
  /** Of the node. */
  readonly name: string;
  readonly plugin: "rabbitmq_mqtt" | "rabbitmq_shovel";
  /** Where it listens; default: on free ports. */
  readonly ports?: RabbitPorts;
  /** Definitions in JSON (RabbitMQ, "Schema Definition Export and Import"); default: none. */
  readonly definitions?: unknown;
}

export interface RabbitPorts {
  readonly amqp: number;
  readonly mqtt: number;
  /** Between nodes, and of the daemon that knows them. */
  readonly distribution: number;
  readonly daemon: number;
}

export async function rabbitPorts(): Promise<RabbitPorts> {
  const ports = { amqp: 0, mqtt: 0, distribution: 0, daemon: 0 };
  for (const key of ["amqp", "mqtt", "distribution", "daemon"] as const) {
    ports[key] = await freePort();
  }
  return ports;
}

export class RabbitNode implements AsyncDisposable {
  private constructor(readonly ports: RabbitPorts, readonly child: Child, readonly daemon: Child) {}

  /** Starts a node, or starts it again on what it kept in the folder. */
  static async start(setup: RabbitSetup): Promise<RabbitNode> {
    const ports = setup.ports ?? await rabbitPorts();
    await using stack = new AsyncDisposableStack();
    const daemonArgs = ["-port", String(ports.daemon), "-address", "127.0.0.1"];
    const daemon = stack.use(Child.spawn("epmd", daemonArgs, { stdout: "null" }));
    await listens("epmd", ports.daemon);
    const env = environmentOf(setup, ports);
    const child = stack.use(Child.spawn(PROGRAM, [], { env, stdout: "null" }));
    const door = setup.plugin === "rabbitmq_mqtt" ? ports.mqtt : ports.amqp;
    await listens("RabbitMQ", door, START_MS);
    stack.move();
    return new RabbitNode(ports, child, daemon);
  }

  async kill(): Promise<void> {
    await Promise.all([this.child.kill(), this.daemon.kill()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It would take long to stop in an orderly way, and what it has is not needed.
    await this.kill();
  }
}

function environmentOf(setup: RabbitSetup, ports: RabbitPorts): Record<string, string> {
  const { definitions, folder, name, plugin } = setup;
  const file = (suffix: string, text: string) => {
    writeFileSync(join(folder, suffix), text);
    return join(folder, suffix);
  };
  mkdirSync(join(folder, "data"), { recursive: true });
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    "log.console = false",
    "log.file.level = error",
    ...(plugin === "rabbitmq_mqtt" ? [`mqtt.listeners.tcp.1 = 127.0.0.1:${ports.mqtt}`] : []),
    ...(definitions === undefined
      ? []
      : [`load_definitions = ${file("definitions.json", JSON.stringify(definitions))}`]),
  ];
  return {
    HOME: folder,
    RABBITMQ_NODENAME: `${name}@localhost`,
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_CONFIG_FILE: file("rabbitmq.conf", lines.join("\n") + "\n"),
    RABBITMQ_CONF_ENV_FILE: file("empty.conf", ""),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, "none.config"),
    RABBITMQ_ENABLED_PLUGINS_FILE: file("enabled_plugins", `[${plugin}].\n`),
    ERL_EPMD_PORT: String(ports.daemon),
    ERL_EPMD_ADDRESS: "127.0.0.1",
  };
}
