import assert from "node:assert/strict";
import { Connection } from "../../../../db/sqlite/connection.ts";
import { Harness } from "../harness.ts";

const CODE = /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/;
const AN = { name: "an.peeters", fullName: "An Peeters", roles: ["operator"] };

async function send(gateway: Harness, method: string, path: string, body?: unknown, as = "admin") {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await gateway.call(path, as, init);
  const text = await response.text();
  return { status: response.status, ...(text !== "" && JSON.parse(text)) };
}

Deno.test("An account is made with a one-time code that is shown once", async () => {
  await using gateway = await Harness.start();

  const made = await gateway.post("/v1/users", "admin", AN);
  assert.equal(made.headers.get("cache-control"), "no-store");
  const { code, created, id, ...user } = await made.json();
  assert.match(code, CODE);
  assert.match(id, /^[0-9a-f]{16}$/);
  assert.match(created, /^\d{4}-/);
  assert.deepEqual(user, {
    ...AN,
    disabled: false,
    setUp: false,
    totp: false,
    passkeys: [],
    recoveryCodesLeft: 0,
  });

  const one = await send(gateway, "GET", "/v1/users/an.peeters");
  const all = await send(gateway, "GET", "/v1/users");
  assert.deepEqual([one.id, one.code, all.users.length, all.users[0].code], [
    id,
    undefined,
    1,
    undefined,
  ]);
});

Deno.test("An account that makes no sense is refused with its field, and a name means one who", async () => {
  await using gateway = await Harness.start();
  await send(gateway, "POST", "/v1/users", AN);
  const cases: [object, number, string, string | undefined][] = [
    [{ ...AN, name: "An Peeters" }, 422, "invalid-request", "body.name"],
    [{ ...AN, name: "an.d", fullName: "" }, 422, "invalid-request", "body.fullName"],
    [{ ...AN, name: "an.d", roles: ["dispatch"] }, 422, "invalid-request", "body.roles.0"],
    [{ ...AN, name: "an.d", roles: [] }, 422, "invalid-request", "body.roles"],
    [AN, 409, "name-taken", "body.name"],
    [{ ...AN, name: "monitor" }, 409, "name-taken", "body.name"],
  ];
  for (const [body, status, error, field] of cases) {
    const answer = await send(gateway, "POST", "/v1/users", body);
    assert.deepEqual([answer.status, answer.error, answer.details?.[0].field], [
      status,
      error,
      field,
    ]);
  }
  const token = await send(gateway, "POST", "/v1/tokens", { name: AN.name, role: "monitor" });
  assert.deepEqual([token.status, token.error], [409, "name-taken"]);
});

Deno.test("Roles, name and whether it is disabled are changed, at once and together", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator"]);
  await gateway.personalToken("laptop", "an.peeters", { role: "operator", scope: "act" });
  const change = (body: unknown) => send(gateway, "PATCH", "/v1/users/an.peeters", body);

  const changed = await change({ roles: ["operator", "auditor"], fullName: "An Peeters-Maes" });
  assert.deepEqual([changed.status, changed.roles, changed.fullName, changed.code], [
    200,
    ["operator", "auditor"],
    "An Peeters-Maes",
    undefined,
  ]);
  assert.equal((await send(gateway, "GET", "/v1/incidents", undefined, "laptop")).status, 200);

  assert.equal((await change({ disabled: true })).disabled, true);
  assert.equal((await send(gateway, "GET", "/v1/incidents", undefined, "laptop")).status, 401);
  assert.equal((await change({ disabled: true })).status, 200, "what it is already is no change");

  const enabled = await change({ disabled: false });
  assert.deepEqual([enabled.disabled, enabled.setUp], [false, false]);
  assert.match(enabled.code, CODE);
  assert.equal((await send(gateway, "GET", "/v1/incidents", undefined, "laptop")).status, 401);
  const before = gateway.store.read.audit.before(0, 1)[0]!.number;
  const wrong = await change({ roles: ["admin"], fullName: " " });
  assert.deepEqual([wrong.status, wrong.details[0].field], [422, "body.fullName"]);
  assert.equal((await change({ roles: ["auditor", "operator"] })).status, 200);
  assert.equal(gateway.store.read.audit.before(0, 1)[0]!.number, before, "nothing was changed");
  assert.equal((await change({})).status, 422);
  assert.equal((await change({ role: ["admin"] })).status, 422);
});

Deno.test("A reset ends what proved a person, and gives a new one-time code", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator"]);
  await gateway.personalToken("laptop", "an.peeters", { role: "operator", scope: "act" });

  const reset = await send(gateway, "POST", "/v1/users/an.peeters/reset", {});
  assert.deepEqual([reset.status, reset.name], [200, "an.peeters"]);
  assert.match(reset.code, CODE);
  assert.equal((await send(gateway, "GET", "/v1/incidents", undefined, "laptop")).status, 401);
  for (
    const [method, path] of [
      ["GET", "/v1/users/nobody"],
      ["POST", "/v1/users/nobody/reset"],
      ["PATCH", "/v1/users/nobody"],
    ] as const
  ) {
    const body = method === "PATCH" ? { disabled: true } : undefined;
    const answer = await send(gateway, method, path, body);
    assert.deepEqual([answer.status, answer.error], [404, "unknown-account"], path);
  }
});

Deno.test("What administrators do to accounts is in the audit chain, by whom and from where", async () => {
  await using gateway = await Harness.start();
  await gateway.person("jan", ["admin"]);
  await gateway.personalToken("script", "jan", { role: "admin", scope: "act" });
  await send(gateway, "POST", "/v1/users", AN, "script");
  await send(gateway, "PATCH", "/v1/users/an.peeters", { roles: ["auditor"] }, "script");

  const entries = gateway.store.read.audit.before(0, 2).map(({ entry }) => JSON.parse(entry));
  assert.deepEqual(entries.map(({ what }) => what), ["account-roles-changed", "account-added"]);
  for (const { by, subjects } of entries) {
    const { id: _, ...who } = by;
    assert.deepEqual(who, { kind: "person", name: "jan", token: "script", from: "127.0.0.1" });
    assert.deepEqual(subjects, [{ kind: "account", id: "an.peeters" }]);
  }
});

Deno.test("The last administrator who can sign in is neither disabled nor reset over the API", async () => {
  await using gateway = await Harness.start();
  await gateway.person("jan", ["admin"]);
  using db = new Connection(gateway.store.read.path, "write");
  db.run("update user set password = 'x'");

  const { roles } = await send(gateway, "GET", "/v1/users/jan");
  for (
    const body of [
      { disabled: true },
      { roles: ["operator"] },
      { disabled: true, roles: ["admin", "operator"], fullName: "Jan" },
    ]
  ) {
    const answer = await send(gateway, "PATCH", "/v1/users/jan", body);
    assert.deepEqual([answer.status, answer.error], [409, "last-admin"]);
  }
  const reset = await send(gateway, "POST", "/v1/users/jan/reset", {});
  assert.deepEqual([reset.status, reset.error], [409, "last-admin"]);
  assert.deepEqual((await send(gateway, "GET", "/v1/users/jan")).roles, roles);
});

Deno.test("An administrator sees where a person is signed in, and ends a session or all of them", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator"]);
  await gateway.person("jan", ["operator"]);
  const begin = (name: string, agent: string) => {
    const { generation, id: account, number: user } = gateway.store.read.users.byName(name)!;
    return gateway.sessions.begin({ user, account, generation, source: "192.0.2.41", agent })!;
  };
  const kept = begin("jan", "of another");
  begin("an.peeters", "desk");
  begin("an.peeters", "wall");
  const path = "/v1/users/an.peeters/sessions";

  const { sessions } = await send(gateway, "GET", path);
  assert.deepEqual(
    sessions.map(({ agent, from }: { agent: string; from: string }) => [agent, from]),
    [["desk", "192.0.2.41"], ["wall", "192.0.2.41"]],
  );
  assert.match(sessions[0].started, /^\d{4}-.*Z$/);

  const end = (id: string) => send(gateway, "DELETE", `${path}?id=${id}`);
  assert.equal((await end(sessions[0].id)).status, 204);
  assert.equal((await end(sessions[0].id)).error, "unknown-session");
  const others = gateway.sessions.of(gateway.store.read.users.byName("jan")!.number);
  assert.equal((await end(others[0]!.name)).error, "unknown-session", "of another person");
  assert.equal((await send(gateway, "GET", path)).sessions.length, 1);

  assert.equal((await send(gateway, "DELETE", path)).status, 204);
  assert.deepEqual((await send(gateway, "GET", path)).sessions, []);
  assert.ok(gateway.sessions.look(kept));
  const entries = gateway.store.read.audit.before(0, 2).map(({ entry }) => JSON.parse(entry));
  assert.deepEqual(entries.map(({ by, subjects, what }) => [what, by.name, subjects[0].id]), [
    ["sessions-ended", "admin", "an.peeters"],
    ["session-ended", "admin", "an.peeters"],
  ]);
});
