import assert from "node:assert/strict";
import { Disk } from "./disk.ts";
import { simulate } from "./simulation.ts";
import { BUGS, type Variant } from "./variants.ts";

const SEEDS = Number(Deno.env.get("VIGIL_SIM_SEEDS") ?? 2_000);
/** One seed to play again instead of all. */
const ONLY = Deno.env.get("VIGIL_SIM_SEED");

Deno.test("Every seed keeps every promise", async () => {
  using disk = new Disk();
  const seeds = ONLY === undefined ? Array.from({ length: SEEDS }, (_, at) => at) : [Number(ONLY)];
  for (const seed of seeds) {
    try {
      await simulate(seed, disk);
    } catch (cause) {
      const again = `VIGIL_SIM_SEED=${seed} deno test -A tests/sim/simulation_test.ts`;
      throw new Error(`Seed ${seed} breaks a promise: play it again with: ${again}`, { cause });
    }
  }
});

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

for (const bug of BUGS) {
  Deno.test(`The simulation finds a gateway that ${bug.name}`, async () => {
    const found = await find(bug);
    assert.ok(found !== undefined, `not within ${SEEDS} seeds`);
    assert.deepEqual(await find(bug), found, "the same seed breaks the same promise again");
  });
}
