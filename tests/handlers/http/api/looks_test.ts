/**
 * One look, one entry: whoever is shown where a victim is, or which file a wearable serves, is in the
 * audit chain with it, once for each answer; and no other answer shows any of it.
 */
import assert from "node:assert/strict";
import { decodeHex, encodeHex } from "../../../../devices/hex.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { newEvent } from "../../../../handlers/events/new_event.ts";
import { dayOf } from "../../../../handlers/tools/day.ts";
import type { Route } from "../../../../handlers/http/server/route.ts";
import { Harness } from "../harness.ts";

const EVENT = "ab".repeat(16);
const INCIDENT = "cd".repeat(16);
const REFERENCE = "DOSSIER/4711";
const TEXT = "help at 50.6402815 5.5718092";
/** Where the victim is, as any representation writes it, and the file. */
const SECRETS = [
  "50.6402",
  "5.5718",
  "9F27JHRC",
  REFERENCE,
  encodeHex(new TextEncoder().encode(TEXT)),
];

/** What a look is called, and not an act. */
const LOOK = /-(viewed|listed|disclosed|exported)$/;

/** A request that its route lets in and can answer. */
interface Ask {
  readonly as: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly accept?: string;
  /** What proves that the answer has what it is declared to show. */
  readonly holds?: string;
  /** What the entry has to name. */
  readonly subject?: string;
}

const PLACE = { holds: SECRETS[0]!, subject: `event ${EVENT}` };
const FILE = { as: "technician", holds: REFERENCE, subject: "wearable d-1" };
const OPERATOR = { as: "desk" };
const NEXT_YEAR = `${new Date().getUTCFullYear() + 2}-01-01`;

/** By route, in the order in which they are asked: what ends a thing comes last. */
const ASKS: Record<string, readonly Ask[]> = {
  "POST /v1/streams/{name}/poll": [
    { as: "dispatch-a", holds: PLACE.holds, subject: `incident ${INCIDENT}`, body: {} },
  ],
  "GET /v1/streams/{name}/doorbell": [{ as: "dispatch-a" }],
  "GET /v1/events": [
    { as: "dispatch-a", ...PLACE },
    { as: "auditor", ...PLACE, path: "/v1/events?device=d-1&priority=critical" },
    { ...OPERATOR, ...PLACE },
  ],
  "GET /v1/events/{id}": [
    "application/json",
    "application/cloudevents+json",
    "application/geo+json",
    "application/cap+xml",
    "application/pidf+xml",
  ].map((accept) => ({ ...OPERATOR, ...PLACE, accept, path: `/v1/events/${EVENT.slice(0, 8)}` })),
  "GET /v1/incidents": [{ ...OPERATOR, holds: INCIDENT, subject: `incident ${INCIDENT}` }],
  "GET /v1/incidents/{id}": [
    { ...OPERATOR, ...PLACE, subject: `incident ${INCIDENT}`, path: `/v1/incidents/${INCIDENT}` },
  ],
  "GET /v1/incidents/{id}/proof": [
    {
      ...OPERATOR,
      ...PLACE,
      subject: `incident ${INCIDENT}`,
      path: `/v1/incidents/${INCIDENT}/proof`,
    },
  ],
  "POST /v1/incidents/{id}/notes": [
    { ...OPERATOR, path: `/v1/incidents/${INCIDENT}/notes`, body: { text: "She called" } },
  ],
  "POST /v1/incidents/{id}/transitions": [
    { ...OPERATOR, path: `/v1/incidents/${INCIDENT}/transitions`, body: { to: "accepted" } },
  ],
  "GET /v1/devices": [FILE],
  "POST /v1/devices": [{
    as: "technician",
    body: { device: "d-2" },
    holds: "rootKey",
    subject: "wearable d-2",
  }],
  "GET /v1/devices/{id}": [FILE],
  "GET /v1/devices/{id}/sheet": [FILE],
  "PATCH /v1/devices/{id}": [{ ...FILE, body: { heartbeatS: 600 } }],
  "POST /v1/devices/{id}/assign": [{ ...FILE, body: { reference: REFERENCE } }],
  "POST /v1/devices/{id}/extend": [{ ...FILE, body: { expires: NEXT_YEAR } }],
  "POST /v1/devices/{id}/suspend": [
    { ...FILE, body: { suspended: true } },
    { ...FILE, body: { suspended: true } },
    { ...FILE, body: { suspended: false } },
  ],
  "POST /v1/devices/{id}/rotate-key": [{ as: "technician" }],
  "POST /v1/devices/{id}/test": [{ as: "technician", body: { timeoutS: 1 } }],
  "POST /v1/devices/{id}/drill": [{ as: "technician", body: { minutes: 5 } }],
  "GET /v1/modems": [{ as: "technician" }],
  "POST /v1/modems/{name}/probe": [{ as: "technician" }],
  "POST /v1/modems/{name}/read-back": [{ as: "technician" }],
  "POST /v1/modems/{name}/provision": [{ as: "technician" }],
  "POST /v1/modems/{name}/test": [{ as: "technician" }],
  "POST /v1/modems/{name}/reset": [{ as: "technician" }],
  "POST /v1/destinations/{name}/pause": [{ as: "technician" }],
  "POST /v1/destinations/{name}/resume": [{ as: "technician" }],
  "POST /v1/destinations/{name}/retry": [{ as: "technician" }],
  "GET /v1/rejected": [{ as: "technician", holds: SECRETS[4]!, subject: "wearable d-1" }],
  "GET /v1/reports/{day}": [{ ...FILE, path: `/v1/reports/${dayOf(Date.now())}` }],
  "GET /v1/tokens": [{ as: "admin" }],
  "POST /v1/tokens": [{ as: "admin", body: { name: "probe", role: "monitor" } }],
  "GET /v1/users": [{ as: "admin" }],
  "POST /v1/users": [
    { as: "admin", body: { name: "new", fullName: "New", roles: ["operator"] } },
  ],
  "GET /v1/users/{name}": [{ as: "admin", path: "/v1/users/new" }],
  "PATCH /v1/users/{name}": [
    { as: "admin", path: "/v1/users/new", body: { roles: ["technician"] } },
  ],
  "POST /v1/users/{name}/reset": [{ as: "admin", path: "/v1/users/new/reset" }],
  "GET /v1/users/{name}/sessions": [{ as: "admin", path: "/v1/users/new/sessions" }],
  "DELETE /v1/users/{name}/sessions": [{ as: "admin", path: "/v1/users/new/sessions" }],
  "GET /v1/audit": [{ as: "auditor", holds: "wearable-assigned", subject: "audit chain" }],
  "POST /v1/audit/verify": [{ as: "auditor", holds: '"ok":true', subject: "audit chain" }],
  "GET /v1/status": [{ as: "monitor" }],
  "GET /v1/doctor": [{ as: "monitor" }],
  "GET /v1/promise": [{ as: "monitor" }],
  "GET /healthz": [{ as: "monitor" }],
  "GET /readyz": [{ as: "monitor" }],
  "GET /metrics": [{ as: "monitor" }],
  "GET /openapi.json": [{ as: "monitor" }],
  "GET /asyncapi.json": [{ as: "monitor" }],
  "GET /docs": [{ as: "monitor" }],
  "GET /docs/docs.js": [{ as: "monitor" }],
  "GET /docs/swagger-ui-bundle.js": [{ as: "monitor" }],
  "GET /docs/swagger-ui.css": [{ as: "monitor" }],
  "DELETE /v1/tokens/self": [OPERATOR],
  "DELETE /v1/tokens": [{ as: "admin", path: "/v1/tokens?id=none" }],
  "DELETE /v1/tokens/{id}": [{ as: "admin" }],
  "POST /v1/devices/{id}/swap": [{ as: "technician", body: { replacement: "d-2" } }],
  "POST /v1/devices/{id}/retire": [{ as: "technician", body: { reason: "taken back" } }],
};

/** A gateway that knows where a victim is, and which file the wearable serves. */
async function informed(): Promise<Harness> {
  const gateway = await Harness.start();
  await gateway.person("an.peeters", ["operator"]);
  await gateway.personalToken("desk", "an.peeters", { role: "operator", scope: "act" });
  const issued = { device: "d-1", kid: 1, rootKey: "07".repeat(16) };
  await (await gateway.post("/v1/devices", "technician", issued)).body?.cancel();
  const assigned = { reference: REFERENCE };
  await (await gateway.post("/v1/devices/d-1/assign", "technician", assigned)).body?.cancel();
  await gateway.store.write("acceptFrame", alarm(gateway));
  await gateway.store.write("rejectFrames", [{
    atUnixMs: 1,
    modem: "lora-1",
    reason: "bad-tag",
    carrier: "text",
    payload: new TextEncoder().encode(TEXT),
    device: "d-1",
  }]);
  gateway.core.wake.notify();
  return gateway;
}

function alarm(gateway: Harness) {
  return {
    event: newEvent({ zone: "5415", name: "gw-1" }, {
      id: EVENT,
      name: "panic",
      priority: "critical",
      subject: "device/d-1",
      incident: INCIDENT,
      at: gateway.clock.unixMs(),
      data: {
        device: "d-1",
        assignment: { reference: REFERENCE, state: "active" },
        position: { lat: 50.6402815, lon: 5.5718092, accuracyM: 17, source: "gnss" },
        authenticity: "verified",
        clock: { quality: "ntp", bootId: "boot", monotonicMs: 1 as MonotonicMs },
      },
    }, true),
    uplink: { device: 1, kid: 1, epoch: 5, counter: 1, tag: new Uint8Array(8) },
    opens: { id: decodeHex(INCIDENT)!, alarm: 1 },
    answer: new Uint8Array(6),
    newestEpoch: 5,
    newestCounter: 1,
  };
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

interface Entry {
  readonly what: string;
  readonly by: { readonly name: string; readonly kind: string; readonly from?: string };
  readonly subjects: readonly { readonly kind: string; readonly id: string }[];
}

/** Asks, and gives what was answered with the entries that came of it. */
async function ask(gateway: Harness, route: Route, { accept, as, body, path }: Ask) {
  const { audit } = gateway.store.read;
  const before = audit.before(0, 1)[0]?.number ?? 0;
  const address = path ?? route.path.replace("{id}", "d-1").replace("{name}", "a");
  const response = await gateway.call(address, as, {
    method: route.method,
    ...(accept !== undefined && { headers: { accept } }),
    ...(["POST", "PATCH"].includes(route.method) && { body: JSON.stringify(body ?? {}) }),
  });
  const text = await textOf(response);
  // What a poll gives is kept beside its answer. The store takes one after the other.
  await gateway.store.write("markRetried", { number: 0 });
  const entries: Entry[] = audit.before(0, 100).filter(({ number }) => number > before)
    .map(({ entry }) => JSON.parse(entry));
  return { status: response.status, text, entries };
}

/** All of a body; of one that goes on, what comes first. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-type") !== "text/event-stream") return await response.text();
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}

/** What is wrong with an answer and what was kept of it. */
function faultsOf(
  route: Route,
  { holds, subject, ...asked }: Ask,
  { entries, status, text }: Awaited<ReturnType<typeof ask>>,
): string[] {
  const faults: string[] = [];
  const shown = SECRETS.filter((secret) => text.includes(secret));
  const looks = entries.filter(({ what }) => LOOK.test(what));
  if (route.shows === "nothing") {
    if (shown.length > 0) faults.push(`shows ${shown}`);
    const kept = route.method === "GET" ? entries : looks;
    if (kept.length > 0) faults.push(`keeps ${kept.map(({ what }) => what)}`);
    return faults;
  }
  if (status >= 300) faults.push(`is answered with ${status}`);
  if (!text.includes(holds!)) faults.push(`does not show ${holds}`);
  if (entries.length !== 1) faults.push(`keeps ${entries.length} entries`);
  for (const { by, subjects } of entries) {
    const who = asked.as === "desk" ? "person an.peeters" : `program ${asked.as}`;
    if (`${by.kind} ${by.name}` !== who) faults.push(`was not by ${by.name}`);
    if (by.from !== "127.0.0.1") faults.push(`came from ${by.from}`);
    const named = subjects.map(({ id, kind }) => `${kind} ${id}`);
    if (!named.includes(subject!)) faults.push(`names ${named}`);
  }
  return faults;
}

Deno.test("Every answer that shows a place or a file is one entry of the audit chain, and no other shows any", async () => {
  await using gateway = await informed();
  const undeclared = gateway.routes.map(nameOf).filter((name) => ASKS[name] === undefined);
  assert.deepEqual(undeclared, [], "routes that this test does not ask");
  const faults: string[] = [];
  for (const [name, asks] of Object.entries(ASKS)) {
    const route = gateway.routes.find((its) => nameOf(its) === name)!;
    for (const asked of asks) {
      const found = faultsOf(route, asked, await ask(gateway, route, asked));
      faults.push(...found.map((fault) => `${name} as ${asked.as} ${fault}`));
    }
  }
  assert.deepEqual(faults, []);
});

Deno.test("An answer that shows nothing of anyone, and one that is refused, are no look", async () => {
  await using gateway = await Harness.start();
  for (
    const [path, as] of [
      ["/v1/events", "operator"],
      ["/v1/incidents", "operator"],
      ["/v1/devices", "technician"],
      ["/v1/rejected", "technician"],
      [`/v1/events/${EVENT}`, "operator"],
      [`/v1/incidents/${INCIDENT}`, "operator"],
      ["/v1/devices/d-1", "technician"],
      ["/v1/devices/d-1", "operator"],
    ] as const
  ) {
    const before = gateway.store.read.audit.before(0, 1)[0]?.number;
    await (await gateway.call(path, as)).body?.cancel();
    assert.equal(gateway.store.read.audit.before(0, 1)[0]?.number, before, path);
  }
});

Deno.test("A look at many names fifty of them, and how many there were", async () => {
  await using gateway = await Harness.start();
  await gateway.append(...Array.from({ length: 60 }, (_, at) => ({ device: `d-${at}` })));

  await (await gateway.call("/v1/events", "operator")).body?.cancel();

  const [{ entry } = { entry: "{}" }] = gateway.store.read.audit.before(0, 1);
  const { details, subjects, what } = JSON.parse(entry);
  assert.deepEqual([what, subjects.length, subjects[0]], [
    "events-listed",
    50,
    { kind: "wearable", id: "d-0" },
  ]);
  assert.deepEqual(details, { first: 1, last: 60, subjects: 120 });
});
