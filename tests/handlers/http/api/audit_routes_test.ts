import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { Connection } from "../../../../db/sqlite/connection.ts";
import { Harness } from "../harness.ts";

interface Kept {
  readonly entry: {
    readonly number: number;
    readonly what: string;
    readonly by: { readonly name: string };
    readonly details?: unknown;
  };
  readonly hash: string;
}

async function read(gateway: Harness, query = "", as = "auditor") {
  const response = await gateway.call(`/v1/audit${query}`, as);
  const body = await response.json();
  return { status: response.status, ...body } as
    & { status: number; error: string; next?: number }
    & { entries: Kept[] };
}

const verify = (gateway: Harness, as = "auditor") => gateway.post("/v1/audit/verify", as, {});

Deno.test("An auditor reads the audit chain newest first, and checks it by what each page says", async () => {
  await using gateway = await Harness.start();
  const first = await read(gateway, "?limit=3");
  const second = await read(gateway, `?limit=500&before=${first.next}`);
  const kept = [...first.entries, ...second.entries].toReversed();

  assert.deepEqual([first.entries.length, second.next], [3, undefined]);
  assert.deepEqual(kept.map(({ entry }) => entry.number), kept.map((_, at) => at + 1));
  let before = "0".repeat(64);
  for (const { entry, hash } of kept) {
    const text = `${before}\n${canonicalize(entry)}`;
    assert.equal(createHash("sha256").update(text).digest("hex"), hash);
    before = hash;
  }
});

Deno.test("Entries are found by what was done, by whom and about what", async () => {
  await using gateway = await Harness.start();
  await (await gateway.post("/v1/devices", "technician", { device: "d-1" })).body?.cancel();
  await (await gateway.call("/v1/devices", "technician")).body?.cancel();
  const found = async (query: string) =>
    (await read(gateway, query)).entries.map(({ entry }) => entry.what);

  assert.deepEqual(await found("?subject=wearable/d-1"), ["wearables-listed", "wearable-issued"]);
  assert.deepEqual(await found("?subject=wearable/d-1&what=wearable-issued"), ["wearable-issued"]);
  assert.deepEqual(await found("?by=technician&what=wearables-listed"), ["wearables-listed"]);
  assert.deepEqual(await found("?subject=token/technician"), ["token-created"]);
  assert.deepEqual(await found("?by=operator"), []);
  for (const query of ["?what=seen", "?subject=d-1", "?limit=501", "?who=me"]) {
    assert.equal((await read(gateway, query)).status, 422, query);
  }
});

Deno.test("Who reads the audit chain is in it, with what was looked for", async () => {
  await using gateway = await Harness.start();
  await read(gateway, "?by=operator&limit=5");
  await read(gateway);
  const { entries } = await read(gateway);

  const [whole, search] = entries.map(({ entry }) => entry);
  assert.deepEqual([whole!.what, whole!.by.name], ["audit-viewed", "auditor"]);
  assert.deepEqual(search!.details, { by: "operator", count: 0 });
});

Deno.test("The chain is verified over the API, also by a token that only reads, and that is kept", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["auditor"]);
  await gateway.personalToken("laptop", "an.peeters", { role: "auditor", scope: "read" });
  const [head] = gateway.store.read.audit.before(0, 1);

  const answer = await verify(gateway, "laptop");
  const { entries, ...verdict } = await answer.json();
  assert.equal(answer.status, 200);
  assert.deepEqual([entries, verdict], [
    head!.number,
    { ok: true, head: { number: head!.number, hash: head!.hash }, closed: 0 },
  ]);
  const [{ entry } = { entry: "{}" }] = gateway.store.read.audit.before(0, 1);
  const { by, details, what } = JSON.parse(entry);
  assert.deepEqual([what, by.name, by.token, details], [
    "audit-verified",
    "an.peeters",
    "laptop",
    { ok: true, number: head!.number },
  ]);
});

Deno.test("A chain in which an entry was changed is not whole, from that entry on", async () => {
  await using gateway = await Harness.start();
  using db = new Connection(gateway.store.read.path, "write");
  db.run("drop trigger audit_stays");
  db.run("update audit set entry = replace(entry, 'monitor', 'nonitor') where number = 3");
  db.run("update audit set entry = replace(entry, 'dispatch-b', 'dispatch-c') where number = 2");

  const { firstBad, ok } = await (await verify(gateway)).json();

  assert.deepEqual([ok, firstBad], [false, { number: 2, reason: "changed" }]);
});

Deno.test("The chain is verified once at a time", async () => {
  await using gateway = await Harness.start();
  using db = new Connection(gateway.store.read.path, "write");
  db.run(
    `with recursive n (value) as (select 100 union all select value + 1 from n where value <= 20000)
     insert into audit select value, entry, hash from audit, n where number = 1`,
  );

  const answers = await Promise.all([verify(gateway), verify(gateway)]);

  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
  for (const answer of answers) await answer.body?.cancel();
  const after = await verify(gateway);
  await after.body?.cancel();
  assert.equal(after.status, 200);
});

Deno.test("What stands in the place of an entry and is none is shown as such, and writes nothing into the answer", async () => {
  await using gateway = await Harness.start();
  const whole = await read(gateway);
  using db = new Connection(gateway.store.read.path, "write");
  db.run("drop trigger audit_stays");
  const forged = `{},"hash":"${"0".repeat(64)}"},{"entry":{"what":"forged"}`;
  db.run("update audit set entry = ? where number = 2", forged);
  const { entries, status } = await read(gateway);
  assert.deepEqual([status, entries.length], [200, whole.entries.length + 1]);
  const [found] = entries.filter(({ entry }) => entry.number === 2);
  assert.deepEqual(found!.entry, { number: 2, damaged: forged });
});
