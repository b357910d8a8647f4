/**
 * RabbitMQ with a queue that knows priorities and a shovel that empties it towards dispatch. What
 * reads the modem publishes by AMQP, persistent and with confirms: MQTT has no priority to give.
 */
import type { Peer, PeerPlace, RunningPeer } from "../peer.ts";
import { AmqpFeed } from "./amqp_feed.ts";
import { RabbitNode, type RabbitPorts, rabbitPorts } from "./rabbitmq_node.ts";

const AMQPLIB = "amqplib@2.3.1";
const QUEUE = "uplink";
/**
 * Events under way at once. Priorities act on what waits in the queue, not on what was handed out: the
 * manual ("Priority Queue Support") asks for a limit, and the shovel's own of 1000 is none. So few just
 * keep the slow link of the race busy, which is the best for a panic there.
 */
const PREFETCH = 4;

export const rabbitShovel: Peer = {
  name: "RabbitMQ, x-max-priority, shovel",
  farEnd: "rabbitmq",
  acknowledgement: "publisher confirm",
  async prepare(tools) {
    await tools.programs(["rabbitmq-server"]);
    const modules = await tools.modules([AMQPLIB]);
    return async ({ folder, uplinkPort }) => {
      const ports = await rabbitPorts();
      return placeOf({ folder, ports, modules, definitions: definitions(uplinkPort) });
    };
  },
};

interface Place {
  readonly folder: string;
  readonly ports: RabbitPorts;
  readonly modules: string;
  readonly definitions: unknown;
}

function placeOf(place: Place): PeerPlace {
  return {
    start: () => startShovel(place),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function startShovel({ modules, ...setup }: Place): Promise<RunningPeer> {
  await using stack = new AsyncDisposableStack();
  const node = await RabbitNode.start({ ...setup, name: "near", plugin: "rabbitmq_shovel" });
  stack.use(node);
  const feed = stack.use(await AmqpFeed.to({ port: node.ports.amqp, modules, queue: QUEUE }));
  const running = stack.move();
  return {
    pid: node.child.pid,
    offer: (events, options) => feed.offer(events, options),
    press: (event) => feed.press(event),
    kill: () => node.kill(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A durable queue of two priorities, and the shovel: on-confirm is the safest of its modes. */
function definitions(uplinkPort: number): unknown {
  const vhost = "/";
  const all = ".*";
  return {
    vhosts: [{ name: vhost }],
    users: [{ name: "guest", password: "guest", tags: "administrator" }],
    permissions: [{ user: "guest", vhost, configure: all, write: all, read: all }],
    queues: [{
      name: QUEUE,
      vhost,
      durable: true,
      auto_delete: false,
      arguments: { "x-max-priority": 2 },
    }],
    parameters: [{
      component: "shovel",
      vhost,
      name: QUEUE,
      value: {
        "src-protocol": "amqp091",
        "src-uri": "amqp:///%2F",
        "src-queue": QUEUE,
        "src-prefetch-count": PREFETCH,
        "dest-protocol": "amqp091",
        "dest-uri": `amqp://127.0.0.1:${uplinkPort}`,
        "dest-exchange": "amq.topic",
        "dest-exchange-key": "events",
        "ack-mode": "on-confirm",
        "reconnect-delay": 1,
      },
    }],
  };
}
