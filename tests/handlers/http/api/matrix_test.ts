/**
 * Who may use what: each route of the API, by each method, for each role of programs and of people.
 * The table is the promise; the routes' own declarations have to be it, and so do their answers.
 */
import assert from "node:assert/strict";
import { ROLES } from "../../../../db/store.ts";
import { PERSON_ROLES } from "../../../../handlers/accounts/accounts.ts";
import { buildApp } from "../../../../handlers/http/api/app.ts";
import { Authenticator } from "../../../../handlers/http/server/access/auth.ts";
import { type Route, SHOWN } from "../../../../handlers/http/server/route.ts";
import { Harness } from "../harness.ts";

/**
 * Roles, and after the arrow what an answer shows. `loopback` is free for programs on the same box,
 * `personal` only for personal tokens, `reads` changes nothing whatever its method.
 */
const EXPECTED: Record<string, string> = {
  "POST /v1/streams/{name}/poll": "dispatch → places",
  "GET /v1/streams/{name}/doorbell": "dispatch → nothing",
  "GET /v1/events": "dispatch operator auditor → places",
  "GET /v1/events/{id}": "dispatch operator → places",
  "GET /v1/incidents": "dispatch operator → wearables",
  "GET /v1/incidents/{id}": "dispatch operator → places",
  "POST /v1/incidents/{id}/transitions": "dispatch operator → nothing",
  "GET /v1/incidents/{id}/proof": "dispatch operator → places",
  "POST /v1/incidents/{id}/notes": "dispatch operator → nothing",
  "GET /v1/devices": "technician → wearables",
  "POST /v1/devices": "technician → wearables",
  "GET /v1/devices/{id}": "technician → wearables",
  "GET /v1/devices/{id}/sheet": "technician → wearables",
  "PATCH /v1/devices/{id}": "technician → wearables",
  "POST /v1/devices/{id}/assign": "technician → wearables",
  "POST /v1/devices/{id}/extend": "technician → wearables",
  "POST /v1/devices/{id}/suspend": "technician → wearables",
  "POST /v1/devices/{id}/rotate-key": "technician → nothing",
  "POST /v1/devices/{id}/retire": "technician → nothing",
  "POST /v1/devices/{id}/swap": "technician → nothing",
  "POST /v1/devices/{id}/test": "technician → nothing",
  "POST /v1/devices/{id}/drill": "technician → nothing",
  "GET /v1/modems": "technician → nothing",
  "POST /v1/modems/{name}/probe": "technician → nothing",
  "POST /v1/modems/{name}/read-back": "technician → nothing",
  "POST /v1/modems/{name}/provision": "technician → nothing",
  "POST /v1/modems/{name}/test": "technician → nothing",
  "POST /v1/modems/{name}/reset": "technician → nothing",
  "POST /v1/destinations/{name}/pause": "technician → nothing",
  "POST /v1/destinations/{name}/resume": "technician → nothing",
  "POST /v1/destinations/{name}/retry": "technician → nothing",
  "GET /v1/rejected": "technician → places",
  "GET /v1/reports/{day}": "technician admin → wearables",
  "GET /v1/tokens": "admin → nothing",
  "POST /v1/tokens": "admin → nothing",
  "DELETE /v1/tokens": "admin → nothing",
  "DELETE /v1/tokens/self": "operator technician auditor admin personal reads → nothing",
  "DELETE /v1/tokens/{id}": "admin → nothing",
  "GET /v1/users": "admin → nothing",
  "POST /v1/users": "admin → nothing",
  "GET /v1/users/{name}": "admin → nothing",
  "PATCH /v1/users/{name}": "admin → nothing",
  "POST /v1/users/{name}/reset": "admin → nothing",
  "GET /v1/users/{name}/sessions": "admin → nothing",
  "DELETE /v1/users/{name}/sessions": "admin → nothing",
  "GET /v1/audit": "auditor → audit",
  "POST /v1/audit/verify": "auditor reads → audit",
  "GET /v1/status": "monitor → nothing",
  "GET /v1/doctor": "monitor technician admin → nothing",
  "GET /v1/promise": "monitor → nothing",
  "GET /healthz": "anyone → nothing",
  "GET /readyz": "anyone → nothing",
  "GET /metrics": "monitor loopback → nothing",
  "GET /openapi.json": "anyone → nothing",
  "GET /asyncapi.json": "anyone → nothing",
  "GET /docs": "anyone → nothing",
  "GET /docs/docs.js": "anyone → nothing",
  "GET /docs/swagger-ui-bundle.js": "anyone → nothing",
  "GET /docs/swagger-ui.css": "anyone → nothing",
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

function declaredBy({ access, isRead, shows }: Route): string {
  const who = access === "anyone" ? ["anyone"] : [
    ...access.roles,
    ...(access.isFreeOnLoopback ? ["loopback"] : []),
    ...(access.isPersonal ? ["personal"] : []),
    ...(isRead ? ["reads"] : []),
  ];
  return `${who.join(" ")} → ${shows}`;
}

Deno.test("Every route says who may use it and what it shows, and it is what the API promises", async () => {
  await using gateway = await Harness.start();
  const found = gateway.routes.map((route) => [nameOf(route), declaredBy(route)] as const);
  assert.deepEqual(Object.fromEntries(found), EXPECTED);
  assert.equal(found.length, Object.keys(EXPECTED).length, "no route is declared twice");
  assert.ok(gateway.routes.every(({ shows }) => SHOWN.includes(shows)));
});

Deno.test("The application answers at no address that is not declared", async () => {
  await using gateway = await Harness.start();
  const app = buildApp(gateway.routes, {
    authenticator: new Authenticator(gateway.ports),
    log: gateway.ports.log,
    stopping: new AbortController().signal,
  });
  const declared = new Set(gateway.routes.map(({ path }) => path.replace(/\{(\w+)\}/g, ":$1")));
  const undeclared = app.routes.map(({ path }) => path).filter((path) => !declared.has(path));
  assert.deepEqual([...new Set(undeclared)], ["/*"], "beside what goes before each of them");
});

/** Who calls, and what can be foretold of it. */
interface Caller {
  /** Name of the token; undefined: without any credentials. */
  readonly token: string | undefined;
  /** Undefined: it proves no one. */
  readonly role?: string;
  readonly scope?: "act" | "read";
}

const STRANGERS: Caller[] = [{ token: undefined }, { token: `vgl_${"x".repeat(43)}` }];
const PROGRAMS: Caller[] = ROLES.map((role) => ({
  token: role === "dispatch" ? "dispatch-a" : role,
  role,
}));

async function peopleOf(gateway: Harness): Promise<Caller[]> {
  const people: Caller[] = [];
  for (const role of PERSON_ROLES) {
    for (const scope of ["act", "read"] as const) {
      const token = `${role}-${scope}`;
      await gateway.person(`${role}.${scope}`, [role]);
      await gateway.personalToken(token, `${role}.${scope}`, { role, scope });
      people.push({ token, role, scope });
    }
  }
  return people;
}

/** What the table says of a request: a refusal, or undefined for one that is let in. */
function expected(path: string, method: string, caller: Caller): string | undefined {
  const declared = EXPECTED[`${method === "HEAD" ? "GET" : method} ${path}`];
  if (declared === undefined) return "405 method-not-allowed";
  const words = declared.split(" → ")[0]!.split(" ");
  if (words.includes("anyone") || words.includes("loopback")) return undefined;
  if (caller.role === undefined) return "401 unauthorized";
  if (!words.includes(caller.role)) return "403 forbidden";
  if (words.includes("personal") && caller.scope === undefined) return "403 not-personal";
  const isLook = ["GET", "HEAD"].includes(method) || words.includes("reads");
  return caller.scope === "read" && !isLook ? "403 read-only" : undefined;
}

/** How a request was refused; undefined: it was let in, whatever came of it. */
async function refusalOf(response: Response, method: string): Promise<string | undefined> {
  const isRefused = [401, 403, 405].includes(response.status);
  if (!isRefused || method === "HEAD") {
    await response.body?.cancel();
    return isRefused ? String(response.status) : undefined;
  }
  return `${response.status} ${(await response.json()).error}`;
}

Deno.test("Each route answers each role, of programs and of people, by each method as is declared", async () => {
  await using gateway = await Harness.start();
  const callers = [...STRANGERS, ...PROGRAMS, ...await peopleOf(gateway)];
  const differing: string[] = [];
  for (const path of new Set(gateway.routes.map((route) => route.path))) {
    // Not the names of anything: what is let in finds nothing to change.
    const address = path.replace("{name}", path.startsWith("/v1/streams") ? "a" : "none")
      .replace("{id}", "0".repeat(32));
    for (const method of METHODS) {
      for (const caller of callers) {
        // Wrong credentials are limited by the minute.
        gateway.clock.shiftMs += 2_000;
        const body = ["POST", "PATCH", "PUT"].includes(method) ? '{"unknownMember":1}' : null;
        const response = await gateway.call(address, caller.token, { method, body });
        const want = expected(path, method, caller);
        const found = await refusalOf(response, method);
        const isSame = method === "HEAD" ? found === want?.slice(0, 3) : found === want;
        const who = `${caller.token ?? "a stranger"}`;
        if (!isSame) differing.push(`${method} ${path} as ${who}: ${found}, not ${want}`);
        if (response.status >= 500) differing.push(`${method} ${path}: ${response.status}`);
        if (caller.scope !== undefined && path === "/v1/tokens/self" && want === undefined) {
          const role = caller.role as "operator";
          await gateway.personalToken(caller.token!, `${role}.${caller.scope}`, {
            role,
            scope: caller.scope,
          });
        }
      }
    }
  }
  assert.deepEqual(differing, []);
});
