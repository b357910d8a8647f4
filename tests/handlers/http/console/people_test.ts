import assert from "node:assert/strict";
import type { AuditEntry } from "../../../../db/store.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";

const IN_ENGLISH = { "accept-language": "en" };

/** A console with an administrator who is signed in, and a second one, so that neither is the last. */
async function start() {
  const gateway = await ConsoleHarness.start();
  await gateway.person("boss", "admin");
  const cookie = await gateway.session("admin");
  const read = async (asked: Promise<Response>) => {
    const answer = await asked;
    const { headers, status } = answer;
    const text = await answer.text();
    return { status, location: headers.get("location"), markup: text, text: textOf(text) };
  };
  return {
    gateway,
    cookie,
    open: (path: string, by = cookie) => read(gateway.call(path, { headers: IN_ENGLISH }, by)),
    /** Posts a form; a field may be there more than once. */
    post: (path: string, fields: readonly (readonly [string, string])[] = [], by = cookie) => {
      const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
      return read(gateway.call(path, { method: "POST", body, headers: IN_ENGLISH }, by));
    },
  };
}

/** What the chain says that was done, the newest first. */
function entriesOf(gateway: ConsoleHarness): AuditEntry[] {
  return gateway.store.read.audit.before(0, 50).map(({ entry }) => JSON.parse(entry));
}

Deno.test("An administrator adds a person, and hands over a code that is shown once", async () => {
  const { gateway, open, post } = await start();
  await using _ = gateway;
  const fields = [
    ["name", "an.peeters"],
    ["fullName", "An Peeters"],
    ["roles", "operator"],
    ["roles", "auditor"],
  ] as const;
  const { status, text } = await post("/people/add", fields);
  assert.equal(status, 200);
  const [code = ""] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(text) ?? [];
  assert.match(text, new RegExp(`Address ${gateway.url}/set-up Code ${code} Works once, until`));

  const an = gateway.accounts.byName("an.peeters")!;
  assert.deepEqual([an.fullName, an.roles], ["An Peeters", ["operator", "auditor"]]);
  assert.equal((await gateway.accounts.beginSetUp(code, "192.0.2.7")).ok, true);
  const [added] = entriesOf(gateway);
  assert.deepEqual([added!.what, added!.by.name, added!.subjects[0]!.id], [
    "account-added",
    "admin",
    "an.peeters",
  ]);
  const list = await open("/people");
  assert.match(list.text, /An Peeters an\.peeters not set up yet operator, auditor no 0 –/);
  for (const path of ["/people", `/people/${an.id}`]) {
    assert.ok(!(await open(path)).text.includes(code), path);
  }
});

Deno.test("A person who cannot be added so keeps what was typed, with the error beside the field", async () => {
  const { gateway, post } = await start();
  await using _ = gateway;
  for (
    const [fields, status, words] of [
      [[["name", "BOSS!"], ["fullName", "Bo"], ["roles", "admin"]], 422, /id="name-problem"/],
      [[["name", "boss"], ["fullName", "Bo"], ["roles", "admin"]], 409, /This name is taken/],
      [[["name", "bo"], ["fullName", "Bo"]], 422, /Choose at least one role/],
      [[["name", "bo"], ["fullName", "Bo"], ["roles", "root"]], 422, /Choose at least one role/],
    ] as const
  ) {
    const answer = await post("/people/add", fields);
    assert.equal(answer.status, status);
    assert.match(answer.markup, words);
    assert.match(answer.markup, /value="Bo"/);
  }
  assert.equal(gateway.accounts.byName("bo"), undefined);
});

Deno.test("Roles that are changed hold at once, for who is signed in", async () => {
  const { gateway, open, post } = await start();
  await using _ = gateway;
  const operator = await gateway.session("operator");
  const { id } = gateway.accounts.byName("operator")!;
  assert.equal((await open("/", operator)).status, 200);
  const changed = await post(`/people/${id}/roles`, [["roles", "technician"]]);
  assert.deepEqual([changed.status, changed.location], [303, `/people/${id}`]);
  assert.equal((await open("/", operator)).location, "/devices");
  assert.equal((await open("/incidents", operator)).status, 403);
  const none = await post(`/people/${id}/roles`);
  assert.equal(none.status, 422);
  assert.match(none.text, /Choose at least one role/);
});

Deno.test("Who is disabled is signed out at once, and comes back only by a new code", async () => {
  const { gateway, open, post } = await start();
  await using _ = gateway;
  const operator = await gateway.session("operator");
  const { id } = gateway.accounts.byName("operator")!;
  await open(`/people/${id}/disable`);
  assert.equal((await open("/", operator)).status, 200, "to be asked does nothing");
  assert.equal((await post(`/people/${id}/disable`)).location, `/people/${id}`);
  assert.equal((await open("/", operator)).location, "/sign-in");
  assert.match((await open(`/people/${id}`)).text, /State disabled/);
  assert.match((await post(`/people/${id}/reset`)).text, /This account is disabled/);
  assert.match((await post(`/people/${id}/enable`)).text, /One-time code for operator Peeters/);
  assert.equal((await open("/", operator)).location, "/sign-in");
  assert.deepEqual(entriesOf(gateway).slice(0, 2).map(({ what }) => what), [
    "account-enabled",
    "account-disabled",
  ]);
});

Deno.test("The last administrator is neither disabled nor demoted by a page", async () => {
  const { gateway, post } = await start();
  await using _ = gateway;
  const [{ id: boss }, { id: own }] = [
    gateway.accounts.byName("boss")!,
    gateway.accounts.byName("admin")!,
  ];
  await post(`/people/${boss}/disable`);
  for (const [act, fields] of [["disable", []], ["roles", [["roles", "operator"]]]] as const) {
    const answer = await post(`/people/${own}/${act}`, fields);
    assert.equal(answer.status, 409, act);
    assert.match(answer.text, /This is the last administrator/);
  }
  assert.deepEqual(gateway.accounts.byName("admin")!.roles, ["admin"]);
});

Deno.test("One session of a person is ended, the others go on, and it is kept who did it", async () => {
  const { gateway, open, post } = await start();
  await using _ = gateway;
  const [first, second] = [await gateway.session("operator"), await gateway.session("operator")];
  const { id } = gateway.accounts.byName("operator")!;
  const { markup } = await open(`/people/${id}`);
  const [, end] = /action="([^"]*\/sessions\/[^"]*\/end)"/.exec(markup)!;
  assert.equal((await post(end!)).status, 303);
  const left = [await open("/", first), await open("/", second)].map(({ status }) => status);
  assert.deepEqual(left.toSorted(), [200, 302]);
  const ended = entriesOf(gateway).find(({ what }) => what === "session-ended");
  assert.deepEqual([ended!.by.name, ended!.subjects[0]!.id], ["admin", "operator"]);
});

Deno.test("A personal token is revoked on the page of its owner, and by no address of another's", async () => {
  const { gateway, open, post } = await start();
  await using _ = gateway;
  await gateway.session("operator");
  const { id, number } = gateway.accounts.byName("operator")!;
  const token = { name: "curl", role: "operator", scope: "read" } as const;
  const made = await gateway.accounts.createToken(number, token, "192.0.2.7");
  assert.ok(made.ok);
  const isThere = () => gateway.store.read.tokens.ofOwner(number)[0]!.revokedAtUnixMs === undefined;
  assert.match((await open(`/people/${id}`)).text, /curl operator: only read/);

  const boss = gateway.accounts.byName("boss")!.id;
  await post(`/people/${boss}/tokens/${made.value.record.id}/revoke`);
  assert.ok(isThere());
  await post(`/people/${id}/tokens/${made.value.record.id}/revoke`);
  assert.ok(!isThere());
  assert.match((await open(`/people/${id}`)).text, /No token yet/);
});

Deno.test("A full name is changed; the name to sign in with and what was done stay", async () => {
  const { gateway, open, post } = await start();
  await using _ = gateway;
  const { id } = gateway.accounts.byName("boss")!;
  await post(`/people/${id}/full-name`, [["fullName", "Bo <b>Ss</b>"]]);
  assert.match((await open(`/people/${id}`)).markup, /<h1>Bo &lt;b&gt;Ss&lt;\/b&gt; · boss<\/h1>/);
  const wrong = await post(`/people/${id}/full-name`, [["fullName", "x".repeat(129)]]);
  assert.equal(wrong.status, 422);
  assert.match(wrong.markup, /id="fullName-problem"/);
});

Deno.test("What the store does not keep of a person is said to be uncertain, and what was typed stays", async () => {
  const { gateway, post } = await start();
  await using _ = gateway;
  const { id } = gateway.accounts.byName("boss")!;
  gateway.isDiskGone = true;
  const added = await post("/people/add", [["name", "bo"], ["fullName", "Bo"], ["roles", "admin"]]);
  assert.equal(added.status, 503);
  assert.match(added.markup, /value="Bo"/);
  for (const path of ["disable", "reset", "roles"]) {
    const answer = await post(`/people/${id}/${path}`, [["roles", "admin"]]);
    assert.equal(answer.status, 503, path);
    assert.match(answer.text, /not certain that this was recorded/);
  }
});

Deno.test("A person who is not there, and a form of another origin, change nothing", async () => {
  const { cookie, gateway, open, post } = await start();
  await using _ = gateway;
  assert.equal((await open(`/people/${"0".repeat(16)}`)).status, 404);
  for (const path of ["reset", "disable", "enable", "roles", "full-name", "sessions/x/end"]) {
    assert.equal((await post(`/people/${"0".repeat(16)}/${path}`)).status, 404, path);
  }
  const { id } = gateway.accounts.byName("boss")!;
  const evil = { ...IN_ENGLISH, origin: "https://evil.example" };
  const init = { method: "POST", headers: evil, body: new URLSearchParams() };
  const answer = await gateway.call(`/people/${id}/disable`, init, cookie);
  await answer.body?.cancel();
  assert.equal(answer.status, 403);
  assert.equal(gateway.accounts.byName("boss")!.isDisabled, false);
});
