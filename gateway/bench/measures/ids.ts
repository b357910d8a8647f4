/** The table of ephemeral ids: how long it takes to build, how large it is, how fast it finds. */
import { createHash } from "node:crypto";
import type { CmacKey } from "../../../devices/frame/cmac.ts";
import { ephemeralId } from "../../../devices/frame/ephemeral_id.ts";
import { EphemeralIds } from "../../../devices/frame/ephemeral_ids.ts";
import { expandKeys } from "../../../devices/frame/keys.ts";
import { RunDelay } from "../run_delay.ts";
import { median } from "../statistics.ts";
import type { BenchContext } from "../context.ts";

const DEVICES = 25_000;
/** Short turns, of which others on the machine spoil the fewer. */
const TURNS = 60;
const LOOKUPS_IN_A_TURN = 1_000;
const KID = 1;
const KEY_BYTES = 16;
const COUNT_EVERY = 500;
const MB = 1_000_000;

export function benchIds({ progress }: BenchContext) {
  const ids = new EphemeralIds(0);
  const delays = RunDelay.of([Deno.pid]);
  const keys = Array.from({ length: DEVICES }, (_, handle) => idKeyOf(handle));
  const startedAtMs = performance.now();
  ids.expectKeys(DEVICES);
  for (const [handle, kId] of keys.entries()) {
    ids.add({ handle, kId, kid: KID, newestEpoch: handle });
    if (handle % COUNT_EVERY === 0) progress.count(handle, DEVICES);
  }
  const buildS = (performance.now() - startedAtMs) / 1_000;
  const lookup = lookupUs(ids, keys);
  const delay = { ours: delays.share() };
  return Promise.resolve({
    "ids-25000-build": { ours: buildS, delay },
    "ids-25000-size": { ours: ids.sizeBytes / MB },
    "ids-25000-lookup": { ours: lookup, delay },
  });
}

function idKeyOf(index: number): CmacKey {
  const root = createHash("sha256").update(`bench ${index}`).digest().subarray(0, KEY_BYTES);
  return expandKeys(root, KID).kId;
}

/** Mean time of one look-up in the middle turn of many, in µs. */
function lookupUs(ids: EphemeralIds, keys: readonly CmacKey[]): number {
  const eids = Array.from({ length: TURNS * LOOKUPS_IN_A_TURN }, (_, n) => {
    const handle = n * 7 % DEVICES;
    return ephemeralId(keys[handle]!, KID, handle + 1);
  });
  const turnsMs = Array.from({ length: TURNS }, (_, turn) => {
    const from = turn * LOOKUPS_IN_A_TURN;
    const startedAtMs = performance.now();
    for (let at = from; at < from + LOOKUPS_IN_A_TURN; at++) {
      if (ids.find(eids[at]!) === undefined) throw new Error(`the table did not find id ${at}`);
    }
    return performance.now() - startedAtMs;
  });
  return median(turnsMs) * 1_000 / LOOKUPS_IN_A_TURN;
}
