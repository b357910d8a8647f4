import assert from "node:assert/strict";
import { Harness } from "../harness.ts";

/** Sends raw bytes and reads until the server closes. */
async function exchange(port: number, ...parts: string[]): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const writer = connection.writable.getWriter();
  for (const part of parts) await writer.write(new TextEncoder().encode(part));
  writer.releaseLock();
  let text = "";
  for await (const chunk of connection.readable) text += new TextDecoder().decode(chunk);
  return text;
}

const pollHead = (gateway: Harness, ...headers: string[]) =>
  [
    "POST /v1/streams/a/poll HTTP/1.1",
    "host: x",
    "connection: close",
    `authorization: Bearer ${gateway.tokens["dispatch-a"]}`,
    ...headers,
    "",
    "",
  ].join("\r\n");

Deno.test("A body of 64 KiB is taken and one byte more is refused", async () => {
  await using gateway = await Harness.start();
  const bodyOf = (size: number) => `{"waitMs":0${" ".repeat(size - 12)}}`;
  const send = (body: string) =>
    gateway.call("/v1/streams/a/poll", "dispatch-a", { method: "POST", body });

  const fits = await send(bodyOf(65_536));
  await fits.body?.cancel();
  assert.equal(fits.status, 200);
  const tooLarge = await send(bodyOf(65_537));
  assert.deepEqual([tooLarge.status, (await tooLarge.json()).error], [413, "body-too-large"]);
});

Deno.test("A body in chunks is bounded as well", async () => {
  await using gateway = await Harness.start();
  const chunk = `1000\r\n${"a".repeat(4_096)}\r\n`;

  const answer = await exchange(
    gateway.server.port,
    pollHead(gateway, "transfer-encoding: chunked"),
    chunk.repeat(17),
    "0\r\n\r\n",
  );

  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /"error":"body-too-large"/);
});

Deno.test("A client that is slow with its headers gets 408", async () => {
  await using gateway = await Harness.start({ limits: { headersMs: 300, requestMs: 600 } });

  const answer = await exchange(gateway.server.port, "GET /healthz HTTP/1.1\r\nhost: x\r\n");

  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /"error":"request-timeout"/);
});

Deno.test("A client that is slow with its body gets 408", async () => {
  await using gateway = await Harness.start({ limits: { headersMs: 300, requestMs: 600 } });

  const answer = await exchange(
    gateway.server.port,
    pollHead(gateway, "content-length: 100"),
    '{"ack":',
  );

  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /"error":"request-timeout"/);
});

Deno.test("Headers over 16 KiB are refused", async () => {
  await using gateway = await Harness.start();

  const answer = await exchange(
    gateway.server.port,
    `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${"a".repeat(17_000)}\r\n\r\n`,
  );

  assert.match(answer, /^HTTP\/1\.1 431 /);
  assert.match(answer, /"error":"headers-too-large"/);
});

Deno.test("What is not HTTP is answered so", async () => {
  await using gateway = await Harness.start();

  const answer = await exchange(gateway.server.port, "alarm!\r\n\r\n");

  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.match(answer, /"error":"malformed-request"/);
});

Deno.test("A slow client holds up no other", async () => {
  await using gateway = await Harness.start({ limits: { headersMs: 1_000, requestMs: 1_500 } });
  const slow = Array.from(
    { length: 50 },
    () => exchange(gateway.server.port, "GET /healthz HTTP/1.1\r\n"),
  );
  const before = performance.now();
  await gateway.poll("a");
  assert.ok(performance.now() - before < 500);
  await Promise.all(slow);
});

Deno.test("What is not JSON is refused with 400", async () => {
  await using gateway = await Harness.start();
  for (const body of ["{", "nope", new Uint8Array([0x22, 0xff, 0x22])]) {
    const response = await gateway.call("/v1/streams/a/poll", "dispatch-a", {
      method: "POST",
      body,
    });
    assert.deepEqual([response.status, (await response.json()).error], [400, "malformed-json"]);
  }
});

Deno.test("JSON of another shape is refused with 422 and the failing fields", async () => {
  await using gateway = await Harness.start();
  const cases: [unknown, string][] = [
    [[], "body"],
    [null, "body"],
    [{ maxEvents: 1_001 }, "body.maxEvents"],
    [{ maxEvents: -1 }, "body.maxEvents"],
    [{ waitMs: 60_001 }, "body.waitMs"],
    [{ waitMs: "1" }, "body.waitMs"],
    [{ ack: {} }, "body.ack"],
    [{ ack: [{ id: "0".repeat(32) }] }, "body.ack.0.hash"],
    [{ errors: { a: 1 } }, "body.errors.a"],
  ];
  for (const [body, field] of cases) {
    const response = await gateway.post("/v1/streams/a/poll", "dispatch-a", body);
    assert.equal(response.status, 422);
    assert.equal((await response.json()).details[0].field, field);
  }
});

Deno.test("An unknown address, and a known one with another method, are answered so", async () => {
  await using gateway = await Harness.start();

  const nowhere = await gateway.call("/v2/nothing", "admin");
  assert.deepEqual([nowhere.status, (await nowhere.json()).error], [404, "not-found"]);
  const method = await gateway.call("/v1/tokens", "admin", { method: "PUT" });
  assert.equal(method.status, 405);
  assert.equal(method.headers.get("allow"), "GET, POST, DELETE");
  assert.equal((await method.json()).error, "method-not-allowed");
});

Deno.test("A failure inside is reported without a stack", async () => {
  await using gateway = await Harness.start();
  Object.defineProperty(gateway, "status", {
    get() {
      throw new Error("secret detail");
    },
  });

  const response = await gateway.call("/readyz");

  const text = await response.text();
  assert.equal(response.status, 500);
  assert.equal(JSON.parse(text).error, "internal");
  assert.ok(!text.includes("secret detail") && !text.includes(".ts"));
});

Deno.test("Every answer keeps browsers from doing harm with it", async () => {
  await using gateway = await Harness.start();
  for (const path of ["/healthz", "/nothing", "/v1/tokens", "/docs"]) {
    const response = await gateway.call(path);
    await response.body?.cancel();
    const { headers } = response;
    assert.match(headers.get("content-security-policy")!, /^default-src 'none'/, path);
    assert.match(headers.get("content-security-policy")!, /frame-ancestors 'none'/, path);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    // What is the same for everybody may be kept, if it is asked for again before it is used.
    assert.equal(headers.get("cache-control"), path === "/docs" ? "no-cache" : "no-store");
  }
});
