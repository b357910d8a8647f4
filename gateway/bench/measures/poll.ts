/**
 * How many polls a second a dispatch system gets answered, each with 50 events and acknowledging
 * the 50 before. The floor is an HTTP server on a store with the same events: it commits what is
 * acknowledged before it answers, and checks the hash of every body (floors/fair/poll.ts).
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DirectStore } from "../../../db/store.ts";
import { Child } from "../child.ts";
import { storeAsText } from "../fill_store.ts";
import { GatewayPlace, STREAM } from "../gateway_process.ts";
import { POLL_EVENTS, Poller, prepareStream } from "../poller.ts";
import { processTree } from "../processes.ts";
import { RunDelay } from "../run_delay.ts";
import { median } from "../statistics.ts";
import type { BenchContext } from "../context.ts";

export async function benchPoll({ folder, progress, scale }: BenchContext) {
  mkdirSync(join(folder, "ours"));
  await using place = new GatewayPlace({ folder: join(folder, "ours") });
  const rounds = scale.rounds;
  const backlog = (rounds * scale.polls + 1) * POLL_EVENTS;
  const token = await prepareStream(place.openStore(), backlog);
  const floorPath = join(folder, "floor.db");
  const floorToken = await prepareStream(new DirectStore(floorPath), backlog);
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
  const note = `${POLL_EVENTS} events a poll`;
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
