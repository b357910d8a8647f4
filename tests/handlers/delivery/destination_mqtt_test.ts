import type { IPublishPacket } from "mqtt-packet";
import { OddBroker } from "../../support/odd_broker.ts";
import { type SuiteReceiver, testDestination } from "./destination_suite.ts";

/** A broker that somebody listens to. */
class Broker implements SuiteReceiver {
  readonly refused = new Set<string>();
  readonly port: number;

  private constructor(readonly broker: OddBroker) {
    this.port = broker.port;
    broker.oddity = { puback: (event) => this.refused.has(read(event).id) ? 0x99 : 0 };
  }

  static async start(port?: number): Promise<Broker> {
    return new Broker(await OddBroker.start({}, port));
  }

  get seen() {
    return this.broker.events.map(read);
  }

  get delayMs(): number {
    return this.broker.oddity.pubackDelayMs ?? 0;
  }

  set delayMs(delayMs: number) {
    this.broker.oddity = { ...this.broker.oddity, pubackDelayMs: delayMs };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.broker[Symbol.asyncDispose]();
  }
}

function read({ payload }: IPublishPacket) {
  const { durable, id, priority } = JSON.parse(String(payload));
  return { id, priority, ...(durable === undefined ? {} : { durable }) };
}

testDestination({
  type: "mqtt",
  isSender: true,
  receive: (port) => Broker.start(port),
  start: (forwarding, { port }, { name, random = () => 0, reader, window = 16 }) =>
    forwarding.start(`mqtt://127.0.0.1:${port}`, { window, republishCriticalS: 0.3 }, {
      ...forwarding.of(name),
      lostAfterMs: 200,
      random,
      ...(reader === undefined ? {} : { reader }),
    }),
});
