import assert from "node:assert/strict";
import { Disk } from "./disk.ts";
import type { Outcome, Share } from "./player.ts";
import { simulate } from "./simulation.ts";
import { BUGS, type Variant } from "./variants.ts";

const SEEDS = Number(Deno.env.get("VIGIL_SIM_SEEDS") ?? 2_000);
/** One seed to play again instead of all. */
const ONLY = Deno.env.get("VIGIL_SIM_SEED");
const PLAYERS = 2;

/** Has a share of the seeds played in a Worker. */
async function play(share: Share): Promise<Outcome> {
  const worker = new Worker(new URL("./player.ts", import.meta.url), { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  worker.onmessage = ({ data }: MessageEvent<Outcome>) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  worker.postMessage(share);
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}

async function playAll(): Promise<void> {
  const shares = Array.from({ length: PLAYERS }, (_, first) => ({
    first,
    step: PLAYERS,
    end: SEEDS,
  }));
  for (const { seed, message } of await Promise.all(shares.map(play))) {
    const again = `VIGIL_SIM_SEED=${seed} deno test -A tests/sim/simulation_test.ts`;
    assert.equal(seed, undefined, `play it again with: ${again}\n${message}`);
  }
}

/** What a simulation must meet, or it would prove nothing. */
const SITUATIONS = [
  ...["frames/accepted", "frames/repeated", "answer 8", "answer 9", "crash", "late", "unstored"],
  ...["frames/rejected/bad-tag", "frames/rejected/unknown-device", "frames/rejected/stale"],
  ...["frames/rejected/length", "frames/rejected/unsupported"],
  ...["panic", "position", "status", "tamper", "heartbeat", "test", "cancel-requested"],
  ...["security", "storage-degraded", "gateway-started", "device-restarted"],
];
const SITUATION_SEEDS = 40;

async function meetEverything(): Promise<void> {
  using disk = new Disk();
  const missed = new Set(SITUATIONS);
  for (let seed = 0; seed < SITUATION_SEEDS; seed++) {
    for (const situation of await simulate(seed, disk)) missed.delete(situation);
  }
  assert.deepEqual([...missed], []);
}

async function playOnly(seed: number): Promise<void> {
  using disk = new Disk();
  await simulate(seed, disk);
}

/** The first seed that a bug breaks a promise in, and which; undefined: it is not found. */
async function find(variant: Variant): Promise<{ seed: number; message: string } | undefined> {
  using disk = new Disk();
  for (let seed = 0; seed < SEEDS; seed++) {
    try {
      await simulate(seed, disk, variant);
    } catch (cause) {
      return { seed, message: cause instanceof Error ? cause.message : String(cause) };
    }
  }
}

async function mustFind(bug: Variant): Promise<void> {
  const found = await find(bug);
  assert.ok(found !== undefined, `not within ${SEEDS} seeds`);
  using disk = new Disk();
  const again = simulate(found.seed, disk, bug);
  await assert.rejects(again, { message: found.message }, "a seed always plays the same");
}

if (ONLY !== undefined) {
  Deno.test(`Seed ${ONLY} keeps every promise`, () => playOnly(Number(ONLY)));
} else {
  Deno.test("Every seed keeps every promise", playAll);
  Deno.test(`Within ${SITUATION_SEEDS} seeds everything happens that can go wrong`, meetEverything);
  for (const bug of BUGS) {
    Deno.test(`The simulation finds a gateway that ${bug.name}`, () => mustFind(bug));
  }
}
