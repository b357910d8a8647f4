/** Gives events to RabbitMQ by way of a small program for Node.js, whose library speaks AMQP. */
import { Child } from "../../child.ts";
import { linesOf } from "../../lines.ts";
import type { OfferOptions } from "../peer.ts";
import type { RaceEvent } from "../race_events.ts";
import { sendAll } from "./window.ts";

const SCRIPT = new URL("amqp_feed_script.mjs", import.meta.url).pathname;
const encoder = new TextEncoder();

export interface AmqpFeedSetup {
  readonly port: number;
  /** The folder whose node_modules has the library. */
  readonly modules: string;
  readonly queue: string;
}

export class AmqpFeed implements AsyncDisposable {
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  /** What is not confirmed yet, by the number of its line. */
  readonly #open = new Map<number, (isTaken: boolean) => void>();
  #lines = 0;

  private constructor(readonly child: Child) {
    this.#input = child.process.stdin.getWriter();
  }

  static async to({ modules, port, queue }: AmqpFeedSetup): Promise<AmqpFeed> {
    const args = [SCRIPT, modules, String(port), queue];
    const feed = new AmqpFeed(Child.spawn("node", args, { stdin: "piped" }));
    const isReady = Promise.withResolvers<void>();
    void feed.#read(isReady);
    await isReady.promise;
    return feed;
  }

  offer(events: readonly RaceEvent[], options: OfferOptions): Promise<void> {
    return sendAll(events, (event, onEnd) => this.#publish(event, onEnd), options);
  }

  press(event: RaceEvent): Promise<number> {
    const atMs = performance.now();
    this.#publish(event, () => {});
    return Promise.resolve(atMs);
  }

  #publish({ json, priority }: RaceEvent, onEnd: (isTaken: boolean) => void): void {
    this.#open.set(this.#lines++, onEnd);
    const line = `${priority === "critical" ? 2 : 0} ${json}\n`;
    this.#input.write(encoder.encode(line)).catch(() => this.#giveUp());
  }

  /** Its first line says that it is ready, every other one which line of ours is confirmed. */
  async #read(isReady: PromiseWithResolvers<void>): Promise<void> {
    for await (const line of linesOf(this.child.process.stdout)) {
      if (line === "ready") isReady.resolve();
      else this.#settle(Number(line), true);
    }
    isReady.reject(new Error("the AMQP library could not connect"));
    this.#giveUp();
  }

  #settle(line: number, isTaken: boolean): void {
    const onEnd = this.#open.get(line);
    this.#open.delete(line);
    onEnd?.(isTaken);
  }

  #giveUp(): void {
    for (const line of [...this.#open.keys()]) this.#settle(line, false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.child[Symbol.asyncDispose]();
  }
}
