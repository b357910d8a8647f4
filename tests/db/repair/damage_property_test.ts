/**
 * Real stores, damaged in ways that a seed decides. What must hold whatever the damage: the store
 * opens in time, no byte of the old files is gone, what was whole is there again under its own id,
 * and what was not confirmed is owed again.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { Connection, StoreError } from "../../../db/sqlite/connection.ts";
import { findDamage, findFalseAccounts } from "../../../db/repair/detect/find_problems.ts";
import { writeHighWaterMark } from "../../../db/repair/detect/notes.ts";
import {
  replaceIfUnusable,
  type Replacement,
  replaceStore,
} from "../../../db/repair/rebuild/replace.ts";
import { setAsideJobs } from "../../../db/repair/set_aside/set_aside.ts";
import {
  stateBackupText,
  writeStateBackup,
} from "../../../db/repair/essential_state/essential_state_backup.ts";
import { salvageFolder } from "../../../db/repair/salvage/run_salvage.ts";
import { DirectStore } from "../../../db/store.ts";
import { isDamage } from "../../../db/sqlite/store_fault.ts";
import { encodeHex } from "../../../devices/hex.ts";
import {
  damage,
  DAMAGES,
  intactEvents,
  piecesOfEvents,
  randomOf,
  type StoreBytes,
} from "./damage.ts";
import { alarmOf, DESTINATIONS, fillWithAlarms, ROOT_KEY } from "../../support/stored_alarms.ts";
import { settle, TemporaryStore } from "../../support/temporary_store.ts";

const CASES = process.env["VIGIL_TEST_LONG"] === "1" ? 2_000 : 200;
/** Events that were copied into the database file, and those that only the log of a kill has. */
const EVENTS = 60;
const LATER_EVENTS = 20;
const CONFIRMED = 20;
const OPEN_MS = 5_000;
/** Of the events of which no byte was changed. */
const SALVAGED_SHARE = 0.99;

/** A store as a stop or a kill leaves it, to be copied and damaged many times. */
interface Original {
  readonly bytes: StoreBytes;
  readonly pieces: ReturnType<typeof piecesOfEvents>;
  readonly ids: readonly string[];
  readonly stateBackup: string;
}

function read(path: string): Uint8Array | undefined {
  try {
    return Deno.readFileSync(path);
  } catch {
    return undefined;
  }
}

function digest(bytes: Uint8Array | undefined): string | undefined {
  return bytes && createHash("sha256").update(bytes).digest("hex");
}

function bytesOf(path: string): StoreBytes {
  return { database: read(path), log: read(`${path}-wal`) };
}

function makeOriginal(ending: "stopped" | "killed"): Original {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const ids = fillWithAlarms(store, EVENTS, CONFIRMED);
  using connection = temporary.connection();
  connection.checkpoint();
  for (let number = EVENTS + 1; number <= EVENTS + LATER_EVENTS; number++) {
    const frame = alarmOf(number);
    store.writeNow("acceptFrame", frame);
    ids.push(encodeHex(frame.event.id));
  }
  if (ending === "stopped") connection.checkpoint();
  const bytes = bytesOf(temporary.path);
  const pieces = piecesOfEvents(temporary.path, bytes.log);
  assert.equal(pieces.size, ids.length, "every event is found in a store that is whole");
  return { bytes, pieces, ids, stateBackup: stateBackupText(connection) };
}

/** Puts the damaged files where a store is expected. */
async function place(path: string, stateBackup: string | undefined, { database, log }: StoreBytes) {
  if (database !== undefined) Deno.writeFileSync(path, database);
  if (log !== undefined) Deno.writeFileSync(`${path}-wal`, log);
  if (stateBackup !== undefined) await writeStateBackup(path, stateBackup);
  await writeHighWaterMark(path, EVENTS + LATER_EVENTS);
}

interface Opening {
  readonly replacement: Replacement | undefined;
  /** Its damage was found only when it had been used, which changes its bytes. */
  readonly wasWritten: boolean;
}

/** As the gateway goes about it: a look at the start, and a whole one behind its back. */
function openAsGateway(path: string, hasStateBackup: boolean): Opening {
  const begunAt = performance.now();
  const unusable = replaceIfUnusable(path);
  const replacement = unusable ?? replaceIfDamaged(path, settleDestinations);
  assert.ok(performance.now() - begunAt < OPEN_MS, "it opens in time");
  settleDestinations(path);
  using connection = new Connection(path, "read");
  const key = connection.get("select root_key from device_key where device = 1");
  if (hasStateBackup) {
    assert.deepEqual(key!["root_key"], ROOT_KEY, "the wearable's key is known at once");
  }
  return {
    replacement: replacement ?? replaceIfDamaged(path, checkWhole),
    wasWritten: unusable === undefined,
  };
}

/** What the writer does when the disk answers it so. */
function replaceIfDamaged(path: string, work: (path: string) => void): Replacement | undefined {
  try {
    work(path);
  } catch (cause) {
    assert.ok(cause instanceof StoreError && isDamage(cause.errcode!), String(cause));
    return replaceStore(path, { reason: "damaged", message: cause.message });
  }
}

function settleDestinations(path: string): void {
  using store = new DirectStore(path);
  settle(store, ...DESTINATIONS);
}

function checkWhole(path: string): void {
  using connection = new Connection(path, "read");
  const [problem] = findDamage(connection);
  if (problem !== undefined) throw new StoreError(problem.message, SQLITE_CORRUPT);
}

const SQLITE_CORRUPT = 11;

async function checkCase(
  original: Original,
  after: StoreBytes,
  hasStateBackup: boolean,
): Promise<string> {
  using temporary = new TemporaryStore();
  const { path } = temporary;
  await place(path, hasStateBackup ? original.stateBackup : undefined, after);
  const { replacement, wasWritten } = openAsGateway(path, hasStateBackup);
  if (replacement !== undefined && setAsideJobs(path)[0]!.job.state === "pending") {
    const aside = read(join(replacement.folder, "vigil.db"));
    if (!wasWritten) {
      assert.equal(digest(aside), digest(after.database), "no byte of the old file is changed");
    }
    await salvageFolder(replacement.folder, path, () => {}, 0);
  }
  checkResult(path, original, after);
  return replacement?.reason ?? "as it was";
}

function checkResult(path: string, original: Original, after: StoreBytes): void {
  const intact = intactEvents(original.pieces, original.bytes, after);
  using store = new DirectStore(path);
  const stored = new Map(store.read.events.after(0, 10_000).map((event) => [event.id, event]));
  for (const { id, hash, body } of stored.values()) {
    assert.ok(original.pieces.has(id), `unexpected event ${id}`);
    assert.equal(createHash("sha256").update(body).digest("hex"), hash);
  }
  const found = [...intact].filter((id) => stored.has(id));
  assert.ok(
    found.length >= SALVAGED_SHARE * intact.size,
    `${found.length} of ${intact.size} intact events are salvaged`,
  );
  const unconfirmed = new Set(original.ids.slice(CONFIRMED));
  const owed = { dispatch: pendingOf(store, 1), broker: pendingOf(store, 2) };
  for (const id of found) {
    if (unconfirmed.has(id)) assert.ok(owed.dispatch.has(id), `${id} is owed to dispatch again`);
    assert.ok(owed.broker.has(id), `${id} is owed to the broker again`);
  }
  using connection = new Connection(path, "read");
  assert.deepEqual([...findDamage(connection), ...findFalseAccounts(connection)], []);
}

function pendingOf(store: DirectStore, destination: number): Set<string> {
  const lanes = [0, 2, 4, 6];
  return new Set(
    lanes.flatMap((lane) => store.read.lanes.pending(destination, lane, 0, 10_000)).map((
      { id },
    ) => id),
  );
}

Deno.test("Whatever damages a store, it opens in time and brings back and owes again what was whole", async () => {
  const originals = { stopped: makeOriginal("stopped"), killed: makeOriginal("killed") };
  const results = new Map<string, number>();
  for (let seed = 1; seed <= CASES; seed++) {
    const random = randomOf(seed);
    const names = Object.keys(DAMAGES);
    const name = names[seed % names.length]!;
    const ending = random() < 0.5 ? "stopped" : "killed";
    const original = originals[ending];
    const isOfLog = ending === "killed" && random() < 0.5;
    const hasStateBackup = random() < 0.7;
    const { database, log } = original.bytes;
    const after: StoreBytes = isOfLog
      ? { database, log: damage(name, log!, random) }
      : { database: damage(name, database!, random), log };
    try {
      const result = await checkCase(original, after, hasStateBackup);
      results.set(result, (results.get(result) ?? 0) + 1);
    } catch (cause) {
      const what = `${name} of the ${isOfLog ? "log" : "database"} of a ${ending} store`;
      throw new Error(`Seed ${seed}, ${what}`, { cause });
    }
  }
  const report = { cases: CASES, ...Object.fromEntries(results) };
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(report)}\n`));
});
