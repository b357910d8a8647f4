/** What somebody without a credential can do to a listener, over real sockets. */
import assert from "node:assert/strict";
import { Harness, until } from "../harness.ts";
import { get, RawClient } from "../../../support/raw_client.ts";

/** A first request that every stranger gets an answer to. */
const ALIVE = get("/healthz");
/** The largest answer that there is for a stranger, as it is in the file. */
const LARGE = get("/docs/swagger-ui-bundle.js");

const QUICK = { checkMs: 20, strangerPaceMs: 1 };

Deno.test("A socket that says nothing is closed after its time and leaves its place", async () => {
  await using gateway = await Harness.start({ limits: { ...QUICK, openingMs: 200 } });
  const { server } = gateway;
  const clients = Array.from({ length: 20 }, () => new RawClient(gateway.server.port));
  await until(() => server.connectionCount === 20);
  await until(() => clients.every(({ isClosed }) => isClosed));
  assert.equal(server.connectionCount, 0);
});

Deno.test("A stranger's connection is closed soon between requests; a proved one is kept", async () => {
  await using gateway = await Harness.start({
    limits: { ...QUICK, idleStrangerMs: 150, idleMs: 60_000 },
  });
  using stranger = new RawClient(gateway.server.port);
  using dispatch = new RawClient(gateway.server.port);
  const token = `authorization: Bearer ${gateway.tokens["dispatch-a"]}`;

  dispatch.send(get("/v1/events", token));
  await until(() => dispatch.statuses.length === 1);
  stranger.send(ALIVE);
  await until(() => stranger.isClosed);

  assert.deepEqual(stranger.statuses, [200]);
  assert.equal(dispatch.isClosed, false);
  dispatch.send(ALIVE);
  await until(() => dispatch.statuses.length === 2);
});

Deno.test("Requests of one connection are answered in their order, some of them waiting", async () => {
  await using gateway = await Harness.start({ limits: QUICK });
  using client = new RawClient(gateway.server.port);
  client.send(ALIVE + get("/nowhere") + ALIVE + get("/v1/tokens") + ALIVE);
  await until(() => client.statuses.length === 5);
  assert.deepEqual(client.statuses, [200, 404, 200, 401, 200]);
});

Deno.test("A body that is not wanted does not hinder the request behind it", async () => {
  await using gateway = await Harness.start({ limits: QUICK });
  using client = new RawClient(gateway.server.port);
  const head = ["POST /v1/tokens HTTP/1.1", "host: x", "content-length: 60000", "", ""];
  client.send(head.join("\r\n"));
  await until(() => client.statuses.length === 1);
  client.send("x".repeat(60_000) + ALIVE);
  await until(() => client.statuses.length === 2);
  assert.deepEqual(client.statuses, [401, 200]);
});

Deno.test("What asks for another protocol is refused or answered, and leaves its place", async () => {
  await using gateway = await Harness.start({ limits: { ...QUICK, idleStrangerMs: 150 } });
  const asked = [
    get("/healthz", "connection: upgrade", "upgrade: websocket", "sec-websocket-version: 13"),
    get("/healthz", "connection: upgrade, http2-settings", "upgrade: h2c"),
    "CONNECT other.example:443 HTTP/1.1\r\nhost: other.example:443\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n",
    "GET http://other.example/ HTTP/1.1\r\nhost: x\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nhost: [broken\r\n\r\n",
    "GET //\\x HTTP/1.1\r\nhost: x\r\n\r\n",
    "GET /healthz HTTP/1.0\r\n\r\n",
  ];
  for (const request of asked) {
    using client = new RawClient(gateway.server.port);
    client.send(request);
    await until(() => client.isClosed);
    assert.ok(client.statuses.every((status) => status < 500), `${request}${client.text}`);
  }
  assert.equal(gateway.server.connectionCount, 0);
});

Deno.test("Who asks for more at once than may wait is cut off", async () => {
  await using gateway = await Harness.start({ limits: { ...QUICK, pipelinedRequests: 3 } });
  using client = new RawClient(gateway.server.port);
  client.send(ALIVE.repeat(100));
  await until(() => client.isClosed);
  assert.ok(client.statuses.length <= 4, `${client.statuses.length} answers`);
});

Deno.test("An answer that its client does not take ends its connection, and is not made again meanwhile", async () => {
  await using gateway = await Harness.start({ limits: { ...QUICK, writeMs: 300 } });
  const { server } = gateway;
  const clients = Array.from({ length: 10 }, () => new RawClient(gateway.server.port));
  await until(() => server.connectionCount === 10);
  const before = Deno.memoryUsage().rss;
  for (const client of clients) {
    client.stopReading();
    client.send(LARGE.repeat(9));
  }
  await until(() => server.connectionCount === 0);
  const grownBytes = Deno.memoryUsage().rss - before;
  assert.ok(grownBytes < 60_000_000, `grew by ${grownBytes} bytes`);
  for (const client of clients) client[Symbol.dispose]();
});

Deno.test("A client that fills all places with silence keeps no other out", async () => {
  const limits = { ...QUICK, connections: 24, keptConnections: 4, connectionsPerSource: 16 };
  await using gateway = await Harness.start({ limits });
  const { server } = gateway;
  const silent = ["127.0.0.2", "127.0.0.3", "127.0.0.4"].flatMap((from) =>
    Array.from({ length: 16 }, () => new RawClient(gateway.server.port, from))
  );
  await until(() => server.connectionCount >= 20 && silent.some(({ isClosed }) => isClosed));

  assert.deepEqual((await gateway.poll("a")).events, []);

  assert.ok(server.connectionCount <= 24);
  for (const client of silent) client[Symbol.dispose]();
});

Deno.test("Strangers wait in line while who has proved itself does not", async () => {
  await using gateway = await Harness.start({ limits: { ...QUICK, strangerPaceMs: 60_000 } });
  using first = new RawClient(gateway.server.port);
  using second = new RawClient(gateway.server.port);
  first.send(ALIVE);
  await until(() => first.statuses.length === 1);
  second.send(ALIVE);

  assert.deepEqual((await gateway.poll("a")).events, []);
  assert.deepEqual(second.statuses, []);
});

Deno.test("A listener ends although its connections say nothing and take nothing", async () => {
  const gateway = await Harness.start({ limits: QUICK });
  using silent = new RawClient(gateway.server.port);
  using slow = new RawClient(gateway.server.port);
  slow.stopReading();
  slow.send(LARGE.repeat(9));
  await until(() => gateway.server.connectionCount === 2);
  const beganAtMs = performance.now();
  await gateway[Symbol.asyncDispose]();
  assert.ok(performance.now() - beganAtMs < 2_000);
  await until(() => silent.isClosed);
});
