import { WebhookReceiver } from "../../support/webhook_receiver.ts";
import { type SuiteReceiver, testDestination } from "./destination_suite.ts";

/** A receiver that stores what it does not refuse. */
class Receiver implements SuiteReceiver {
  readonly refused = new Set<string>();
  readonly port: number;

  private constructor(readonly receiver: WebhookReceiver) {
    this.port = receiver.port;
    receiver.answer = ({ id }) => ({ status: this.refused.has(id) ? 422 : 204 });
  }

  static async start(port?: number): Promise<Receiver> {
    return new Receiver(await WebhookReceiver.start(undefined, port));
  }

  get seen() {
    return this.receiver.requests.map(({ body }) => {
      const { durable, id, priority } = JSON.parse(body);
      return { id, priority, ...(durable === undefined ? {} : { durable }) };
    });
  }

  get delayMs(): number {
    return this.receiver.delayMs;
  }

  set delayMs(delayMs: number) {
    this.receiver.delayMs = delayMs;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.receiver[Symbol.asyncDispose]();
  }
}

testDestination({
  type: "webhook",
  isSender: true,
  receive: (port) => Receiver.start(port),
  start: (forwarding, { port }, { name, random = () => 0, reader, window = 16 }) =>
    forwarding.startWebhook(`http://127.0.0.1:${port}/alarms`, { window }, {
      ...forwarding.of(name),
      lostAfterMs: 200,
      refusedRetryMs: 300,
      random,
      ...(reader === undefined ? {} : { reader }),
    }),
});
