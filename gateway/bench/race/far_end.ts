/** The dispatch side of a race: a link, a broker at its end and a subscriber to that. */
import { Link } from "../link.ts";
import { Mosquitto } from "../mosquitto.ts";
import { Arrivals } from "../arrivals.ts";
import type { FarEndKind } from "./peer.ts";
import { GUEST, RabbitNode } from "./peers/rabbitmq_node.ts";

export interface FarEnd extends AsyncDisposable {
  readonly link: Link;
  readonly arrivals: Arrivals;
}

/** Starts a broker of a kind below a folder of its own, and listens to it. */
export async function startFarEnd(kind: FarEndKind, folder: string): Promise<FarEnd> {
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
