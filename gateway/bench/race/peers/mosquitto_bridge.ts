/**
 * mosquitto with a bridge to the broker of dispatch, mosquitto.conf(5). What reads the modem publishes
 * to it on the loopback with QoS 1, and takes the PUBACK for a promise.
 */
import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { Mosquitto, type MosquittoSetup } from "../../mosquitto.ts";
import { freePort } from "../../ports.ts";
import type { Peer, PeerPlace, PeerSetup, RunningPeer } from "../peer.ts";
import { MqttFeed } from "./mqtt_feed.ts";

/** What Debian's /etc/mosquitto/mosquitto.conf says; everything else is the program's default. */
const DEBIAN = ["persistence true", "log_type none"];

/**
 * Nothing is refused for being much, and everything is written down as soon as it changes: the
 * strictest that mosquitto.conf(5) has. `restart_timeout` so that it is not slower than it must be.
 */
const DURABLE = [
  ...DEBIAN,
  "autosave_on_changes true",
  "autosave_interval 1",
  "max_queued_messages 0",
];
const DURABLE_BRIDGE = ["cleansession false", "restart_timeout 1 5", "keepalive_interval 15"];

/** As it comes with Debian, and QoS 1 on the bridge, without which it queues nothing. */
export const mosquittoDefault: Peer = mosquittoBridge(
  "mosquitto bridge, Debian's defaults",
  DEBIAN,
);

export const mosquittoDurable: Peer = mosquittoBridge(
  "mosquitto bridge, tuned to keep",
  DURABLE,
  DURABLE_BRIDGE,
);

function mosquittoBridge(
  name: string,
  lines: readonly string[],
  bridge: readonly string[] = [],
): Peer {
  return {
    name,
    farEnd: "mosquitto",
    acknowledgement: "PUBACK",
    async prepare(tools) {
      await tools.programs(["mosquitto"]);
      return (setup) => settle(setup, lines, bridge);
    },
  };
}

async function settle(
  { folder, uplinkPort }: PeerSetup,
  lines: readonly string[],
  bridge: readonly string[],
): Promise<PeerPlace> {
  const data = join(folder, "data");
  mkdirSync(data);
  const port = await freePort();
  const all = [
    ...lines,
    `persistence_location ${data}/`,
    "connection uplink",
    `address 127.0.0.1:${uplinkPort}`,
    "topic # out 1",
    ...bridge,
  ];
  return {
    start: () => startBridge({ folder, port, lines: all }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function startBridge(setup: MosquittoSetup): Promise<RunningPeer> {
  await using stack = new AsyncDisposableStack();
  const broker = stack.use(await Mosquitto.start(setup));
  const feed = stack.use(await MqttFeed.to(broker.port));
  const running = stack.move();
  return {
    pid: broker.child.pid,
    offer: (events, options) => feed.offer(events, options),
    press: (event) => Promise.resolve(feed.press(event)),
    kill: () => broker.child.kill(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
