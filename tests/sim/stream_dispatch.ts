import type { PollAnswer, PollRequest } from "../../handlers/delivery/streams/stream_polls.ts";
import type { GatewayProcess } from "./gateway_process.ts";
import { checkOrder, type Delivered, expect, type Ledger, type Oracle } from "./oracle.ts";
import type { Random } from "./random.ts";
import type { VirtualTime } from "./virtual_time.ts";

/** A poll without an answer is given up after this, in ms. */
const TIMEOUT_MS = 6_000;
const DOWN_MS = 300;
const NO_HASH = "0".repeat(64);

export interface DispatchPorts {
  readonly ledger: Ledger;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly oracle: Oracle;
  readonly isCalm: () => boolean;
  /** The gateway, while it runs. */
  readonly gateway: () => GatewayProcess | undefined;
}

/** A dispatch system that polls: late, twice, with mistakes, and sometimes not at all. */
export class StreamDispatch {
  /** Hashes of what it has and has not yet been told to be acknowledged, by id. */
  readonly #toAcknowledge = new Map<string, string>();
  /** What the stream said of each number. */
  readonly #chain = new Map<number, Delivered>();
  #call = 0;

  constructor(readonly ports: DispatchPorts) {
    this.#later(0);
  }

  /**
   * The stream has no gap, and every event names the one before it. An event that was acknowledged
   * before it was stored never comes with its number; the event after it names its hash.
   */
  checkChain(): void {
    const unnumbered = new Set(this.ports.ledger.receivedUnstored.values());
    const last = Math.max(0, ...this.#chain.keys());
    for (let number = 1; number <= last; number++) {
      const event = this.#chain.get(number);
      const before = number === 1 ? NO_HASH : this.#chain.get(number - 1)?.hash;
      if (event === undefined) expect(unnumbered.size > 0, true, "a stream has no gap");
      else if (before !== undefined) expect(event.previoushash, before, "it names the one before");
      else expect(unnumbered.has(event.previoushash!), true, "it names one that came unstored");
    }
  }

  #later(afterMs: number): void {
    const call = ++this.#call;
    this.ports.time.after(afterMs, () => {
      if (call === this.#call) void this.#poll();
    });
  }

  async #poll(): Promise<void> {
    const { gateway, isCalm, ledger, oracle, random } = this.ports;
    const process = gateway();
    if (process === undefined) return this.#later(DOWN_MS);
    this.#later(TIMEOUT_MS);
    const call = this.#call;
    const request = this.#request();
    const stream = { number: process.core.numbers.get(ledger.name)!, name: ledger.name };
    const answer = await process.core.polls.poll(stream, request, new AbortController().signal);
    // The answer may be lost on its way though the gateway has done what was asked.
    const isLost = call !== this.#call || process.isOver || !isCalm() && random.chance(0.1);
    if (isLost) return;
    oracle.watch(() => this.#take(answer));
    this.#later(!isCalm() && random.chance(0.05) ? 5_000 : random.whole(50, 500));
  }

  #request(): PollRequest {
    const { isCalm, ledger, random } = this.ports;
    const waiting = [...this.#toAcknowledge].map(([id, hash]) => ({ id, hash }));
    const ack = isCalm() ? waiting : waiting.filter(() => random.chance(0.6));
    for (const { id } of ack) ledger.confirmed.add(id);
    const rest = { maxEvents: random.pick([1, 3, 20]), waitMs: random.pick([0, 500, 3_000]) };
    if (isCalm() || waiting.length === 0) return { ...rest, ack, errors: {} };
    const { id } = random.pick(waiting);
    if (random.chance(0.05)) ack.push({ id, hash: NO_HASH });
    if (random.chance(0.05)) ack.push({ id: NO_HASH.slice(32), hash: NO_HASH });
    const errors = { [id]: { code: "cannot-parse", message: "simulated" } };
    return { ...rest, ack, errors: random.chance(0.03) ? errors : {} };
  }

  #take(answer: PollAnswer): void {
    const events = answer.events.map((json): Delivered => JSON.parse(json));
    checkOrder(events);
    for (const id of [...answer.acknowledged, ...answer.unknown, ...answer.refused]) {
      this.#toAcknowledge.delete(id);
    }
    for (const event of events) {
      this.ports.oracle.received(this.ports.ledger, event);
      this.#toAcknowledge.set(event.id, event.hash);
      if (event.streamsequence !== undefined) this.#chain.set(event.streamsequence, event);
    }
  }
}
