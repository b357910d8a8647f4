/** Backups that the gateway makes by itself, of a real store into a real folder. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { listBackups } from "../../../gateway/backups/backup_folder.ts";
import { StoredBackups } from "../../../gateway/backups/stored_backups.ts";
import { findProblems } from "../../../db/repair/repair.ts";
import { DirectStore } from "../../../db/store.ts";
import { TestClock } from "../../support/clocks.ts";
import { fillWithAlarms } from "../../support/stored_alarms.ts";

const HOUR_MS = 3_600_000;
const log = { debug() {}, info() {}, warn() {}, error() {} };

/** A store with alarms, and its backups. */
class BackedUpStore implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "vigil-backups-" });
  readonly clock = new TestClock();
  readonly dir = join(this.folder, "to", "backups");
  readonly path = join(this.folder, "vigil.db");
  readonly #store = new DirectStore(this.path);

  constructor() {
    fillWithAlarms(this.#store, 8, 2);
  }

  backups(keep = 3): StoredBackups {
    const settings = { dir: this.dir, everyHours: 24, keep };
    return new StoredBackups({ path: this.path, settings, clock: this.clock, log });
  }

  names(): string[] {
    return listBackups(this.dir).map(({ name }) => name);
  }

  [Symbol.dispose](): void {
    this.#store[Symbol.dispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("A backup is made at once where there is none, and the next one when its time has come", async () => {
  using scene = new BackedUpStore();
  const backups = scene.backups();
  await backups.makeIfDue();
  assert.deepEqual(scene.names(), ["vigil-000001-20261123T175000Z.db"]);
  scene.clock.advance(23 * HOUR_MS);
  await backups.makeIfDue();
  assert.equal(scene.names().length, 1);
  scene.clock.advance(HOUR_MS);
  await scene.backups().makeIfDue();
  assert.deepEqual(scene.names()[0], "vigil-000002-20261124T175000Z.db");
});

Deno.test("A backup is whole, only its owner can read it, and nothing is left beside it", async () => {
  using scene = new BackedUpStore();
  const made = await scene.backups().make();
  assert.ok(made.ok);
  assert.deepEqual(findProblems(made.value.path), []);
  assert.equal(Deno.statSync(made.value.path).mode! & 0o777, 0o600);
  assert.equal(Deno.statSync(scene.dir).mode! & 0o777, 0o700);
  const names = [...Deno.readDirSync(scene.dir)].map(({ name }) => name);
  assert.deepEqual(names, [made.value.name]);
});

Deno.test("The newest are kept, whatever the clock said when they were made, and those made by hand are left alone", async () => {
  using scene = new BackedUpStore();
  const backups = scene.backups(2);
  scene.clock.stepWall(20 * 365 * 24 * HOUR_MS);
  await backups.make();
  Deno.writeTextFileSync(join(scene.dir, "by-hand.db"), "");
  scene.clock.stepWall(-40 * 365 * 24 * HOUR_MS);
  await backups.make();
  await backups.make();
  const numbers = scene.names().map((name) => /^(vigil-\d+|by-hand)/.exec(name)![1]);
  assert.deepEqual(numbers, ["vigil-000003", "vigil-000002", "by-hand"]);
});

Deno.test("After a clock that was ahead has gone back, a backup is due", async () => {
  using scene = new BackedUpStore();
  scene.clock.stepWall(365 * 24 * HOUR_MS);
  await scene.backups().makeIfDue();
  scene.clock.stepWall(-365 * 24 * HOUR_MS);
  await scene.backups().makeIfDue();
  assert.equal(scene.names().length, 2);
});

Deno.test("A backup that fails is a degradation until one succeeds, and leaves no file", async () => {
  using scene = new BackedUpStore();
  Deno.mkdirSync(join(scene.folder, "to"));
  Deno.writeTextFileSync(scene.dir, "a file is in its way");
  const backups = scene.backups();
  const retryMs = await backups.makeIfDue();
  assert.ok(retryMs <= HOUR_MS, "tried again within the hour");
  const [degradation] = backups.degradations();
  assert.equal(degradation!.code, "backup-failed");
  Deno.removeSync(scene.dir);
  await backups.makeIfDue();
  assert.deepEqual(backups.degradations(), []);
  assert.equal(scene.names().length, 1);
});

Deno.test("A damaged store makes no backup", async () => {
  using scene = new BackedUpStore();
  const copy = join(scene.folder, "damaged.db");
  const good = await scene.backups().make();
  assert.ok(good.ok);
  const bytes = Deno.readFileSync(good.value.path);
  bytes.fill(0xff, 4_096 * 3, 4_096 * 5);
  Deno.writeFileSync(copy, bytes);
  const settings = { dir: scene.dir, everyHours: 24, keep: 3 };
  const backups = new StoredBackups({ path: copy, settings, clock: scene.clock, log });
  const made = await backups.make();
  assert.equal(made.ok, false);
  assert.equal(scene.names().length, 1);
});

Deno.test("A newest backup that is older than twice its period is a degradation", async () => {
  using scene = new BackedUpStore();
  const backups = scene.backups();
  await backups.make();
  scene.clock.advance(48 * HOUR_MS - 1_000);
  assert.deepEqual(backups.degradations(), []);
  scene.clock.advance(1_000);
  assert.equal(backups.degradations()[0]!.code, "backup-old");
});

Deno.test("A backup that was changed later is found when it is checked again", async () => {
  using scene = new BackedUpStore();
  const backups = scene.backups();
  const made = await backups.make();
  assert.ok(made.ok);
  assert.equal((await backups.check(made.value.name)).ok, true);
  const bytes = Deno.readFileSync(made.value.path);
  bytes.fill(0xff, 4_096 * 3, 4_096 * 5);
  Deno.writeFileSync(made.value.path, bytes);
  assert.equal((await backups.check(made.value.name)).ok, false);
  assert.equal((await backups.check("../vigil.db")).ok, false, "no other file");
});

Deno.test("What a broken-off copy left is removed by the next one", async () => {
  using scene = new BackedUpStore();
  Deno.mkdirSync(scene.dir, { recursive: true });
  Deno.writeTextFileSync(join(scene.dir, "vigil-000009-20261123T175000Z.db.partial"), "half");
  await scene.backups().make();
  const names = [...Deno.readDirSync(scene.dir)].map(({ name }) => name);
  assert.deepEqual(names, ["vigil-000001-20261123T175000Z.db"]);
});
