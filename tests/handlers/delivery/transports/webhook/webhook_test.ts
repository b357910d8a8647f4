import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { Forwarding } from "../../../../support/forwarding.ts";
import { freePort } from "../../../../../gateway/bench/ports.ts";
import { until } from "../../../../support/until.ts";
import { WebhookReceiver } from "../../../../support/webhook_receiver.ts";

Deno.test("A webhook gets a panic as one CloudEvents object in structured mode", async () => {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open();
  forwarding.startWebhook(receiver.url);
  const [id] = await forwarding.append("critical");
  await forwarding.drained();

  const [request, ...more] = receiver.requests;
  assert.deepEqual(more, []);
  assert.equal(request!.method, "POST");
  assert.equal(request!.path, "/alarms");
  assert.equal(request!.headers["content-type"], "application/cloudevents+json");
  assert.equal(request!.headers.authorization, undefined);
  const event = JSON.parse(request!.body);
  assert.equal(event.specversion, "1.0");
  assert.equal(event.id, id);
  assert.equal(event.hash, forwarding.hashOf(id!));
  assert.equal(event.sequence, "00000000000000000001");
});

Deno.test("A webhook proves itself by a token and by a signature over time and body", async () => {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open();
  const tokenFile = join(forwarding.folder, "token");
  const secretFile = join(forwarding.folder, "secret");
  Deno.writeTextFileSync(tokenFile, "t0ken\n");
  Deno.writeTextFileSync(secretFile, "s3cret\n");
  forwarding.startWebhook(receiver.url, { tokenFile, secretFile });
  await forwarding.append("critical");
  await forwarding.drained();

  const { body, headers } = receiver.requests[0]!;
  assert.equal(headers.authorization, "Bearer t0ken");
  const [, seconds, proof] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
    headers["vigil-signature"] as string,
  )!;
  assert.ok(Math.abs(Number(seconds) - Date.now() / 1_000) < 60);
  const expected = createHmac("sha256", "s3cret").update(`${seconds}.${body}`).digest("hex");
  assert.equal(proof, expected);
});

Deno.test("A webhook that answers 4xx has the event listed as rejected with its reason, and not lost", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => ({ status: 422, body: "no\r\nsuch <zone>" });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.startWebhook(receiver.url, {}, { refusedRetryMs: 400 });
  const [id] = await forwarding.append("critical");
  await until("it is parked", () => destination.status().parked.count === 1);
  assert.deepEqual(destination.status().parked.events, [
    { id, reason: "HTTP 422: no such <zone>", times: 1 },
  ]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(receiver.requests.length, 1, "it is not tried again quickly");
  assert.equal(forwarding.pending().critical, 1);

  receiver.answer = () => ({ status: 200 });
  await forwarding.drained();
  await until("nothing is parked", () => destination.status().parked.count === 0);
});

Deno.test("What a webhook has rejected goes again at the next start", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => ({ status: 400 });
  await using forwarding = await Forwarding.open();
  const before = forwarding.startWebhook(receiver.url);
  await forwarding.append("normal", 2);
  await until("both are parked", () => before.status().parked.count === 2);
  await before[Symbol.asyncDispose]();
  receiver.answer = () => ({ status: 204 });
  forwarding.startWebhook(receiver.url);
  await forwarding.drained();
});

Deno.test("A webhook that asks for a pause gets it, in seconds and as a date", async () => {
  const dateSoon = () => new Date(Date.now() + 3_000).toUTCString();
  for (const retryAfter of [() => "1", dateSoon]) {
    await using receiver = await WebhookReceiver.start();
    receiver.answer = (_, nth) =>
      nth === 1 ? { status: 503, headers: { "retry-after": retryAfter() } } : { status: 204 };
    await using forwarding = await Forwarding.open();
    await forwarding.append("normal", 20);
    const destination = forwarding.startWebhook(receiver.url, { window: 1 });
    await until("it was asked", () => destination.status().counters.busy === 1);
    await until("it goes on", () => receiver.requests.length > 1);
    const [first, second] = receiver.requests;
    assert.ok(second!.atMs - first!.atMs >= 900, `${second!.atMs - first!.atMs} ms`);
  }
});

Deno.test("A panic does not wait for the pause that a webhook asked for", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = (_, nth) =>
    nth === 1 ? { status: 429, headers: { "retry-after": "3600" } } : { status: 204 };
  await using forwarding = await Forwarding.open();
  await forwarding.append("normal");
  const destination = forwarding.startWebhook(receiver.url);
  await until("it was asked", () => destination.status().counters.busy === 1);
  const [panic] = await forwarding.append("critical");
  await until("the panic is there", () => receiver.ids.includes(panic!), 1_000);
});

Deno.test("A webhook is not redirected, and says so", async () => {
  await using other = await WebhookReceiver.start();
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => ({ status: 307, headers: { location: other.url } });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.startWebhook(receiver.url);
  await forwarding.append("critical");
  await until("it was refused", () => destination.status().counters.barred === 1);
  assert.equal(other.requests.length, 0);
  assert.match(destination.status().lastError!, /^HTTP 307: redirects are not followed$/);
  assert.equal(destination.status().state, "waiting");
});

Deno.test("What a webhook refused for want of a right goes again as soon as it takes something", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => ({ status: 401 });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.startWebhook(receiver.url);
  await forwarding.append("high", 2);
  await until("both were refused", () => destination.status().counters.barred === 2);
  receiver.answer = () => ({ status: 204 });
  await forwarding.append("high");
  await forwarding.drained();
});

Deno.test("A webhook that cannot be reached is tried less and less often, and found again", async () => {
  const port = await freePort();
  await using forwarding = await Forwarding.open();
  await forwarding.append("normal", 50);
  const destination = forwarding.startWebhook(`http://127.0.0.1:${port}/alarms`, { window: 4 });
  await until("it waits", () => destination.status().state === "waiting");
  // The shortest pause is longer than this.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { failed } = destination.status().counters;
  assert.ok(failed <= 6, `${failed} requests failed`);
  assert.match(destination.status().lastError!, /refused/i);
  await using _receiver = await WebhookReceiver.start(undefined, port);
  await forwarding.drained();
  assert.equal(destination.status().state, "connected");
});

Deno.test("The status of an answer holds, though its body is endless or never comes to an end", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => ({ status: 200, body: "x".repeat(100_000), isEndless: true });
  await using forwarding = await Forwarding.open();
  forwarding.startWebhook(receiver.url);
  await forwarding.append("critical");
  await forwarding.drained(5_000);
});

Deno.test("A webhook that closes a connection at the moment it is used again has not failed", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = (_, nth) => nth === 2 ? "cut" : { status: 204 };
  await using forwarding = await Forwarding.open();
  const destination = forwarding.startWebhook(receiver.url);
  await forwarding.append("high");
  await forwarding.drained();
  await forwarding.append("high");
  await forwarding.drained();
  assert.equal(receiver.requests.length, 3);
  assert.equal(destination.status().counters.failed, 0);
});

Deno.test("A webhook that never answers ends its request after ten seconds and stops in time", async () => {
  await using receiver = await WebhookReceiver.start();
  receiver.answer = () => "none";
  await using forwarding = await Forwarding.open();
  const destination = forwarding.startWebhook(receiver.url, { window: 2 });
  await forwarding.append("critical");
  await until("it gave up", () => destination.status().counters.failed === 1, 12_000);
  assert.equal(destination.status().lastError, "no answer within 10 s");
  await until("it tries again", () => receiver.requests.length === 2);
  const begun = performance.now();
  await destination[Symbol.asyncDispose]();
  assert.ok(performance.now() - begun < 1_000);
});
