/**
 * How many polls a second a dispatch system gets answered, each with 50 events and acknowledging
 * the 50 before. The floor is an HTTP server that gives the same bytes and does nothing else.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UnixMs } from "../../../devices/time.ts";
import { newToken } from "../../../handlers/credentials.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { Child } from "../child.ts";
import { GatewayPlace, STREAM } from "../gateway_process.ts";
import { storeBacklog } from "../sample_events.ts";
import { median, perSecond } from "../statistics.ts";
import type { BenchContext } from "../suite.ts";

const EVENTS = 50;

interface Acknowledgement {
  readonly id: string;
  readonly hash: string;
}

export async function benchPoll({ folder, progress, scale }: BenchContext) {
  mkdirSync(join(folder, "ours"));
  await using place = new GatewayPlace({ folder: join(folder, "ours") });
  const rounds = scale.rounds;
  const token = await prepare(place, (rounds * scale.polls + 1) * EVENTS);
  await using gateway = await place.start();
  const ours = new Poller(`${gateway.httpUrl}/v1/streams/${STREAM}/poll`, token);
  const answerPath = join(folder, "answer.json");
  writeFileSync(answerPath, await ours.poll());
  await using child = Child.script("gateway/bench/floors/http.ts", [answerPath]);
  const floor = new Poller(await child.firstLine(), token);
  const rates = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    rates.ours.push(await ours.rate(scale.polls));
    rates.floor.push(await floor.rate(scale.polls));
    progress.count(round + 1, rounds);
  }
  const note = `${EVENTS} events a poll`;
  return { poll: { ours: median(rates.ours), floor: median(rates.floor), note } };
}

/** A store whose stream owes so many events; the token that may poll it. */
async function prepare(place: GatewayPlace, backlog: number): Promise<string> {
  using store = place.openStore();
  const settings = { name: STREAM, type: "stream", priorities: PRIORITIES } as const;
  const destinations = [{ ...settings, required: false, unverified: false }];
  await store.write("settleDestinations", { destinations, atUnixMs: Date.now() });
  storeBacklog(store, backlog);
  const facts = { name: "bench", role: "dispatch", stream: STREAM } as const;
  const { record, token } = newToken(facts, Date.now() as UnixMs);
  await store.write("createToken", { ...record, by: "bench" });
  return token;
}

class Poller {
  #acknowledgements: readonly Acknowledgement[] = [];

  constructor(readonly url: string, readonly token: string) {}

  /** Polls a second, over so many polls. */
  async rate(count: number): Promise<number> {
    const startedAtMs = performance.now();
    for (let n = 0; n < count; n++) await this.poll();
    return perSecond(count, performance.now() - startedAtMs);
  }

  /** The answer to one poll. */
  async poll(): Promise<string> {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify({ maxEvents: EVENTS, waitMs: 0, ack: this.#acknowledgements }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`a poll was answered with ${answer.status}: ${text}`);
    const { events } = JSON.parse(text) as { events: Acknowledgement[] };
    if (events.length !== EVENTS) throw new Error(`a poll gave ${events.length} events`);
    this.#acknowledgements = events.map(({ hash, id }) => ({ id, hash }));
    return text;
  }
}
