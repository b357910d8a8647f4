/** `vigil db …`, by the real program, beside a gateway and without one. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { answered } from "../../support/radio_field.ts";
import { GatewayBox, runVigil } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

function storePath(box: GatewayBox): string {
  return join(box.folder, "data", "vigil.db");
}

/** Turns bytes in the middle of the file over. */
function scratch(path: string): void {
  const bytes = Deno.readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  Deno.writeFileSync(path, bytes.fill(0xa5, middle, middle + 10_000));
}

Deno.test("db check says that a store is in order beside its gateway, and what is wrong with a scratched one", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const gateway = await box.start();
  const whole = await box.json("db", "check");
  assert.deepEqual({ ok: whole.ok, problems: whole.problems }, { ok: true, problems: [] });
  assert.equal(await gateway.stop(), 0);

  scratch(storePath(box));
  const { code, stdout, stderr } = await box.command("db", "check", "--json");
  assert.equal(code, 1);
  const report = JSON.parse(stdout);
  assert.equal(report.ok, false);
  assert.equal(report.problems[0].code, "damage");
  assert.match(stderr, /not in order: the gateway sets it aside at its next start/);
});

Deno.test("A command refuses a damaged store and says what to do", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "list");
  Deno.writeFileSync(storePath(box), crypto.getRandomValues(new Uint8Array(8_192)));
  const { code, stderr } = await box.command("device", "list");
  assert.equal(code, 1);
  assert.match(stderr, /file is not a database: start the gateway, which sets it aside/);
});

Deno.test("db backup copies the store of a running gateway, whole, and never overwrites", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.start();
  await box.addDevice("d-1", "07".repeat(16), 1);
  const file = join(box.folder, "backup.db");
  assert.equal((await box.json("db", "backup", file)).path, file);
  assert.equal((await box.json("db", "check", file)).ok, true);

  const bytes = Deno.readFileSync(file);
  const { code, stderr } = await box.command("db", "backup", file);
  assert.equal(code, 1);
  assert.match(stderr, /it is there already, and backups are never overwritten/);
  assert.deepEqual(Deno.readFileSync(file), bytes);
  assert.deepEqual(
    [...Deno.readDirSync(box.folder)].map(({ name }) => name).sort(),
    ["backup.db", "data", "vigil.toml"],
    "nothing else is left behind",
  );
});

Deno.test("db restore is refused while the gateway runs", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const gateway = await box.start();
  const file = join(box.folder, "backup.db");
  await box.json("db", "backup", file);
  const { code, stderr } = await box.command("db", "restore", file);
  assert.equal(code, 1);
  assert.match(stderr, /another gateway runs on it/);
  assert.equal(gateway.status, undefined);
});

Deno.test("db restore sets the present store aside, brings its events back, and takes no frame twice", async () => {
  await using site = await Site.prepare();
  const { box, field } = site;
  await site.dispatchToken();
  const file = join(box.folder, "backup.db");
  await box.json("db", "backup", file);
  await site.startGateway();
  const message = await site.press();
  const panic = await (await site.dispatch()).first("panic");
  const [answer] = field.answers;
  await site.gateway.kill();

  const { setAside } = await box.json("db", "restore", file);
  assert.ok(Deno.statSync(join(setAside, "vigil.db")).isFile);
  field.answers.length = 0;
  await site.startGateway();
  const dispatch = await site.dispatch();
  assert.equal((await dispatch.first("storage-loss")).data.reason, "restored");
  const again = await dispatch.first("panic");
  assert.deepEqual([again.id, again.hash], [panic.id, panic.hash]);
  await until("the wearable's repeat is answered", () => field.answers.length > 0);
  assert.equal(field.answers[0], answer, "the stored answer, byte for byte");
  await dispatch.acknowledge(again);
  await answered(message, "received");
});

Deno.test("db salvage saves a damaged store into a new one, with progress and what is lost", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  for (let starts = 0; starts < 3; starts++) assert.equal(await (await box.start()).stop(), 0);
  await box.addDevice("d-1", "07".repeat(16), 1);
  const damaged = join(box.folder, "damaged.db");
  Deno.writeFileSync(damaged, Deno.readFileSync(storePath(box)).fill(0, 0, 100));
  const into = join(box.folder, "saved.db");

  const { code, stdout, stderr } = await box.command(
    ...["db", "salvage", damaged, "--into", into, "--json"],
  );
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.salvaged, report.lost], [3, 0]);
  assert.match(stderr, /^\d+ %: page \d+ of \d+$/m);
  assert.equal((await box.json("db", "check", into)).ok, true);
});

Deno.test("Every db command has its help, and a file that is not there is said so", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  for (const command of ["check", "backup", "restore", "salvage"]) {
    const { code, stdout } = await runVigil(["db", command, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /--config <file>/);
  }
  const { code, stderr } = await box.command("db", "salvage", join(box.folder, "none.db"));
  assert.equal(code, 1);
  assert.match(stderr, /Cannot salvage: there is no file/);
});

Deno.test("Store, log, keys and backup are for their owner only, also where they were not before", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const data = join(box.folder, "data");
  Deno.mkdirSync(data, { mode: 0o755 });
  Deno.writeTextFileSync(join(data, "vigil.db"), "");
  Deno.chmodSync(join(data, "vigil.db"), 0o644);
  const gateway = await box.start();
  const backup = join(box.folder, "backup.db");
  assert.equal((await box.command("db", "backup", backup)).code, 0);
  const modes = [...Deno.readDirSync(data)].filter(({ isFile }) => isFile)
    .map(({ name }) => [name, Deno.statSync(join(data, name)).mode! & 0o777]);
  assert.deepEqual(modes.filter(([, mode]) => mode !== 0o600), []);
  assert.ok(modes.some(([name]) => name === "vigil.db-wal"));
  assert.equal(Deno.statSync(data).mode! & 0o777, 0o700);
  assert.equal(Deno.statSync(backup).mode! & 0o777, 0o600);
  assert.match(gateway.stderr, /others on this machine could read keys/);
});
