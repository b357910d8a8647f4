import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { Harness } from "../harness.ts";

Deno.test("Events are read by cursor, page after page, to the end", async () => {
  await using gateway = await Harness.start();
  const ids = await gateway.append({}, {}, {}, {}, {});
  const read: string[] = [];
  let page = await (await gateway.call("/v1/events?limit=2", "auditor")).json();
  read.push(...page.events.map(({ id }: { id: string }) => id));
  while (page.more) {
    page = await (await gateway.call(`/v1/events?limit=2&after=${page.next}`, "auditor")).json();
    read.push(...page.events.map(({ id }: { id: string }) => id));
  }
  assert.deepEqual(read, ids);
  assert.deepEqual([page.next, page.more], [5, false]);
});

Deno.test("Events are read by type, short or full, by priority and by wearable", async () => {
  await using gateway = await Harness.start();
  await gateway.append(
    { device: "d-1" },
    { device: "d-11" },
    { name: "position", priority: "low", device: "d-1" },
  );
  const read = async (query: string) => {
    const page = await (await gateway.call(`/v1/events?${query}`, "operator")).json();
    return page.events.map(({ sequence }: { sequence: string }) => Number(sequence));
  };
  assert.deepEqual(await read("type=panic"), [1, 2]);
  assert.deepEqual(await read("type=vigil.position.v1"), [3]);
  assert.deepEqual(await read("priority=critical"), [1, 2]);
  assert.deepEqual(await read("device=d-1"), [1, 3]);
  assert.deepEqual(await read("device=d-1&type=panic&after=00000000000000000001"), []);
});

Deno.test("A rare filter looks at a bounded count of rows and says where to go on", async () => {
  await using gateway = await Harness.start();
  await gateway.append(...Array.from({ length: 6_000 }, () => ({})), { device: "rare" });

  const first = await (await gateway.call("/v1/events?device=rare", "auditor")).json();
  assert.deepEqual([first.events.length, first.next, first.more], [0, 5_000, true]);
  const second = await (await gateway.call("/v1/events?device=rare&after=5000", "auditor")).json();
  assert.deepEqual([second.events.length, second.next, second.more], [1, 6_001, false]);
});

Deno.test("A cursor beyond the newest event is ahead", async () => {
  await using gateway = await Harness.start();
  await gateway.append({});

  const response = await gateway.call("/v1/events?after=2", "auditor");

  assert.equal(response.status, 409);
  const { error, details } = await response.json();
  assert.deepEqual([error, details], ["cursor-ahead", { newest: 1 }]);
  const newest = await gateway.call("/v1/events?after=1", "auditor");
  assert.deepEqual((await newest.json()).events, []);
});

Deno.test("A cursor before what retention kept has expired", async () => {
  await using gateway = await Harness.start();
  await gateway.append({}, {}, {});
  {
    const { DatabaseSync } = await import("node:sqlite");
    using other = new DatabaseSync(`${gateway.folder}/vigil.db`);
    other.exec("delete from event where sequence <= 2");
  }
  const response = await gateway.call("/v1/events?after=1", "auditor");
  assert.equal(response.status, 410);
  const { error, details } = await response.json();
  assert.deepEqual([error, details], ["cursor-expired", { oldest: 3 }]);
  const secondAnswer = await (await gateway.call("/v1/events", "auditor")).json();
  assert.equal(secondAnswer.events.length, 1);
  const at = await (await gateway.call("/v1/events?after=2", "auditor")).json();
  assert.equal(at.events.length, 1);
});

Deno.test("A filter that does not exist is refused, not ignored", async () => {
  await using gateway = await Harness.start();

  const response = await gateway.call("/v1/events?prioritty=low", "auditor");

  assert.equal(response.status, 422);
  await response.body?.cancel();
});

Deno.test("One event comes in the representation that Accept asks for", async () => {
  await using gateway = await Harness.start();
  const [id] = await gateway.append({});
  const get = (accept: string) =>
    gateway.call(`/v1/events/${id}`, "operator", { headers: { accept } });

  for (
    const [accept, type] of [
      ["*/*", "application/json"],
      ["application/cloudevents+json", "application/cloudevents+json"],
      ["text/html, application/json;q=0.5", "application/json"],
      ["application/json;q=0, application/*", "application/cloudevents+json"],
    ] as const
  ) {
    const response = await get(accept);
    assert.equal(response.headers.get("content-type"), type, accept);
    assert.equal(response.headers.get("vary"), "accept");
    assert.equal((await response.json()).id, id);
  }
  const cap = await get("application/cap+xml");
  assert.equal(cap.headers.get("content-type"), "application/cap+xml");
  assert.ok((await cap.text()).includes(`<identifier>${id}</identifier>`));
  const geo = await get("application/geo+json");
  assert.equal((await geo.json()).geometry, null);
  const noPlace = await get("application/pidf+xml");
  assert.equal(noPlace.status, 406);
  assert.ok(!(await noPlace.json()).details.available.includes("application/pidf+xml"));
  const none = await get("text/html");
  assert.equal(none.status, 406);
  const { error, details } = await none.json();
  assert.equal(error, "not-acceptable");
  assert.ok(details.available.includes("application/json"));
});

Deno.test("An event that does not exist is not found, whatever its id looks like", async () => {
  await using gateway = await Harness.start();
  for (const id of ["0".repeat(32), "abc", "x"]) {
    const response = await gateway.call(`/v1/events/${id}`, "operator");
    assert.deepEqual([response.status, (await response.json()).error], [404, "unknown-event"]);
  }
});

Deno.test("A token is made, shown once, listed without its secret, and revoked at once", async () => {
  await using gateway = await Harness.start();
  const made = await gateway.post("/v1/tokens", "admin", {
    name: "cad",
    role: "dispatch",
    stream: "a",
    days: 30,
  });
  assert.equal(made.status, 201);
  const { token, id, expiresAt } = await made.json();
  assert.match(token, /^vgl_[\w-]{43}$/);
  assert.ok(Date.parse(expiresAt) > Date.now());
  const poll = () => gateway.post("/v1/streams/a/poll", token, {});
  const first = await poll();
  await first.body?.cancel();
  assert.equal(first.status, 200);

  const list = await (await gateway.call("/v1/tokens", "admin")).text();
  assert.ok(list.includes(id) && !list.includes(token));

  const revoked = await gateway.call(`/v1/tokens/${id}`, "admin", { method: "DELETE" });
  assert.equal(revoked.status, 204);
  const after = await poll();
  await after.body?.cancel();
  assert.equal(after.status, 401);
  const again = await gateway.call(`/v1/tokens?id=${id}`, "admin", { method: "DELETE" });
  assert.deepEqual([again.status, (await again.json()).error], [404, "unknown-token"]);
});

Deno.test("A token that makes no sense is refused with its field", async () => {
  await using gateway = await Harness.start();
  const cases: [unknown, number, string][] = [
    [{ name: "x", role: "dispatch" }, 422, "body.stream"],
    [{ name: "x", role: "dispatch", stream: "none" }, 422, "body.stream"],
    [{ name: "x", role: "monitor", stream: "a" }, 422, "body.stream"],
    [{ name: "x", role: "king" }, 422, "body.role"],
    [{ name: "", role: "monitor" }, 422, "body.name"],
    [{ name: "x", role: "monitor", day: 1 }, 422, "body"],
  ];
  for (const [body, status, field] of cases) {
    const response = await gateway.post("/v1/tokens", "admin", body);
    assert.deepEqual([response.status, (await response.json()).details[0].field], [status, field]);
  }
  const taken = await gateway.post("/v1/tokens", "admin", { name: "monitor", role: "monitor" });
  assert.deepEqual([taken.status, (await taken.json()).error], [409, "name-taken"]);
});

Deno.test("The store holds no usable token", async () => {
  await using gateway = await Harness.start();
  const files = [...Deno.readDirSync(gateway.folder)].map(({ name }) =>
    Deno.readFileSync(`${gateway.folder}/${name}`)
  );
  const text = files.map((bytes) => new TextDecoder("latin1").decode(bytes)).join("");
  assert.ok(text.includes("dispatch-a"));
  for (const token of Object.values(gateway.tokens)) assert.ok(!text.includes(token.slice(4, 24)));
});

Deno.test("The gateway is ready while it runs, also degraded, and not before or after", async () => {
  await using gateway = await Harness.start();
  const ready = async () => {
    gateway.clock.shiftMs += 250;
    const response = await gateway.call("/readyz");
    return { status: response.status, ...await response.json() };
  };
  assert.deepEqual(await ready(), { status: 200, state: "ready", degradations: [] });
  const degradations = [
    { code: "path-lost", message: "Destination broker-1: connect ECONNREFUSED 192.0.2.7:8883" },
    { code: "disk-full", message: "Free some room on /var/lib/vigil" },
    { code: "path-lost", message: "Destination broker-2: not connected yet" },
  ];
  gateway.status = { ...gateway.status, degradations };
  const codes = [{ code: "path-lost" }, { code: "disk-full" }];
  assert.deepEqual(await ready(), { status: 200, state: "degraded", degradations: codes });
  const status = await (await gateway.call("/v1/status", "monitor")).json();
  assert.deepEqual(status.degradations, degradations);
  const { store } = gateway.status;
  const trouble = { reason: "read-only", message: "attempt to write a readonly database" };
  gateway.status = { ...gateway.status, store: { ...store, isStoring: false, trouble } };
  const failing = await ready();
  assert.equal(failing.status, 503);
  assert.match(failing.message, /nothing can be stored \(read-only\)/);
  gateway.status = { ...gateway.status, store, state: "stopping" };
  assert.equal((await ready()).status, 503);
  assert.deepEqual(await (await gateway.call("/healthz")).json(), { state: "alive" });
  assert.equal((await (await gateway.call("/v1/status", "monitor")).json()).state, "stopping");
});

Deno.test("The status is looked at no more often than four times a second", async () => {
  await using gateway = await Harness.start();
  // Whole, so that a quarter of a second later is not a rounding error less.
  const stillMs = Math.round(gateway.clock.monotonicMs()) as MonotonicMs;
  gateway.clock.monotonicMs = () => stillMs + gateway.clock.shiftMs as MonotonicMs;
  let looks = 0;
  const status = { ...gateway.status };
  Object.defineProperty(gateway, "status", { get: () => (looks++, status) });
  const ask = async (path: string, role?: string) =>
    void await (await gateway.call(path, role)).body?.cancel();

  for (let times = 0; times < 5; times++) await ask("/readyz");
  await ask("/v1/status", "monitor");
  assert.equal(looks, 1);
  gateway.clock.shiftMs += 250;
  await ask("/readyz");
  assert.equal(looks, 2);
});

Deno.test("Metrics hold every event to account, for each destination and priority", async () => {
  await using gateway = await Harness.start();
  await gateway.append({}, { isUnverified: true }, { priority: "low" });
  const { events } = await gateway.poll("a");
  await gateway.poll("a", { ack: [{ id: events[0]!.id, hash: events[0]!.hash }] });
  await gateway.store.write("rejectFrames", [{
    atUnixMs: 1,
    modem: "lora-1",
    reason: "bad-tag",
    carrier: "bytes",
    payload: new Uint8Array([1, 2]),
  }]);

  const response = await gateway.call("/metrics");
  const lines = (await response.text()).split("\n");

  assert.match(response.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  for (
    const line of [
      "# TYPE vigil_frames_received_total counter",
      "vigil_frames_received_total 1",
      "vigil_frames_accepted_total 0",
      'vigil_frames_rejected_total{reason="bad-tag"} 1',
      'vigil_events_owed_total{destination="a",priority="critical"} 2',
      'vigil_events_delivered_total{destination="a",priority="critical"} 1',
      'vigil_events_pending{destination="a",priority="critical"} 1',
      'vigil_events_shed_total{destination="a",priority="critical"} 0',
      'vigil_events_owed_total{destination="b",priority="critical"} 1',
      'vigil_events_pending{destination="b",priority="low"} 1',
    ]
  ) assert.ok(lines.includes(line), line);
});

Deno.test("Rejected frames are shown newest first, page after page", async () => {
  await using gateway = await Harness.start();
  await gateway.store.write(
    "rejectFrames",
    ["length", "bad-tag"].map((reason) => ({
      atUnixMs: 1,
      modem: "lora-1",
      reason,
      carrier: "bytes" as const,
      payload: new Uint8Array([0xab]),
      rssiDbm: -99,
      sender: "26011bda",
      device: "b-1",
      codec: "abeeway-at3",
    })),
  );

  const first = await (await gateway.call("/v1/rejected?limit=1", "technician")).json();
  assert.deepEqual(first, {
    rejected: [{
      number: 2,
      at: "1970-01-01T00:00:00.001Z",
      modem: "lora-1",
      reason: "bad-tag",
      carrier: "bytes",
      hex: "ab",
      rssiDbm: -99,
      sender: "26011bda",
      device: "b-1",
      codec: "abeeway-at3",
    }],
    next: 2,
  });
  const second = await (await gateway.call("/v1/rejected?before=2", "technician")).json();
  assert.deepEqual([second.rejected[0].reason, second.next], ["length", undefined]);
});
