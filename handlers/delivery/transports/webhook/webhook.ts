/**
 * Hands over events as HTTP requests: CloudEvents 1.0 in structured mode, one POST an event. A 2xx
 * says that the receiver has stored it.
 */
import { Buffer } from "node:buffer";
import type { Clock, UnixMs } from "../../../../devices/time.ts";
import type { Requests } from "../../request_transport.ts";
import type { Message, SendOutcome } from "../../transport.ts";
import { describeCause } from "../../shown_text.ts";
import { readAnswer } from "./webhook_answer.ts";
import {
  WebhookCredentialFiles,
  type WebhookCredentials,
  type WebhookSettings,
} from "./webhook_credentials.ts";
import { WebhookClient } from "./webhook_client.ts";
import { createHmac } from "node:crypto";

export class Webhook implements Requests {
  readonly #clock: Clock;
  readonly type = "webhook";
  readonly #client: WebhookClient;
  readonly #files: WebhookCredentialFiles;

  constructor(settings: WebhookSettings, clock: Clock) {
    this.#clock = clock;
    this.#client = new WebhookClient(new URL(settings.url), settings.window, settings.tlsMin);
    this.#files = new WebhookCredentialFiles(settings, clock);
  }

  async send({ json }: Message, cut: AbortSignal): Promise<SendOutcome> {
    try {
      const credentials = await this.#files.current();
      const headers = this.#headers(json, credentials);
      const answer = await this.#client.post(json, headers, credentials, cut);
      return readAnswer(answer, this.#clock.unixMs());
    } catch (cause) {
      return { result: "failed", reason: describeCause(cause) };
    }
  }

  async probe(cut: AbortSignal): Promise<string | undefined> {
    try {
      await this.#client.connect(await this.#files.current(), cut);
      return undefined;
    } catch (cause) {
      return describeCause(cause);
    }
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }

  #headers(json: string, { secret, token }: WebhookCredentials): Record<string, string | number> {
    return {
      "content-type": "application/cloudevents+json",
      "content-length": Buffer.byteLength(json),
      "user-agent": "vigil",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(secret !== undefined &&
        { [SIGNATURE_HEADER]: webhookSignature(secret, this.#clock.unixMs(), json) }),
    };
  }
}

/** Header that proves who sent a request, and when. */
export const SIGNATURE_HEADER = "vigil-signature";

/**
 * The signature of a request, `t=<Unix seconds>,v1=<hex>`: HMAC-SHA256 (RFC 2104) over
 * `<Unix seconds>.<body>`, so that a recorded request cannot be sent again later.
 */
export function webhookSignature(secret: string, at: UnixMs, body: string): string {
  const seconds = Math.floor(at / 1_000);
  const proof = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${proof}`;
}
