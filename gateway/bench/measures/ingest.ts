/**
 * How many frames a second become durable events: each is decrypted, judged, made an event and
 * stored with its replay state, its answer and what is owed. All take the same frames, and as many in
 * one transaction as ours had on average: the fair script does the same work in one thread of a
 * process of its own, the bare one only inserts bodies of the same size.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeHex } from "../../../devices/hex.ts";
import { DirectStore } from "../../../db/store.ts";
import type { WearableIdentity } from "../../simulator/wearable.ts";
import { Child } from "../child.ts";
import { settleBenchDestinations } from "../core.ts";
import { openFloorDatabase } from "../floors/bare_database.ts";
import { BenchIntake } from "../intake.ts";
import { RunDelay } from "../run_delay.ts";
import { sampleEvent } from "../sample_events.ts";
import { median, perSecond } from "../statistics.ts";
import type { BenchContext } from "../context.ts";
import { benchIdentities, FrameSource, register } from "../wearables.ts";

const DEVICES = 500;
const ROUNDS = 3;
/** Of a sealed answer. */
const ANSWER_BYTES = 26;

interface Rate {
  readonly rate: number;
  /** Run delay. */
  readonly delay: number;
}

/** What one round takes in. */
interface Load {
  /** An empty folder. */
  readonly folder: string;
  readonly identities: readonly WearableIdentity[];
  readonly frames: readonly Uint8Array[];
}

export async function benchIngest({ folder, progress, scale }: BenchContext) {
  const ours: (Rate & { groupSize: number })[] = [];
  const fair: Rate[] = [];
  const bare: Rate[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const load = loadOf(join(folder, String(round)), scale.frames);
    const own = await ingestOnce(load);
    ours.push(own);
    fair.push(await ingestFairly(load, own.groupSize));
    bare.push(insertOnce(load, own.groupSize));
    progress.count(round + 1, ROUNDS);
  }
  const note = `${Math.round(median(ours.map(({ groupSize }) => groupSize)))} events a transaction`;
  return {
    ingest: { ...figureOf(ours, fair), note },
    "ingest-bare": { ...figureOf(ours, bare), note },
  };
}

function figureOf(ours: readonly Rate[], floor: readonly Rate[]) {
  const [rates, floorRates] = [ours, floor].map((side) => median(side.map(({ rate }) => rate)));
  const [delay, floorDelay] = [ours, floor].map((side) => median(side.map((it) => it.delay)));
  return { ours: rates!, floor: floorRates!, delay: { ours: delay!, floor: floorDelay! } };
}

function loadOf(folder: string, count: number): Load {
  mkdirSync(folder);
  const identities = benchIdentities(DEVICES);
  const sources = identities.map((identity) => new FrameSource(identity));
  const frames = Array.from({ length: count }, (_, n) => sources[n % DEVICES]!.position());
  return { folder, identities, frames };
}

async function ingestOnce({ folder, frames, identities }: Load) {
  await using intake = await BenchIntake.open(join(folder, "ours.db"), identities);
  const { writer } = intake.store;
  const batchesBefore = writer.batchCount;
  const delays = RunDelay.of([Deno.pid]);
  const startedAtMs = performance.now();
  await intake.takeAll(frames);
  const rate = perSecond(frames.length, performance.now() - startedAtMs);
  const delay = delays.share();
  const stored = intake.store.read.events.sequences().newest;
  if (stored < frames.length) {
    throw new Error(`the intake stored ${stored} of ${frames.length} frames`);
  }
  return { groupSize: frames.length / (writer.batchCount - batchesBefore), rate, delay };
}

/** The fair script on a store of its own. @throws when it did not store and answer all of them. */
async function ingestFairly(
  { folder, frames, identities }: Load,
  groupSize: number,
): Promise<Rate> {
  const storePath = join(folder, "fair.db");
  using store = new DirectStore(storePath);
  await settleBenchDestinations(store);
  await register(store, identities);
  const file = join(folder, "frames.txt");
  writeFileSync(file, frames.map(encodeHex).join("\n"));
  const args = [storePath, file, String(Math.round(groupSize))];
  await using child = Child.script("gateway/bench/floors/fair/ingest.ts", args);
  const result = JSON.parse(await child.firstLine()) as Rate & { sealedBytes: number };
  const stored = store.read.events.sequences().newest;
  if (stored !== frames.length || result.sealedBytes !== frames.length * ANSWER_BYTES) {
    throw new Error(`the fair script stored ${stored} of ${frames.length} frames`);
  }
  return result;
}

function insertOnce({ folder, frames }: Load, groupSize: number): Rate {
  const { body } = sampleEvent();
  using database = openFloorDatabase(join(folder, "floor.db"));
  const insert = database.prepare("insert into event (frame, body) values (?, ?)");
  const begin = database.prepare("begin immediate");
  const commit = database.prepare("commit");
  const count = frames.length;
  const delays = RunDelay.of([Deno.pid]);
  const startedAtMs = performance.now();
  for (let stored = 0; stored < count;) {
    begin.run();
    const end = Math.min(count, stored + Math.round(groupSize));
    for (; stored < end; stored++) insert.run(`frame ${stored}`, body);
    commit.run();
  }
  const rate = perSecond(count, performance.now() - startedAtMs);
  return { rate, delay: delays.share() };
}
