import assert from "node:assert/strict";
import { ROLES } from "../../../../db/store.ts";
import type { Route } from "../../../../handlers/http/server/route.ts";
import { Harness, until } from "../harness.ts";
import { RawClient } from "../../../support/raw_client.ts";
import { program } from "../../../support/authors.ts";

/** Who may use what, literally. `loopback` is free for programs on the same box. */
const EXPECTED: Record<string, string> = {
  "POST /v1/streams/{name}/poll": "dispatch",
  "GET /v1/streams/{name}/doorbell": "dispatch",
  "GET /v1/events": "dispatch operator auditor",
  "GET /v1/events/{id}": "dispatch operator",
  "GET /v1/incidents": "dispatch operator",
  "GET /v1/incidents/{id}": "dispatch operator",
  "POST /v1/incidents/{id}/transitions": "dispatch operator",
  "GET /v1/devices": "technician",
  "POST /v1/devices": "technician",
  "GET /v1/devices/{id}": "technician",
  "GET /v1/devices/{id}/sheet": "technician",
  "PATCH /v1/devices/{id}": "technician",
  "POST /v1/devices/{id}/assign": "technician",
  "POST /v1/devices/{id}/extend": "technician",
  "POST /v1/devices/{id}/suspend": "technician",
  "POST /v1/devices/{id}/rotate-key": "technician",
  "POST /v1/devices/{id}/retire": "technician",
  "POST /v1/devices/{id}/test": "technician",
  "POST /v1/devices/{id}/drill": "technician",
  "GET /v1/modems": "technician",
  "POST /v1/modems/{name}/probe": "technician",
  "POST /v1/modems/{name}/provision": "technician",
  "POST /v1/modems/{name}/test": "technician",
  "POST /v1/modems/{name}/reset": "technician",
  "GET /v1/rejected": "technician",
  "GET /v1/tokens": "admin",
  "POST /v1/tokens": "admin",
  "DELETE /v1/tokens": "admin",
  "DELETE /v1/tokens/{id}": "admin",
  "GET /v1/status": "monitor",
  "GET /healthz": "anyone",
  "GET /readyz": "anyone",
  "GET /metrics": "monitor loopback",
  "GET /openapi.json": "anyone",
  "GET /asyncapi.json": "anyone",
  "GET /docs": "anyone",
  "GET /docs/docs.js": "anyone",
  "GET /docs/swagger-ui-bundle.js": "anyone",
  "GET /docs/swagger-ui.css": "anyone",
};

function describe({ access }: Route): string {
  if (access === "anyone") return "anyone";
  return [...access.roles, ...(access.isFreeOnLoopback ? ["loopback"] : [])].join(" ");
}

Deno.test("Every route says who may use it, and it is who the API promises", async () => {
  await using gateway = await Harness.start();
  const found = gateway.routes.map((route) =>
    [`${route.method} ${route.path}`, describe(route)] as const
  );
  assert.deepEqual(Object.fromEntries(found), EXPECTED);
});

Deno.test("Every route lets in its roles and no others", async () => {
  await using gateway = await Harness.start();
  const closed = gateway.routes.filter(({ access }) =>
    access !== "anyone" && access.isFreeOnLoopback !== true
  );
  for (const route of closed) {
    const path = route.path.replace("{name}", "a").replace("{id}", "0".repeat(32));
    const statusFor = async (token?: string) => {
      const response = await gateway.call(path, token, { method: route.method });
      await response.body?.cancel();
      return response.status;
    };
    const allowed = EXPECTED[`${route.method} ${route.path}`]!.split(" ");
    assert.equal(await statusFor(), 401, `${route.path} without credentials`);
    assert.equal(await statusFor("vgl_wrong"), 401, `${route.path} with a wrong token`);
    for (const role of ROLES) {
      const status = await statusFor(role === "dispatch" ? "dispatch-a" : role);
      const isLetIn = status !== 401 && status !== 403;
      assert.equal(isLetIn, allowed.includes(role), `${route.method} ${route.path} as ${role}`);
    }
  }
});

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
