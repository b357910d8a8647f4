import { setImmediate } from "node:timers";
import type { PollRequest, StreamPolls } from "../../../handlers/delivery/streams/stream_polls.ts";
import type { Forwarding } from "../../support/forwarding.ts";
import { type SuiteEvent, type SuiteReceiver, testDestination } from "./destination_suite.ts";

/** A dispatch system that polls its stream. */
class Poller implements SuiteReceiver {
  readonly seen: SuiteEvent[] = [];
  readonly refused = new Set<string>();
  readonly port = 0;
  delayMs = 0;

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** Polls without an end, acknowledging what the receiver does not refuse. */
class Polling implements AsyncDisposable {
  readonly #end = new AbortController();
  readonly #polls: StreamPolls;
  readonly #running: Promise<void>;

  constructor(readonly forwarding: Forwarding, readonly poller: Poller, readonly stream: string) {
    this.#polls = forwarding.core.polls;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    const { refused, seen } = this.poller;
    let ack: PollRequest["ack"] = [];
    while (!this.#end.signal.aborted) {
      // A request crosses a network, so other things happen between two of them.
      await new Promise((resolve) => setImmediate(resolve));
      const request = { maxEvents: 50, waitMs: 100, ack, errors: {} };
      const stream = this.#polls.find(this.stream)!;
      const { events } = await this.#polls.poll(stream, request, this.#end.signal);
      const read = events.map((json) => JSON.parse(json));
      for (const { durable, id, priority } of read) {
        seen.push({ id, priority, ...(durable === undefined ? {} : { durable }) });
      }
      ack = read.filter(({ id }) => !refused.has(id)).map(({ hash, id }) => ({ hash, id }));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#running;
  }
}

testDestination({
  type: "stream",
  isSender: false,
  receive: () => Promise.resolve(new Poller()),
  start: (forwarding, receiver, { name }) =>
    forwarding.keep(new Polling(forwarding, receiver as Poller, name)),
});
