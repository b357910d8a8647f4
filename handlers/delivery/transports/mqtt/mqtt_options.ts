import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import type { IClientOptions } from "mqtt";
import { defined } from "../../../../devices/tools/defined.ts";
import { oldestTls, type TlsVersion } from "../../../tools/tls_version.ts";
import { RECEIPT_BYTES_LIMIT } from "../../confirmations/receipt.ts";

/** A destination of type `mqtt` as the configuration describes it. */
export interface MqttSettings {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  /** 5, or 4 for MQTT 3.1.1. */
  readonly protocol: 4 | 5;
  readonly username?: string | undefined;
  /** Files are read at every connection, so that what was rotated is taken. */
  readonly passwordFile?: string | undefined;
  /** PEM file of the authority that the broker is checked by. */
  readonly ca?: string | undefined;
  /** PEM file with the certificate of this client. */
  readonly cert?: string | undefined;
  /** PEM file with its key. */
  readonly key?: string | undefined;
  /** Oldest TLS version that is spoken; default 1.3. */
  readonly tlsMin?: TlsVersion | undefined;
  /** PEM file with Ed25519 public keys of dispatch; with it, receipts have to be signed. */
  readonly receiptKey?: string | undefined;
  /** What ends the delivery of an event: a receipt of dispatch, or the broker's PUBACK. */
  readonly confirm: "receipt" | "puback";
  /** Publishes without PUBACK at once; one slot is kept for critical events. */
  readonly window: number;
  /** Seconds until a critical event without a confirmation is published again. */
  readonly republishCriticalS: number;
  /** The same for all others. */
  readonly republishS: number;
}

const KEEPALIVE_S = 15;
/** From the first packet to CONNACK. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Longest packet that a broker may send: room for topic and properties beside the largest receipt. */
export const PACKET_BYTES_LIMIT = 2 * RECEIPT_BYTES_LIMIT;

/** What the broker publishes when it loses this client. */
export interface Will {
  readonly topic: string;
  readonly payload: string;
}

/**
 * Options of one connection. The client neither reconnects nor keeps a session: what is owed is
 * known here, and nothing depends on the memory of the broker.
 * @throws when a file of the settings cannot be read.
 */
export async function mqttOptions(
  settings: MqttSettings,
  clientId: string,
  will: Will,
): Promise<IClientOptions> {
  const { protocol, username, passwordFile, ca, cert, key, tlsMin } = settings;
  return {
    protocolVersion: protocol,
    clientId,
    clean: true,
    reconnectPeriod: 0,
    resubscribe: false,
    keepalive: KEEPALIVE_S,
    // Pings on time, busy or not: fewer timers a publish, and proof of life from the broker.
    reschedulePings: false,
    // Else it keeps 65 536 buffers, one for each number of a packet: 8 to 13 MB.
    writeCache: false,
    // Its own would make an array of what it is given a dozen times a publish, to drop it.
    log: () => {},
    connectTimeout: CONNECT_TIMEOUT_MS,
    will: { ...will, payload: Buffer.from(will.payload), qos: 1, retain: true },
    ...(protocol === 5 ? { properties: { maximumPacketSize: PACKET_BYTES_LIMIT } } : {}),
    ...defined({
      username,
      password: (await read(passwordFile))?.trimEnd(),
      ca: await read(ca),
      cert: await read(cert),
      key: await read(key),
    }),
    rejectUnauthorized: true,
    ...oldestTls(tlsMin),
  };
}

async function read(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : await readFile(path, "utf8");
}
