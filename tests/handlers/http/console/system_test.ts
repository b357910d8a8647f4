/** The pages of the box: what the doctor finds, what was rejected, tokens, backups. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { RejectedFrame } from "../../../../db/store.ts";
import type { Finding } from "../../../../handlers/doctor/doctor.ts";
import { NO_STATUS } from "../harness.ts";
import { newEvent } from "../../../../handlers/events/new_event.ts";
import type { UnixMs } from "../../../../devices/time.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";

const EN = { "accept-language": "en" };
const LANGUAGES = ["nl", "fr", "de", "en"] as const;

const CARD: Finding = {
  code: "disk-card",
  group: "storage",
  tone: "warning",
  values: { disk: "mmcblk0" },
};
const DOWN: Finding = {
  code: "port-missing",
  group: "modems",
  tone: "bad",
  values: { modem: "lora-1", port: "/dev/x" },
  command: "vigil modem list",
};
const GOOD: Finding = { code: "clock-good", group: "clock", tone: "good", values: {} };

async function read(gateway: ConsoleHarness, path: string, cookie: string, language = "en") {
  const headers = { "accept-language": language };
  const answer = await gateway.call(path, { headers }, cookie);
  return { status: answer.status, html: await answer.text() };
}

Deno.test("The page of the system says what is wrong and what to do, with the command, in four languages", async () => {
  await using gateway = await ConsoleHarness.start();
  gateway.doctor.diagnosis = { atUnixMs: 1, findings: [CARD, DOWN, GOOD] };
  const cookie = await gateway.session("technician");
  const said = {
    nl: "er is geen poort /dev/x",
    fr: "y a pas de port /dev/x",
    de: "Es gibt keinen Anschluss /dev/x",
    en: "there is no port /dev/x",
  };
  for (const language of LANGUAGES) {
    const { html, status } = await read(gateway, "/system", cookie, language);
    assert.equal(status, 200);
    assert.ok(textOf(html).includes(said[language]), `${language}: ${textOf(html)}`);
    assert.match(html, /<code>vigil modem list<\/code>/);
  }
});

Deno.test("The page does not look by itself while a look is fresh; its button looks at once", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  await read(gateway, "/system", cookie);
  assert.equal(gateway.doctor.looks, 0);
  const answer = await gateway.post("/system/look", {}, cookie);
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, "/system"]);
  await answer.body?.cancel();
  assert.equal(gateway.doctor.looks, 1);
});

Deno.test("A technician is led to what was rejected, an administrator to backups and tokens, each to no other", async () => {
  await using gateway = await ConsoleHarness.start();
  const linksOf = async (role: "technician" | "admin") => {
    const { html } = await read(gateway, "/system", await gateway.session(role));
    return [...html.matchAll(/href="(\/system\/\w+)"/g)].map(([, path]) => path);
  };
  assert.deepEqual(await linksOf("technician"), ["/system/rejected"]);
  assert.deepEqual(await linksOf("admin"), ["/system/backups", "/system/tokens"]);
});

/** A frame that was heard by a modem and became no event. */
function frame(reason: string, modem: string, more: Partial<RejectedFrame> = {}): RejectedFrame {
  const payload = new TextEncoder().encode("secret-place");
  return { reason, modem, carrier: "bytes", payload, atUnixMs: 1_700_000_000_000, ...more };
}

async function rejecting() {
  const gateway = await ConsoleHarness.start();
  const sender = "+32470123456";
  await gateway.store.write("rejectFrames", [
    frame("bad-tag", "lora-1", { rssiDbm: -99, snrDb: 6.5 }),
    frame("bad-tag", "lora-2"),
    frame("stale", "lora-1"),
    frame("malformed", "sms-1", { sender, device: "d-9", codec: "eview-ev07b" }),
  ]);
  return gateway;
}

Deno.test("What was rejected is counted and shown by reason and modem, in words, without its content or its sender", async () => {
  await using gateway = await rejecting();
  const cookie = await gateway.session("technician");
  const { html } = await read(gateway, "/system/rejected", cookie);
  const text = textOf(html);
  assert.match(text, /Not made with the key of the wearable/);
  assert.match(text, /-99 dBm · 6\.5 dB/);
  assert.match(text, /d-9 eview-ev07b/);
  assert.doesNotMatch(html, /secret-place|7365637265742d|32470123456/);
  const rowsOf = async (query: string) => {
    const page = await read(gateway, `/system/rejected?${query}`, cookie);
    const table = page.html.slice(page.html.indexOf('class="rejected"'));
    return (table.match(/<tr role="row"/g) ?? []).length - 1;
  };
  assert.equal(await rowsOf(""), 4);
  assert.equal(await rowsOf("reason=bad-tag"), 2);
  assert.equal(await rowsOf("reason=bad-tag&modem=lora-2"), 1);
  assert.equal(await rowsOf("reason=nonsense"), 4);
});

Deno.test("An event that looks like an attack is said with what it means and what to do, in four languages", async () => {
  await using gateway = await ConsoleHarness.start();
  const fact = (id: string, name: "attack-suspected" | "security", reason: string) =>
    newEvent({ zone: "5415", name: "gw-1" }, {
      id: id.repeat(32),
      name,
      priority: "high",
      subject: "modem/lora-1",
      at: 1_700_000_000_000 as UnixMs,
      data: { reason } as never,
    }, true);
  for (
    const [id, name, reason] of [
      ["a", "attack-suspected", "bad-tags"],
      ["b", "security", "never-heard-of"],
    ] as const
  ) {
    await gateway.store.write("appendEvents", [fact(id, name, reason)]);
  }
  const cookie = await gateway.session("technician");
  const words = {
    nl: /zonder de sleutel.*Lees de gebeurtenis|Lees de gebeurtenis.*zonder de sleutel/,
    fr: /sans la clé.*Lisez|Lisez.*sans la clé/,
    de: /ohne den Schlüssel.*Lesen Sie das Ereignis|Lesen Sie das Ereignis.*ohne den Schlüssel/,
    en: /without the key.*Read the event|Read the event.*without the key/,
  };
  for (const language of LANGUAGES) {
    const { html } = await read(gateway, "/system/rejected", cookie, language);
    assert.match(textOf(html).replaceAll(/\s+/g, " "), words[language]);
  }
});

const TOKEN = { name: "monitoring", role: "monitor", stream: "", days: "30" };

Deno.test("A token is shown once, where it is made, holds, and ends by its page", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  const made = await (await gateway.post("/system/tokens", TOKEN, cookie, EN)).text();
  const [token] = /vgl_[\w-]+/.exec(made)!;
  const { html } = await read(gateway, "/system/tokens", cookie);
  assert.ok(!html.includes(token));
  assert.match(textOf(html), /monitoring/);
  const [record] = gateway.store.read.tokens.all();
  assert.equal(record!.expiresAtUnixMs! - record!.createdAtUnixMs, 30 * 86_400_000);
  const path = `/system/tokens/${record!.id}/revoke`;
  assert.match(textOf((await read(gateway, path, cookie)).html), /is refused from then on/);
  assert.equal(
    gateway.store.read.tokens.all()[0]!.revokedAtUnixMs,
    undefined,
    "asking does nothing",
  );
  const ended = await gateway.post(path, {}, cookie, EN);
  assert.deepEqual([ended.status, ended.headers.get("location")], [303, "/system/tokens"]);
  await ended.body?.cancel();
  assert.ok(gateway.store.read.tokens.all()[0]!.revokedAtUnixMs);
  assert.equal((await read(gateway, path, cookie)).status, 404);
  const acts = gateway.store.read.audit.before(0, 10).map(({ entry }) => JSON.parse(entry));
  const named = acts.filter(({ what }) => /^token-/.test(what)).map((
    { by, what },
  ) => [what, by.name]);
  assert.deepEqual(named, [["token-revoked", "admin"], ["token-created", "admin"]]);
});

Deno.test("A token that cannot be is refused beside its field, and what was typed stays", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  const wrong = [
    [{ ...TOKEN, name: "" }, "name"],
    [{ ...TOKEN, name: "admin" }, "name"],
    [{ ...TOKEN, role: "king" }, "role"],
    [{ ...TOKEN, role: "dispatch" }, "stream"],
    [{ ...TOKEN, stream: "pull" }, "stream"],
    [{ ...TOKEN, days: "0" }, "days"],
    [{ ...TOKEN, days: "3651" }, "days"],
    [{ ...TOKEN, days: "soon" }, "days"],
  ] as const;
  for (const [fields, field] of wrong) {
    const answer = await gateway.post("/system/tokens", fields, cookie, EN);
    const html = await answer.text();
    assert.equal(answer.status, 422, JSON.stringify(fields));
    assert.ok(html.includes(`id="${field}-problem"`), JSON.stringify(fields));
    assert.ok(html.includes(`value="${fields.days}"`), "what was typed stays");
  }
  assert.deepEqual(gateway.store.read.tokens.all(), []);
});

Deno.test("A token that the store does not take is not shown", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  gateway.isDiskGone = true;
  const answer = await gateway.post("/system/tokens", TOKEN, cookie, EN);
  const html = await answer.text();
  assert.equal(answer.status, 503);
  assert.match(textOf(html), /nothing was changed/);
  assert.doesNotMatch(html, /vgl_/);
});

Deno.test("A backup is made and listed, with who made it in the audit chain, and checked again", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  const made = await gateway.post("/system/backups", {}, cookie, EN);
  assert.equal(made.status, 303);
  await made.body?.cancel();
  const [backup] = gateway.backups.list();
  const { html } = await read(gateway, "/system/backups", cookie);
  assert.ok(html.includes(backup!.name) && html.includes(gateway.backups.dir!));
  const [entry] = gateway.store.read.audit.before(0, 1).map((it) => JSON.parse(it.entry));
  assert.deepEqual([entry.what, entry.by.name, entry.to], [
    "store-copied",
    "admin",
    gateway.backups.dir,
  ]);
  const checked = await gateway.post(`/system/backups/${backup!.name}/check`, {}, cookie, EN);
  assert.match(textOf(await checked.text()), /read again from beginning to end: it is whole/);
});

Deno.test("A backup that fails says why, and no backup leaves by the browser", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  Deno.writeTextFileSync(gateway.backups.dir!, "a file is in its way");
  const answer = await gateway.post("/system/backups", {}, cookie, EN);
  assert.equal(answer.status, 503);
  assert.match(textOf(await answer.text()), /The backup was not made: /);
  Deno.removeSync(gateway.backups.dir!);
  await gateway.backups.make();
  const [backup] = gateway.backups.list();
  const own = `/system/backups/${backup!.name}`;
  for (const path of [own, `${own}/download`]) {
    assert.equal((await read(gateway, path, cookie)).status, 404);
  }
});

Deno.test("A restore is prepared once the name of the gateway was typed: the backup is checked, the store stays", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  await gateway.backups.make();
  const [backup] = gateway.backups.list();
  const path = `/system/backups/${backup!.name}/restore`;
  assert.match(textOf((await read(gateway, path, cookie)).html), /no alarm is heard/);
  const wrong = await gateway.post(path, { confirm: "gw-2" }, cookie, EN);
  assert.equal(wrong.status, 422);
  assert.ok((await wrong.text()).includes('id="confirm-problem"'));
  const ready = await gateway.post(path, { confirm: NO_STATUS.name }, cookie, EN);
  const text = textOf(await ready.text());
  const restore = `sudo -u vigil vigil db restore ${backup!.path} --config /etc/vigil/other.toml`;
  for (const line of ["systemctl stop vigil", restore, "systemctl start vigil"]) {
    assert.ok(text.includes(line), line);
  }
  const bytes = Deno.readFileSync(backup!.path);
  bytes.fill(0xff, 4_096 * 3, 4_096 * 5);
  Deno.writeFileSync(backup!.path, bytes);
  const damaged = await gateway.post(path, { confirm: NO_STATUS.name }, cookie, EN);
  assert.equal(damaged.status, 409);
  assert.doesNotMatch(await damaged.text(), /db restore/);
});

Deno.test("Names of backups that lead elsewhere are no backups", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("admin");
  await gateway.backups.make();
  for (
    const name of [
      "..%2Fvigil.db",
      "vigil.db",
      encodeURIComponent(join(gateway.folder, "vigil.db")),
    ]
  ) {
    const answer = await gateway.post(`/system/backups/${name}/check`, {}, cookie, EN);
    assert.equal(answer.status, 404, name);
    await answer.body?.cancel();
  }
});
