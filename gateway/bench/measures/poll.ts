/**
 * How many polls a second a dispatch system gets answered, each with 50 events and acknowledging
 * the 50 before. The floor is an HTTP server on a store with the same events: it commits what is
 * acknowledged before it answers, and checks the hash of every body (floors/fair/poll.ts).
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { UnixMs } from "../../../devices/time.ts";
import { newToken } from "../../../handlers/http/server/access/credentials.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { DirectStore, ownAct } from "../../../db/store.ts";
import { Child } from "../child.ts";
import { storeAsText } from "../fill_store.ts";
import { GatewayPlace, STREAM } from "../gateway_process.ts";
import { processTree } from "../processes.ts";
import { RunDelay } from "../run_delay.ts";
import { storeBacklog } from "../sample_events.ts";
import { median, perSecond } from "../statistics.ts";
import type { BenchContext } from "../context.ts";

const EVENTS = 50;

interface Acknowledgement {
  readonly id: string;
  readonly hash: string;
}

interface Answer {
  readonly events: readonly (Acknowledgement & { readonly streamsequence: number })[];
  readonly acknowledged: readonly string[];
}

export async function benchPoll({ folder, progress, scale }: BenchContext) {
  mkdirSync(join(folder, "ours"));
  await using place = new GatewayPlace({ folder: join(folder, "ours") });
  const rounds = scale.rounds;
  const backlog = (rounds * scale.polls + 1) * EVENTS;
  const token = await prepare(place.openStore(), backlog);
  const floorPath = join(folder, "floor.db");
  const floorToken = await prepare(new DirectStore(floorPath), backlog);
  storeAsText(floorPath);
  await using gateway = await place.start();
  const ours = new Poller(`${gateway.httpUrl}/v1/streams/${STREAM}/poll`, token);
  await using child = Child.script("gateway/bench/floors/fair/poll.ts", [floorPath, STREAM]);
  const floor = new Poller(await child.firstLine(), floorToken);
  await ours.poll();
  await floor.poll();
  const delays = [gateway.pid, child.pid].map((pid) => RunDelay.of(() => processTree(pid)));
  const rates = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    rates.ours.push(await ours.rate(scale.polls));
    rates.floor.push(await floor.rate(scale.polls));
    progress.count(round + 1, rounds);
  }
  const note = `${EVENTS} events a poll`;
  const [delay, floorDelay] = delays.map((it) => it.share());
  return {
    poll: {
      ours: median(rates.ours),
      floor: median(rates.floor),
      delay: { ours: delay!, floor: floorDelay! },
      note,
    },
  };
}

/** A store whose stream owes so many events; the token that may poll it. */
async function prepare(opened: DirectStore, backlog: number): Promise<string> {
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

class Poller {
  #position = 0;
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
    const { acknowledged, events } = JSON.parse(text) as Answer;
    if (events.length !== EVENTS) throw new Error(`a poll gave ${events.length} events`);
    if (acknowledged.length !== this.#acknowledgements.length) {
      throw new Error(`a poll acknowledged ${acknowledged.length} events`);
    }
    // An answer that repeats events would count work that was not done.
    const first = events[0]!.streamsequence;
    if (first <= this.#position) throw new Error(`a poll gave event ${first} again`);
    this.#position = events.at(-1)!.streamsequence;
    this.#acknowledgements = events.map(({ hash, id }) => ({ id, hash }));
    return text;
  }
}
