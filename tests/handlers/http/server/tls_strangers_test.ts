/** The same where a handshake comes first. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Authority } from "../../../support/certificates.ts";
import { get, RawClient, TlsClient } from "../../../support/raw_client.ts";
import { Harness, until } from "../harness.ts";

const QUICK = { checkMs: 20, strangerPaceMs: 1 };

async function startSecure(limits: Record<string, number>): Promise<Harness> {
  const folder = Deno.makeTempDirSync();
  const { cert, key } = new Authority(folder, "ca").sign("server");
  const material = { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  Deno.removeSync(folder, { recursive: true });
  return await Harness.start({ tls: () => material, limits: { ...QUICK, ...limits } });
}

Deno.test("A socket that begins no handshake is closed after its time and leaves its place", async () => {
  await using gateway = await startSecure({ openingMs: 200 });
  const { server } = gateway;
  const clients = Array.from({ length: 20 }, () => new RawClient(gateway.server.port));
  // What looks like the beginning of a handshake is one that does not end.
  for (const client of clients.slice(10)) client.send("\x16\x03\x01\x02\x00");
  await until(() => server.connectionCount === 20);
  await until(() => clients.every(({ isClosed }) => isClosed));
  assert.equal(server.connectionCount, 0);
});

Deno.test("What is no handshake is closed at once, and its place is free", async () => {
  await using gateway = await startSecure({});
  using client = new RawClient(gateway.server.port);
  client.send(get("/healthz"));
  await until(() => client.isClosed && gateway.server.connectionCount === 0);
});

Deno.test("A client that says nothing after its handshake is closed as well", async () => {
  await using gateway = await startSecure({ openingMs: 300 });
  const { server } = gateway;
  await using _client = new TlsClient(gateway.server.port, false);
  await until(() => server.connectionCount === 1);
  await until(() => server.connectionCount === 0);
});

Deno.test("An answer that its client does not take ends its connection under TLS, too", async () => {
  await using gateway = await startSecure({ writeMs: 300 });
  const { server } = gateway;
  const before = Deno.memoryUsage().rss;
  const clients = Array.from({ length: 5 }, () => new TlsClient(gateway.server.port, false));
  for (const client of clients) await client.send(get("/docs/swagger-ui-bundle.js").repeat(9));
  await until(() => server.connectionCount === 5);
  await until(() => server.connectionCount === 0);
  const grownBytes = Deno.memoryUsage().rss - before;
  assert.ok(grownBytes < 60_000_000, `grew by ${grownBytes} bytes`);
  for (const client of clients) await client[Symbol.asyncDispose]();
});

Deno.test("A source that proved itself waits behind no stranger's handshake", async () => {
  await using gateway = await startSecure({ handshakePaceMs: 60_000 });
  const { port } = gateway.server;
  const token = `authorization: Bearer ${gateway.tokens["dispatch-a"]}`;
  await using dispatch = new TlsClient(port, true);
  await dispatch.send(get("/v1/events", token));
  await until(() => dispatch.text.includes("HTTP/1.1 200"));
  using stranger = new RawClient(port, "127.0.0.2");
  stranger.send(get("/healthz"));

  await using again = new TlsClient(port, true);
  await again.send(get("/v1/events", token));
  await until(() => again.text.includes("HTTP/1.1 200"));

  // What is no handshake would be closed at once, if it had its turn.
  assert.equal(stranger.isClosed, false);
});

Deno.test("A TLS listener ends although sockets begin no handshake", async () => {
  const gateway = await startSecure({});
  using client = new RawClient(gateway.server.port);
  await until(() => gateway.server.connectionCount === 1);
  const beganAtMs = performance.now();
  await gateway[Symbol.asyncDispose]();
  assert.ok(performance.now() - beganAtMs < 2_000);
  await until(() => client.isClosed);
});
