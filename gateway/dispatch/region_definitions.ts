/**
 * What RabbitMQ has to know to stand between the gateways of a region and its dispatch: a quorum queue
 * for each priority, bound to what gateways publish over MQTT, and a user for each gateway who may say
 * what is its own and nothing else. (RabbitMQ, "Schema Definition Export and Import".)
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import { PRIORITIES } from "../../devices/event.ts";

export interface RegionPlan {
  /** As in `5415/gw-1`. */
  readonly gateways: readonly string[];
  /** Queues are named by it, a dot, and a priority. */
  readonly queues: string;
  /** By name of user; a user without one proves itself by a client certificate. */
  readonly passwords: ReadonlyMap<string, string>;
}

/** Where the MQTT plugin puts what is published, with dots for slashes. */
const EXCHANGE = "amq.topic";
const VHOST = "/";
/** The user of `vigil dispatch`. */
export const DISPATCH_USER = "vigil-dispatch";

/** The user of a gateway. @param gateway As in `5415/gw-1`. */
export function userOf(gateway: string): string {
  return `vigil-${gateway.replace("/", "-")}`;
}

/** The definitions, to be loaded by `load_definitions` or imported. */
export function regionDefinitions({ gateways, passwords, queues }: RegionPlan): object {
  const users = [DISPATCH_USER, ...gateways.map(userOf)];
  return {
    vhosts: [{ name: VHOST }],
    users: users.map((name) => ({
      name,
      password_hash: hashOf(passwords.get(name)),
      hashing_algorithm: "rabbit_password_hashing_sha256",
      tags: "",
    })),
    permissions: [dispatchPermission(queues), ...gateways.map(gatewayPermission)],
    topic_permissions: gateways.map(topicPermission),
    queues: [...PRIORITIES, "heartbeat", "refused"].map((name) =>
      queue(`${queues}.${name}`, queues)
    ),
    bindings: [
      ...PRIORITIES.map((name) => binding(`${queues}.${name}`, `vigil.v1.*.*.events.${name}`)),
      binding(`${queues}.heartbeat`, "vigil.v1.*.*.heartbeat"),
    ],
  };
}

/** Nothing is dropped: no limit of length, no time to live, no limit of deliveries. */
function queue(name: string, queues: string): object {
  const isTelemetry = name.endsWith(".heartbeat");
  return {
    name,
    vhost: VHOST,
    durable: true,
    auto_delete: false,
    arguments: {
      "x-queue-type": "quorum",
      // Else RabbitMQ 4 gives a message up when it came back 20 times.
      "x-delivery-limit": -1,
      // Only the newest words of gateways are worth having; alarms are in none of these queues.
      ...(isTelemetry ? { "x-max-length": 100_000, "x-overflow": "drop-head" } : {}),
      ...(name.endsWith(".refused") ? {} : {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": `${queues}.refused`,
      }),
    },
  };
}

function binding(destination: string, routingKey: string): object {
  return {
    source: EXCHANGE,
    vhost: VHOST,
    destination,
    destination_type: "queue",
    routing_key: routingKey,
    arguments: {},
  };
}

function dispatchPermission(queues: string): object {
  const own = `^${escaped(queues)}\\..*$`;
  return {
    user: DISPATCH_USER,
    vhost: VHOST,
    configure: "^$",
    write: `^${escaped(EXCHANGE)}$`,
    read: own,
  };
}

/** The queues of MQTT sessions are the plugin's; it makes them in the name of the client. */
function gatewayPermission(gateway: string): object {
  const session = "^mqtt-subscription-.*$";
  const both = `^(${escaped(EXCHANGE)}|mqtt-subscription-.*)$`;
  return { user: userOf(gateway), vhost: VHOST, configure: session, write: both, read: both };
}

/** A gateway speaks below its own root, and hears its own receipts. */
function topicPermission(gateway: string): object {
  const root = `^vigil\\.v1\\.${gateway.replace("/", "\\.")}\\.`;
  return {
    user: userOf(gateway),
    vhost: VHOST,
    exchange: EXCHANGE,
    write: `${root}(events\\.(critical|high|normal|low)|status|heartbeat)$`,
    read: `${root}receipts$`,
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.\\+*?()[\]{}^$|]/g, "\\$&");
}

/** A salt of four bytes and the SHA-256 of salt and password (RabbitMQ, "Computing a Password Hash"). */
function hashOf(password: string | undefined): string {
  if (password === undefined) return "";
  const salt = randomBytes(4);
  const hash = createHash("sha256").update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString("base64");
}
