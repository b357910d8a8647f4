/** The store is damaged while the process is dead, and the gateway starts all the same. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { decompressBody, type StoredBody } from "../../../db/schema/compressed_body.ts";
import { checkAccounts } from "../../support/accounts.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { answered } from "../../support/radio_field.ts";
import { GatewayBox, type RunningGateway } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

/** From its start to `ready`, on a machine that does other things too. */
const READY_MS = 5_000;

function storePath(box: GatewayBox): string {
  return join(box.folder, "data", "vigil.db");
}

/** Folders of what was set aside, oldest first. */
function setAside(box: GatewayBox): string[] {
  const folder = join(box.folder, "data", "set-aside");
  if (!existsSync(folder)) return [];
  return [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).sort();
}

function sha256(path: string): string {
  return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
}

async function startInTime(start: () => Promise<RunningGateway>): Promise<RunningGateway> {
  const begunAt = performance.now();
  const gateway = await start();
  const tookMs = performance.now() - begunAt;
  assert.ok(tookMs < READY_MS, `ready after ${Math.round(tookMs)} ms`);
  return gateway;
}

/** Waits for the event that tells how a salvage ended; its details. */
async function salvageEnded(dispatch: Dispatch) {
  let details: Record<string, number> | undefined;
  await until("a salvage has ended", async () => {
    const ended = (await dispatch.offered()).find(({ data }) => data.reason === "salvage-ended");
    details = ended?.data.details;
    return details !== undefined;
  });
  return details!;
}

Deno.test("With a zeroed header the gateway starts, knows its wearables and owes every alarm again", async () => {
  await using site = await Site.start();
  const { box, field } = site;
  const message = await site.press();
  const panic = await (await site.dispatch()).first("panic");
  const [answer] = field.answers;
  await site.gateway.kill();
  const path = storePath(box);
  const bytes = Deno.readFileSync(path);
  Deno.writeFileSync(path, bytes.fill(0, 0, 100));
  const damaged = sha256(path);
  field.answers.length = 0;

  const second = await startInTime(() => site.startGateway());
  const dispatch = await site.dispatch();
  const details = await salvageEnded(dispatch);
  assert.equal(details["lost"], 0);
  const [folder] = setAside(box);
  assert.equal(sha256(join(folder!, "vigil.db")), damaged, "the old file is as it was");
  const again = await dispatch.first("panic");
  assert.deepEqual([again.id, again.hash], [panic.id, panic.hash]);
  const loss = await dispatch.first("storage-loss");
  assert.equal(loss.data.reason, "damaged");
  assert.equal(loss.data.details.folder, folder);

  await until("the repeat is answered", () => field.answers.length > 0);
  assert.equal(field.answers[0], answer, "the stored answer, byte for byte");
  await dispatch.acknowledge(again);
  await answered(message, "received");
  await site.press();
  checkAccounts(await second.metrics());

  assert.equal(await second.stop(), 0);
  await site.startGateway();
  await site.press();
  const losses = (await (await site.dispatch()).offered()).filter(({ type }) => /loss/.test(type));
  assert.deepEqual(
    losses.map(({ data }) => data.reason),
    ["damaged", "salvage-ended"],
    "once each",
  );
});

Deno.test("A store whose file is gone leaves its wearables and tokens known", async () => {
  await using site = await Site.start();
  await site.dispatchToken();
  assert.equal(await site.gateway.stop(), 0);
  Deno.removeSync(storePath(site.box));

  await startInTime(() => site.startGateway());
  await site.press();
  const loss = await (await site.dispatch()).first("storage-loss");
  assert.equal(loss.data.reason, "missing");
});

Deno.test("A store of a newer version is set aside untouched, and alarms are taken", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const token = await box.token("dispatch", "dispatch-pull");
  const first = await box.start();
  assert.equal(await first.stop(), 0);
  const path = storePath(box);
  {
    using database = new DatabaseSync(path);
    database.exec("pragma user_version = 99; create table later (it text) strict");
    database.exec("pragma wal_checkpoint(truncate)");
  }
  const newer = sha256(path);

  const second = await startInTime(() => box.start());
  const dispatch = new Dispatch(second, token);
  assert.equal((await dispatch.first("storage-loss")).data.reason, "newer-schema");
  await salvageEnded(dispatch);
  assert.equal(sha256(join(setAside(box)[0]!, "vigil.db")), newer);
  const beside = await box.command("device", "list");
  assert.equal(beside.code, 0);
});

Deno.test("A log that was deleted after a kill is reported, and what is left is owed", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const token = await box.token("dispatch", "dispatch-pull");
  const first = await box.start();
  const path = storePath(box);
  await until("the mark is written", () => {
    try {
      return Number(Deno.readTextFileSync(`${path}-mark`)) > 0;
    } catch {
      return false;
    }
  });
  await first.kill();
  Deno.removeSync(`${path}-wal`);

  const second = await startInTime(() => box.start());
  const loss = await new Dispatch(second, token).first("storage-loss");
  assert.ok(["commits-lost", "damaged"].includes(loss.data.reason), loss.data.reason);
});

Deno.test("Damage that the check in the background finds is mended while the gateway runs", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const token = await box.token("dispatch", "dispatch-pull");
  for (let starts = 0; starts < 3; starts++) assert.equal(await (await box.start()).stop(), 0);
  const path = storePath(box);
  {
    using database = new DatabaseSync(path);
    // As a flipped bit in the oldest event, which a start does not look at when there are many more.
    const { body } = database.prepare("select body from event where sequence = 1").get()!;
    const changed = decompressBody(body as StoredBody).replace("start", "stert");
    database.prepare("update event set body = ? where sequence = 1").run(changed);
    const insert = database.prepare(
      `insert into event select sequence + ?, randomblob(16), lane, ordinal + ?, type, null, null,
         null, null, null, 0, null, received_unix_ms, hash, body, 0, null
       from event where sequence = 2`,
    );
    for (let number = 10; number < 300; number++) insert.run(number, number);
    database.exec("update tally set value = value + 1000 where name like 'lane/%'");
    database.exec("update tally set value = value + 1000 where name = 'sequence'");
    database.exec("pragma wal_checkpoint(truncate)");
  }
  const gateway = await box.start();
  await until("the store is set aside", () => setAside(box).length > 0);
  const dispatch = new Dispatch(gateway, token);
  const loss = await dispatch.first("storage-loss");
  assert.equal(loss.data.reason, "damaged");
  assert.match(loss.data.details.message, /event 1: its body does not have its hash/);
  assert.equal((await salvageEnded(dispatch))["lost"], 290 + 1);
  assert.equal(gateway.status, undefined, "it was never restarted");
});
