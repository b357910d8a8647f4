import type { TlsVersion } from "../../../tools/tls_version.ts";

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
