/** A dispatch system that takes 50 events at a time, and acknowledges the 50 before. */
import { PRIORITIES } from "../../devices/event.ts";
import type { UnixMs } from "../../devices/time.ts";
import { type DirectStore, ownAct } from "../../db/store.ts";
import { newToken } from "../../handlers/http/server/access/credentials.ts";
import { STREAM } from "./gateway_process.ts";
import { storeBacklog } from "./sample_events.ts";
import { perSecond } from "./statistics.ts";

/** Events of one poll. */
export const POLL_EVENTS = 50;

interface Acknowledgement {
  readonly id: string;
  readonly hash: string;
}

/** What is looked at of an event. */
export interface PolledEvent extends Acknowledgement {
  readonly streamsequence: number;
  readonly type: string;
  readonly incident?: string;
}

interface Answer {
  readonly events: readonly PolledEvent[];
  readonly acknowledged: readonly string[];
}

/** A store whose stream owes so many events; the token that may poll it. */
export async function prepareStream(opened: DirectStore, backlog: number): Promise<string> {
  using store = opened;
  const settings = { name: STREAM, type: "stream", priorities: PRIORITIES } as const;
  const destinations = [{ ...settings, required: false, unverified: false }];
  await store.write("settleDestinations", { destinations, atUnixMs: Date.now() });
  storeBacklog(store, backlog);
  const facts = { name: "bench", role: "dispatch", stream: STREAM } as const;
  const { record, token } = newToken(facts, Date.now() as UnixMs);
  await store.write("createToken", { ...record, by: ownAct("bench") });
  return token;
}

/** Checks every answer: one that repeats events would count work that was not done. */
export class Poller {
  #position = 0;
  #acknowledgements: readonly Acknowledgement[] = [];

  constructor(readonly url: string, readonly token: string) {}

  /** Polls a second, over so many polls. */
  async rate(count: number): Promise<number> {
    const startedAtMs = performance.now();
    for (let n = 0; n < count; n++) await this.poll();
    return perSecond(count, performance.now() - startedAtMs);
  }

  /** One poll that has to give 50 events, none of them again. */
  async poll(): Promise<void> {
    const events = await this.take();
    if (events.length !== POLL_EVENTS) throw new Error(`a poll gave ${events.length} events`);
    const first = events[0]!.streamsequence;
    if (first <= this.#position) throw new Error(`a poll gave event ${first} again`);
    this.#position = events.at(-1)!.streamsequence;
  }

  /**
   * Acknowledges what it took last, and takes what there is, at most 50 events.
   * @param waitMs How long to wait for one.
   */
  async take(waitMs = 0): Promise<readonly PolledEvent[]> {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify({ maxEvents: POLL_EVENTS, waitMs, ack: this.#acknowledgements }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`a poll was answered with ${answer.status}: ${text}`);
    const { acknowledged, events } = JSON.parse(text) as Answer;
    if (acknowledged.length !== this.#acknowledgements.length) {
      throw new Error(`a poll acknowledged ${acknowledged.length} events`);
    }
    this.#acknowledgements = events.map(({ hash, id }) => ({ id, hash }));
    return events;
  }
}
