/** A store that comes from before, by the real program: of a backup, or of another schema. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { answered } from "../../support/radio_field.ts";
import { Site } from "../../support/site.ts";

function storePath({ box }: Site): string {
  return join(box.folder, "data", "vigil.db");
}

type Row = Record<string, string | number | null | Uint8Array>;

/** The wearable of a store and its key. */
function issued(path: string): [Row, Row] {
  using db = new DatabaseSync(path);
  return [
    db.prepare("select * from device").get() as Row,
    db.prepare("select * from device_key").get() as Row,
  ];
}

Deno.test("A token that was revoked since the backup is worth nothing after the restore", async () => {
  await using site = await Site.prepare();
  const { box } = site;
  const token = await box.token("monitor");
  const file = join(box.folder, "backup.db");
  await box.json("db", "backup", file);
  await box.json("token", "revoke", "monitor-1");

  const restored = await box.command("db", "restore", file);
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stderr, /stays so \(tokens: monitor-1; wearables: none; accounts: none\)/);
  const gateway = await site.startGateway();
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${gateway.url}/v1/status`, { headers });
  assert.equal(response.status, 401, await response.text());
  const { stdout } = await box.command("audit", "export");
  const acts = stdout.trim().split("\n").map((line) => JSON.parse(line).entry)
    .filter(({ what }) => /^(store|token)-(created|restored|revoked)$/.test(what));
  assert.deepEqual(acts.map(({ by, what }) => [what, by.kind]), [
    ["token-created", "box"],
    ["token-revoked", "box"],
    ["store-restored", "box"],
  ]);
  const { ok } = await box.json("audit", "verify");
  assert.equal(ok, true);
});

Deno.test("On another box a restore says what came back, and a wearable is still answered", async () => {
  await using site = await Site.prepare();
  const { box } = site;
  await box.token("monitor");
  const file = join(box.folder, "backup.db");
  await box.json("db", "backup", file);
  Deno.removeSync(join(box.folder, "data"), { recursive: true });

  const restored = await box.command("db", "restore", file);
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stderr, /No store on this box knows what happened since the backup/);
  assert.match(
    restored.stderr,
    /came back, and may have been ended since: tokens: monitor-1; wear/,
  );
  await site.startGateway();
  await answered(await site.press(), "stored");
});

Deno.test("A store of before the first release is brought forward, and frames are stored", async () => {
  await using site = await Site.prepare();
  const draft = new URL("../../vectors/schemas/draft-14.sql", import.meta.url);
  const [device, key] = issued(storePath(site));
  Deno.removeSync(join(site.box.folder, "data"), { recursive: true });
  Deno.mkdirSync(join(site.box.folder, "data"), { mode: 0o700 });
  {
    using db = new DatabaseSync(storePath(site));
    db.exec("pragma journal_mode = wal");
    db.exec(Deno.readTextFileSync(draft));
    db.exec("pragma user_version = 1");
    for (const [table, row] of [["device", device], ["device_key", key]] as const) {
      // A row of today has columns that such a store had not.
      const columns = db.prepare("select name from pragma_table_info(?)").all(table);
      const names = columns.map(({ name }) => String(name));
      db.prepare(
        `insert into ${table} (${names.join()}) values (${names.map(() => "?").join()})`,
      ).run(...names.map((name) => row[name]!));
    }
  }
  const gateway = await site.startGateway();
  await answered(await site.press(), "stored");
  const ready = await fetch(`${gateway.url}/readyz`);
  assert.equal(ready.status, 200, await ready.text());
});
