/** What an operator takes away of an incident, and what of a note is a link. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { AuditEntry } from "../../../../../db/store.ts";
import { encodeHex } from "../../../../../devices/hex.ts";
import { boxUser } from "../../../../support/authors.ts";
import { alarmOf } from "../../../../support/stored_alarms.ts";
import { ConsoleHarness } from "../console_harness.ts";
import { Visitor } from "../visitor.ts";

const ID = alarmOf(1).opens!.id;
const PAGE = `/incidents/${encodeHex(ID)}`;

/** A console with one alarm, and an operator. */
async function start() {
  await using stack = new AsyncDisposableStack();
  const gateway = stack.use(await ConsoleHarness.start());
  const device = { uid: "d-1", kid: 1, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
  await gateway.store.write("addDevice", device);
  await gateway.store.write("acceptFrame", alarmOf(1));
  const visitor = new Visitor(gateway, await gateway.session("operator"));
  const note = (text: string, link?: string, atUnixMs: number = gateway.clock.unixMs()) =>
    gateway.store.write("addIncidentNote", {
      ...{ incident: ID, by: boxUser("root"), text, atUnixMs },
      ...(link === undefined ? {} : { link }),
    });
  const resources = stack.move();
  return {
    ...{ gateway, note, visitor },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function lastEntry(gateway: ConsoleHarness): AuditEntry {
  return JSON.parse(gateway.store.read.audit.before(0, 1)[0]!.entry);
}

Deno.test("The proof of the page is saved as a file, and is an entry of the chain", async () => {
  await using site = await start();
  await site.note("She called back");
  const { headers, markup, status } = await site.visitor.open(`${PAGE}/proof`);
  assert.equal(status, 200);
  const file = `${encodeHex(ID).slice(0, 8)}-proof.json`;
  assert.equal(headers.get("content-disposition"), `attachment; filename="${file}"`);
  const { format, notes } = JSON.parse(markup);
  assert.deepEqual([format, notes[0].text], ["vigil-incident-proof/1", "She called back"]);
  const { by, subjects, what } = lastEntry(site.gateway);
  assert.deepEqual([what, by.name, subjects.map(({ id }) => id)], [
    "proof-exported",
    "operator",
    [encodeHex(ID), "d-1"],
  ]);
});

Deno.test("CAP and JSON of the page are those of the API, each an entry of the chain", async () => {
  await using site = await start();
  await site.note("She called back");
  const cap = await site.visitor.open(`${PAGE}/cap`);
  assert.match(cap.headers.get("content-type") ?? "", /^application\/cap\+xml/);
  assert.match(cap.markup, /<msgType>Alert<\/msgType>/);
  assert.deepEqual([lastEntry(site.gateway).what, lastEntry(site.gateway).details], [
    "incident-exported",
    { file: "cap.xml" },
  ]);
  const json = JSON.parse((await site.visitor.open(`${PAGE}/json`)).markup);
  assert.deepEqual([json.id, json.notes[0].text], [encodeHex(ID), "She called back"]);
  assert.equal(lastEntry(site.gateway).details!["file"], "incident.json");
  assert.equal((await site.visitor.open("/incidents/3f0a12bc/proof")).status, 404);
});

Deno.test("The report names the hash of the proof that is made in the same moment, and the chain has it", async () => {
  await using site = await start();
  site.gateway.clock.unixMs = () => 1_795_996_800_000 as never;
  const report = await site.visitor.open(`${PAGE}/report`);
  const [hash] = /[0-9a-f]{64}/.exec(report.text) ?? [];
  const { details, what } = lastEntry(site.gateway);
  assert.deepEqual([what, details], ["incident-exported", { file: "report", proofHash: hash }]);
  const { markup } = await site.visitor.open(`${PAGE}/proof`);
  assert.equal(createHash("sha256").update(markup).digest("hex"), hash);
});

Deno.test("Only an encrypted address in a note can be followed; what is written is never markup", async () => {
  await using site = await start();
  await site.note("<script>alert(1)</script>", "https://recorder.example/?a=1&b=2");
  await site.note("by http", "http://recorder.example/8");
  await site.note("a file", "/srv/calls/9.wav");
  const { markup } = await site.visitor.open(PAGE);
  assert.match(markup, /&lt;script&gt;alert\(1\)/);
  assert.match(
    markup,
    /<a href="https:\/\/recorder\.example\/\?a=1&amp;b=2" rel="noreferrer noopener"/,
  );
  assert.doesNotMatch(markup, /href="(http:|\/srv)/);
  assert.match(markup, /<code>http:\/\/recorder\.example\/8<\/code>/);
});

Deno.test("A note whose retention is over still says who wrote it and when, on the page and in the report", async () => {
  await using site = await start();
  await site.note("She called back", undefined, 1_000);
  await site.gateway.store.write("eraseNotes", { beforeUnixMs: 2_000 });
  for (const path of [PAGE, `${PAGE}/report`]) {
    const { text } = await site.visitor.open(path);
    assert.match(text, /by root on the box.*erased at the end of its retention/);
    assert.doesNotMatch(text, /She called back/);
  }
});
