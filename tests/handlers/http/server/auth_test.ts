import assert from "node:assert/strict";
import { Connection } from "../../../../db/sqlite/connection.ts";
import { Authenticator, authorOf } from "../../../../handlers/http/server/access/auth.ts";
import { Harness, until } from "../harness.ts";
import { RawClient } from "../../../support/raw_client.ts";
import { program } from "../../../support/authors.ts";

Deno.test("A token is for its own stream and no other", async () => {
  await using gateway = await Harness.start();

  const other = await gateway.post("/v1/streams/b/poll", "dispatch-a", {});
  assert.deepEqual([other.status, (await other.json()).error], [403, "other-stream"]);
  const none = await gateway.post("/v1/streams/c/poll", "dispatch-a", {});
  assert.deepEqual([none.status, (await none.json()).error], [404, "unknown-stream"]);
  const doorbell = await gateway.call("/v1/streams/b/doorbell", "dispatch-a");
  assert.deepEqual([doorbell.status, (await doorbell.json()).error], [403, "other-stream"]);
});

Deno.test("A token works from when it is made until it is revoked or ends, by the wall clock", async () => {
  await using gateway = await Harness.start();
  const { id } = await gateway.token("brief", "monitor", { days: 1 });
  const status = async () => {
    const response = await gateway.call("/v1/status", "brief");
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await status(), 200);
  gateway.clock.wallShiftMs = 86_399_000;
  assert.equal(await status(), 200);
  gateway.clock.wallShiftMs = 86_400_001;
  assert.equal(await status(), 401);
  gateway.clock.wallShiftMs = 0;
  assert.equal(await status(), 200);
  await gateway.store.write("revokeToken", { id, by: program("test"), atUnixMs: 1 });
  assert.equal(await status(), 401);
});

Deno.test("A token that is revoked during a wait gets no event any more", async () => {
  await using gateway = await Harness.start();
  const { id } = await gateway.token("short", "dispatch", { stream: "a" });
  const waiting = gateway.post("/v1/streams/a/poll", "short", { waitMs: 30_000 });
  await until(() => gateway.core.polls.activity()[0]?.isWaiting === true);
  await gateway.store.write("revokeToken", { id, by: program("test"), atUnixMs: 1 });
  await gateway.append({});

  const response = await waiting;

  assert.equal(response.status, 401);
  assert.equal((await response.json()).events, undefined);
});

Deno.test("Wrong credentials have to wait; valid ones from the same address never are", async () => {
  await using gateway = await Harness.start();
  const wrong = () => gateway.call("/v1/status", `vgl_${"x".repeat(43)}`);
  const statuses: number[] = [];
  for (let times = 0; times < 61; times++) {
    const response = await wrong();
    statuses.push(response.status);
    await response.body?.cancel();
  }
  assert.deepEqual(statuses, [...Array(60).fill(401), 429]);
  const limited = await wrong();
  assert.equal((await limited.json()).error, "too-many-failures");
  const retryAfterS = Number(limited.headers.get("retry-after"));
  assert.ok(retryAfterS > 0 && retryAfterS <= 60);
  assert.deepEqual(gateway.raised.map(({ reason }) => reason), ["credentials-guessed"]);

  assert.deepEqual((await gateway.poll("a")).events, []);
  gateway.clock.shiftMs += 60_000;
  const later = await wrong();
  await later.body?.cancel();
  assert.equal(later.status, 401);
});

Deno.test("A page of another origin may not use the API, even with credentials", async () => {
  await using gateway = await Harness.start();
  const headers = { origin: "https://evil.example" };

  const response = await gateway.post("/v1/streams/a/poll", "dispatch-a", {}, { headers });

  assert.deepEqual([response.status, (await response.json()).error], [403, "cross-origin"]);
});

Deno.test("Metrics are free for a program on the box, and for none that only comes by way of it", async () => {
  await using gateway = await Harness.start();
  const { port } = gateway.server;
  const status = async (host: string, ...headers: string[]) => {
    using client = new RawClient(port);
    client.send(["GET /metrics HTTP/1.1", `host: ${host}`, ...headers, "", ""].join("\r\n"));
    await until(() => client.statuses.length === 1);
    return client.statuses[0];
  };
  for (const host of [`127.0.0.1:${port}`, "localhost", `LOCALHOST:${port}`, `[::1]:${port}`]) {
    assert.equal(await status(host), 200, host);
  }
  // A page whose name leads to this box, and what a proxy on the box hands on.
  for (const host of ["rebound.example", "localhost.example", "127.0.0.1.example", "0.0.0.0"]) {
    assert.equal(await status(host), 401, host);
  }
  for (const header of ["x-forwarded-for: 192.0.2.7", "forwarded: for=x", "via: 1.1 proxy"]) {
    assert.equal(await status("localhost", header), 401, header);
  }
  const monitor = `authorization: Bearer ${gateway.tokens["monitor"]}`;
  assert.equal(await status("gateway.example", monitor, "x-forwarded-for: 192.0.2.7"), 200);
});

Deno.test("A personal token holds while its owner is enabled and has its role, and is in no certificate", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator", "admin"]);
  const { id } = await gateway.personalToken("laptop", "an.peeters", {
    role: "operator",
    scope: "read",
  });
  const { number } = gateway.store.read.users.byName("an.peeters")!;
  const status = async () => {
    const response = await gateway.call("/v1/incidents", "laptop");
    await response.body?.cancel();
    return response.status;
  };
  const identify = (commonName: string) =>
    new Authenticator(gateway.ports).identify({ authorization: undefined, commonName });
  const change = { number, by: program("test"), atUnixMs: 1, mayEndLastAdmin: true };

  assert.equal(await status(), 200);
  assert.deepEqual([identify("laptop"), identify("an.peeters")], [undefined, undefined]);
  assert.equal(identify("monitor")?.name, "monitor");

  await gateway.store.write("setUserRoles", { ...change, roles: ["admin"] });
  assert.equal(await status(), 401);
  await gateway.store.write("setUserRoles", { ...change, roles: ["operator", "admin"] });
  assert.equal(await status(), 401, "what was revoked stays revoked");
  assert.ok(gateway.store.read.tokens.all().find((token) => token.id === id)?.revokedAtUnixMs);

  await gateway.personalToken("laptop", "an.peeters", { role: "operator", scope: "read" });
  assert.equal(await status(), 200);
  await gateway.store.write("disableUser", change);
  assert.equal(await status(), 401);
});

Deno.test("A token of an account that is disabled or lost its role proves no one, revoked or not", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator", "admin"]);
  await gateway.personalToken("laptop", "an.peeters", { role: "operator", scope: "act" });
  const authorization = `Bearer ${gateway.tokens.laptop}`;
  using db = new Connection(gateway.store.read.path, "write");
  const holdsAfter = (sql: string) => {
    db.run(sql);
    const authenticator = new Authenticator(gateway.ports);
    return authenticator.identify({ authorization, commonName: undefined }) !== undefined;
  };

  assert.equal(holdsAfter(`update user set roles = '["admin"]'`), false);
  assert.equal(holdsAfter(`update user set roles = '["admin","operator"]'`), true);
  assert.equal(holdsAfter("update user set disabled_unix_ms = 1"), false);
});

Deno.test("A personal token is its owner to the gateway, and ends itself though it only reads", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator"]);
  await gateway.personalToken("laptop", "an.peeters", { role: "operator", scope: "read" });
  const authenticator = new Authenticator(gateway.ports);
  const authorization = `Bearer ${gateway.tokens.laptop}`;
  const caller = authenticator.identify({ authorization, commonName: undefined })!;
  const { id, number } = gateway.store.read.users.byName("an.peeters")!;

  assert.deepEqual([caller.kind, caller.name, caller.user], ["person", "an.peeters", number]);
  assert.deepEqual(authorOf(caller, "192.0.2.7", "desk 3"), {
    kind: "person",
    name: "an.peeters",
    id,
    token: "laptop",
    from: "192.0.2.7",
    said: "desk 3",
  });

  const ended = await gateway.call("/v1/tokens/self", "laptop", { method: "DELETE" });
  assert.equal(ended.status, 204);
  const after = await gateway.call("/v1/incidents", "laptop");
  assert.equal(after.status, 401);
  await after.body?.cancel();
  const { tokens } = await (await gateway.call("/v1/tokens", "admin")).json();
  const its = tokens.find(({ name }: { name: string }) => name === "laptop");
  assert.deepEqual([its.owner, its.scope, typeof its.revokedAt], ["an.peeters", "read", "string"]);
});

Deno.test("An administrator revokes a personal token", async () => {
  await using gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator"]);
  const { id } = await gateway.personalToken("laptop", "an.peeters", {
    role: "operator",
    scope: "act",
  });

  const revoked = await gateway.call(`/v1/tokens/${id}`, "admin", { method: "DELETE" });
  assert.equal(revoked.status, 204);
  const after = await gateway.call("/v1/incidents", "laptop");
  await after.body?.cancel();
  assert.equal(after.status, 401);
});
