/**
 * How many frames a second become durable events: each is decrypted, judged, made an event and
 * stored with its replay state, its answer and what is owed. The floor only inserts bodies of the
 * same size, as many in one transaction as ours had on average.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openFloorDatabase } from "../floors/database.ts";
import { BenchIntake } from "../intake.ts";
import { sampleEvent } from "../sample_events.ts";
import { median, perSecond } from "../statistics.ts";
import type { BenchContext } from "../suite.ts";
import { benchIdentities, FrameSource } from "../wearables.ts";

const DEVICES = 500;
const ROUNDS = 3;

export async function benchIngest({ folder, progress, scale }: BenchContext) {
  const ours: number[] = [];
  const floor: number[] = [];
  const groups: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const place = join(folder, String(round));
    mkdirSync(place);
    const { groupSize, rate } = await ingestOnce(place, scale.frames);
    ours.push(rate);
    groups.push(groupSize);
    floor.push(insertOnce(place, scale.frames, groupSize));
    progress.count(round + 1, ROUNDS);
  }
  const note = `${Math.round(median(groups))} events a transaction`;
  return { ingest: { ours: median(ours), floor: median(floor), note } };
}

async function ingestOnce(
  folder: string,
  count: number,
): Promise<{ groupSize: number; rate: number }> {
  const identities = benchIdentities(DEVICES);
  const sources = identities.map((identity) => new FrameSource(identity));
  const frames = Array.from({ length: count }, (_, n) => sources[n % DEVICES]!.position());
  await using intake = await BenchIntake.open(join(folder, "ours.db"), identities);
  const { writer } = intake.store;
  const batchesBefore = writer.batchCount;
  const startedAtMs = performance.now();
  await intake.takeAll(frames);
  const rate = perSecond(count, performance.now() - startedAtMs);
  const stored = intake.store.reader.sequences().newest;
  if (stored < count) throw new Error(`the intake stored ${stored} of ${count} frames`);
  return { groupSize: count / (writer.batchCount - batchesBefore), rate };
}

function insertOnce(folder: string, count: number, groupSize: number): number {
  const { body } = sampleEvent();
  using database = openFloorDatabase(join(folder, "floor.db"));
  const insert = database.prepare("insert into event (frame, body) values (?, ?)");
  const begin = database.prepare("begin immediate");
  const commit = database.prepare("commit");
  const startedAtMs = performance.now();
  for (let stored = 0; stored < count;) {
    begin.run();
    const end = Math.min(count, stored + Math.round(groupSize));
    for (; stored < end; stored++) insert.run(`frame ${stored}`, body);
    commit.run();
  }
  return perSecond(count, performance.now() - startedAtMs);
}
