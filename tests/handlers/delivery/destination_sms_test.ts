import type { Requests } from "../../../handlers/delivery/request_transport.ts";
import type { Message } from "../../../handlers/delivery/transport.ts";
import { Pause } from "../../support/pause.ts";
import { Sms } from "../../../handlers/delivery/transports/sms/sms.ts";
import type { SmsOutcome } from "../../../handlers/ports.ts";
import { PhoneNetwork } from "../../support/phone_network.ts";
import { RunningClock } from "../../support/clocks.ts";
import { type SuiteEvent, type SuiteReceiver, testDestination } from "./destination_suite.ts";

/** The phones that are switched on, by a number of their own. */
const PHONES = new Map<number, Phone>();
let lastNumber = 0;

/** The phone of who is on duty. A text names its event in short, so it is told which one it was. */
class Phone implements SuiteReceiver {
  readonly seen: SuiteEvent[] = [];
  readonly refused = new Set<string>();
  delayMs = 0;
  readonly #pauses = new Set<Pause>();

  constructor(readonly port = ++lastNumber) {
    PHONES.set(port, this);
  }

  async take(event: SuiteEvent): Promise<SmsOutcome> {
    this.seen.push(event);
    const pause = new Pause(this.delayMs);
    this.#pauses.add(pause);
    await pause.over;
    this.#pauses.delete(pause);
    if (this.refused.has(event.id)) return { result: "refused", reason: "barred" };
    return { result: "delivered" };
  }

  [Symbol.asyncDispose](): Promise<void> {
    PHONES.delete(this.port);
    for (const pause of this.#pauses) pause.cut();
    return Promise.resolve();
  }
}

/** Requests that let the phone know which event its next message is. */
class PhoneRequests implements Requests {
  readonly type = "sms";
  readonly #network = new PhoneNetwork();
  readonly #sms: Sms;
  #next: SuiteEvent | undefined;

  constructor(readonly port: number) {
    this.#network.answer = () =>
      PHONES.get(port)?.take(this.#next!) ?? { result: "failed", reason: "switched off" };
    const settings = {
      to: ["+32470123456"],
      language: "en",
      place: true,
      reportWithinS: 5,
    } as const;
    this.#sms = new Sms(settings, this.#network, new RunningClock());
  }

  send(message: Message, cut: AbortSignal) {
    const { durable, id, priority } = JSON.parse(message.json);
    this.#next = { id, priority, ...(durable === undefined ? {} : { durable }) };
    return this.#sms.send(message, cut);
  }

  probe(): Promise<string | undefined> {
    this.#network.isReady = PHONES.has(this.port);
    return this.#sms.probe();
  }

  [Symbol.dispose](): void {
    this.#sms[Symbol.dispose]();
  }
}

testDestination({
  type: "sms",
  isSender: true,
  receive: (port) => Promise.resolve(new Phone(port)),
  start: (forwarding, { port }, { name, random = () => 0, reader, window = 16 }) =>
    forwarding.startRequests(new PhoneRequests(port), {
      ...forwarding.of(name),
      window,
      lostAfterMs: 200,
      refusedRetryMs: 300,
      random,
      ...(reader === undefined ? {} : { reader }),
    }),
});
