/** What is left of a key, byte by byte, in the files of a real store. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { eraseTraces, stillLeft } from "../../../../db/repair/erase/erase_traces.ts";
import { eraserOf } from "../../../../db/repair/maintenance/maintenance.ts";
import { searchFolder } from "../../../../db/repair/erase/search.ts";
import { RecoveryFiles } from "../../../../db/repair/essential_state/recovery_files.ts";
import type { DirectStore } from "../../../../db/store.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { TemporaryStore } from "../../../support/temporary_store.ts";
import { program } from "../../../support/authors.ts";

const ACTOR = { by: program("lies"), atUnixMs: 1 };

function rootKey(index: number): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(`key ${index}`).digest().subarray(0, 16));
}

/** Enough for several pages of keys, in an order that splits pages. */
function issueMany(store: DirectStore, count: number): void {
  for (let index = 0; index < count; index++) {
    const uid = `d-${index}`;
    const device = { uid, kid: 0, rootKey: rootKey(index), epoch: 0, createdAtUnixMs: 1 };
    store.writeNow("issueDevice", { device, by: program("jan") });
  }
  for (let index = 0; index < count; index += 3) {
    store.writeNow("rotateKey", { ...ACTOR, uid: `d-${index}` });
  }
}

function retire(store: DirectStore, uid: string): Uint8Array[] {
  const outcome = store.writeNow("retireDevice", { ...ACTOR, uid });
  assert.ok(outcome.code === "retired");
  return outcome.keys.map(({ bytes }) => bytes);
}

/** Bare bytes of every file of the store, read without the code under test. */
function filesHolding(folder: string, key: Uint8Array): string[] {
  return [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name)
    .filter((name) => {
      const bytes = Buffer.from(Deno.readFileSync(`${folder}/${name}`));
      return bytes.includes(Buffer.from(key)) || bytes.includes(encodeHex(key));
    }).sort();
}

Deno.test("Before it is retired a key is in the store and the backup of its state, and after that in no file", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issueMany(store, 200);
  await new RecoveryFiles(temporary.path, () => 0, () => {})[Symbol.asyncDispose]();
  const key = rootKey(150);
  assert.deepEqual(filesHolding(temporary.folder, key).filter((name) => name !== "vigil.db"), [
    "vigil.db-identity",
    "vigil.db-wal",
  ]);
  const keys = retire(store, "d-150");
  assert.equal(keys.length, 2, "the next generation is gone with it");
  const report = await eraseTraces(temporary.path, keys);
  assert.deepEqual(report.left, []);
  for (const gone of keys) assert.deepEqual(filesHolding(temporary.folder, gone), []);
  assert.ok(report.searched.some(({ name, sizeBytes }) => name === "vigil.db" && sizeBytes > 0));
  assert.deepEqual(filesHolding(temporary.folder, rootKey(151)).length > 0, true, "others stay");
});

Deno.test("All of many keys are gone, in whatever order their pages were split and joined", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issueMany(store, 300);
  const order = Array.from({ length: 300 }, (_, index) => (index * 7) % 300);
  const keys = order.slice(0, 250).flatMap((index) => retire(store, `d-${index}`));
  const report = await eraseTraces(temporary.path, keys);
  assert.deepEqual(report.left, []);
  for (const index of order.slice(250)) {
    const { number } = store.read.devices.byUid(`d-${index}`)!;
    assert.deepEqual(store.read.devices.keys(number)[0]!.rootKey, rootKey(index));
  }
});

Deno.test("Leavings on a page of the store are found and cleared away", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issueMany(store, 300);
  const key = rootKey(10);
  {
    // As a build without erasing would have left it.
    using db = temporary.connection();
    db.all("pragma secure_delete = off");
    db.run("delete from device_key where device = 11");
    db.checkpoint();
  }
  assert.deepEqual(filesHolding(temporary.folder, key), ["vigil.db"]);
  const report = await eraseTraces(temporary.path, [key]);
  assert.deepEqual([report.left, filesHolding(temporary.folder, key)], [[], []]);
});

Deno.test("A copy that was set aside is named, and counts as left until it is removed", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issueMany(store, 3);
  const folder = `${temporary.folder}/set-aside/1`;
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(`${folder}/old-backup`, `{"hex":"${encodeHex(rootKey(1))}"}`);
  const report = await eraseTraces(temporary.path, retire(store, "d-1"));
  assert.deepEqual(report.left, ["set-aside/1/old-backup"]);
  assert.deepEqual(stillLeft(temporary.path, report), ["set-aside/1/old-backup"]);
  Deno.removeSync(`${folder}/old-backup`);
  assert.deepEqual(stillLeft(temporary.path, report), []);
});

Deno.test("Beside a running gateway the keys are erased by a Worker", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const device = { uid: "d-1", kid: 0, rootKey: rootKey(1), epoch: 0, createdAtUnixMs: 1 };
  await store.write("issueDevice", { device, by: program("jan") });
  const outcome = await store.write("retireDevice", { ...ACTOR, uid: "d-1" });
  assert.equal(outcome.code, "retired");
  const report = await eraserOf(temporary.path, "beside").erase([rootKey(1)]);
  assert.deepEqual([report.left, filesHolding(temporary.folder, rootKey(1))], [[], []]);
});

Deno.test("A wearable that had no key leaves nothing", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const link = { kind: "sms", address: "+32470123456", uid: "p-1", codec: "queclink" } as const;
  store.writeNow("addForeignDevice", { ...ACTOR, link });
  const report = await eraseTraces(temporary.path, retire(store, "p-1"));
  assert.deepEqual(report.left, []);
  assert.deepEqual(store.read.senders.ofDevice(store.read.devices.byUid("p-1")!.number), []);
});

Deno.test("A secret that lies across two chunks of a file is found, in hex of either case too", () => {
  using temporary = new TemporaryStore();
  const key = rootKey(1);
  const places: [string, Uint8Array][] = [
    ["across", Buffer.concat([Buffer.alloc(1024 * 1024 - 7), key, Buffer.alloc(9)])],
    ["later", Buffer.concat([Buffer.alloc(3 * 1024 * 1024 - 8), key])],
    ["upper", Buffer.from(`x${encodeHex(key).toUpperCase()}x`)],
    ["without", Buffer.alloc(2_000_000)],
  ];
  for (const [name, bytes] of places) Deno.writeFileSync(`${temporary.folder}/${name}`, bytes);
  const searched = searchFolder(temporary.folder, [key]);
  assert.deepEqual(searched.map(({ name, isFound, sizeBytes }) => [name, isFound, sizeBytes]), [
    ["across", true, 1_048_594],
    ["later", true, 3_145_736],
    ["upper", true, 34],
    ["without", false, 2_000_000],
  ]);
});
