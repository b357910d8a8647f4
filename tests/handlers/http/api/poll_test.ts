import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { ackOf, Harness, until } from "../harness.ts";

Deno.test("A stream gives what it owes by priority, then by sequence, verified or not", async () => {
  await using gateway = await Harness.start();
  const [low, critical, unverified, high, panic] = await gateway.append(
    { priority: "low", name: "heartbeat" },
    {},
    { isUnverified: true },
    { priority: "high", name: "position" },
    {},
  );

  const { events, more, head } = await gateway.poll("a");

  assert.deepEqual(events.map(({ id }) => id), [critical, unverified, panic, high, low]);
  assert.deepEqual(events.map(({ streamsequence }) => streamsequence), [2, 3, 5, 4, 1]);
  assert.equal(more, false);
  assert.deepEqual(head, { sequence: 5, pending: { critical: 3, high: 1, normal: 0, low: 1 } });
});

Deno.test("A stream without unverified events gets none and has no gap for them", async () => {
  await using gateway = await Harness.start();
  const [first, , last] = await gateway.append({}, { isUnverified: true }, {});

  const { events } = await gateway.poll("b");

  assert.deepEqual(events.map(({ id }) => id), [first, last]);
  assert.deepEqual(events.map(({ streamsequence }) => streamsequence), [1, 2]);
});

Deno.test("An event is offered again until it is acknowledged", async () => {
  await using gateway = await Harness.start();
  const [id] = await gateway.append({});

  assert.equal((await gateway.poll("a")).events[0]!.id, id);
  const again = await gateway.poll("a");
  assert.equal(again.events[0]!.id, id);

  const after = await gateway.poll("a", { ack: again.events.map(ackOf) });
  assert.deepEqual(after.acknowledged, [id]);
  assert.deepEqual(after.events, []);
  assert.equal(after.head.pending.critical, 0);
});

Deno.test("What one stream acknowledges changes nothing for another", async () => {
  await using gateway = await Harness.start();
  const [id] = await gateway.append({});
  const { events } = await gateway.poll("a");
  await gateway.poll("a", { ack: events.map(ackOf) });

  assert.equal((await gateway.poll("b")).events[0]!.id, id);
});

Deno.test("An acknowledgement is on the disk when the answer comes", async () => {
  await using gateway = await Harness.start();
  await gateway.append({});
  const { events } = await gateway.poll("a");
  await gateway.poll("a", { maxEvents: 0, ack: events.map(ackOf) });

  using other = new DatabaseSync(`${gateway.folder}/vigil.db`, { readOnly: true });
  const lane = other.prepare(
    `select watermark, delivered from lane l join destination d on d.number = l.destination
     where d.name = 'a' and lane = 0`,
  ).get();
  assert.deepEqual({ ...lane }, { watermark: 1, delivered: 1 });

  await gateway.restart();
  assert.deepEqual((await gateway.poll("a")).events, []);
  assert.equal((await gateway.poll("b")).events.length, 1);
});

Deno.test("Repeating an acknowledgement is harmless", async () => {
  await using gateway = await Harness.start();
  const [id] = await gateway.append({});
  const { events } = await gateway.poll("a");
  const ack = events.map(ackOf);
  await gateway.poll("a", { ack });

  assert.deepEqual((await gateway.poll("a", { ack: [...ack, ...ack] })).acknowledged, [id, id]);
  const delivered = gateway.store.read.lanes.all().find(({ number, lane }) =>
    number === 1 && lane === 0
  )!;
  assert.equal(delivered.delivered, 1);
});

Deno.test("An event that was never offered cannot be acknowledged", async () => {
  await using gateway = await Harness.start();
  const [id] = await gateway.append({});
  const { hash } = gateway.store.read.events.newest(1)[0]!;

  const early = await gateway.poll("a", { maxEvents: 0, ack: [{ id, hash }] });
  assert.deepEqual([early.unknown, early.acknowledged], [[id], []]);

  await gateway.poll("b"); // an offer to another stream is none to this one
  assert.deepEqual((await gateway.poll("a", { maxEvents: 0, ack: [{ id, hash }] })).unknown, [id]);
  assert.equal((await gateway.poll("a")).events[0]!.id, id);
});

Deno.test("An unknown id comes back as unknown", async () => {
  await using gateway = await Harness.start();
  const id = "0".repeat(32);

  const { unknown } = await gateway.poll("a", { ack: [{ id, hash: "0".repeat(64) }] });

  assert.deepEqual(unknown, [id]);
});

Deno.test("A wrong hash is refused, raised as security, and the event stays owed", async () => {
  await using gateway = await Harness.start();
  const [id] = await gateway.append({});
  await gateway.poll("a");

  const answer = await gateway.poll("a", { ack: [{ id, hash: "0".repeat(64) }] });

  assert.deepEqual([answer.refused, answer.acknowledged, answer.unknown], [[id], [], []]);
  assert.equal(answer.events[0]!.id, id);
  assert.deepEqual(gateway.raised.map(({ name, reason }) => ({ name, reason })), [
    { name: "security", reason: "wrong-receipt-hash" },
  ]);
});

Deno.test("An id or a hash that is no hex is refused with its field, and nothing is done", async () => {
  await using gateway = await Harness.start();
  await gateway.append({});
  const { events } = await gateway.poll("a");

  const response = await gateway.post("/v1/streams/a/poll", "dispatch-a", {
    ack: [ackOf(events[0]!), { id: "not-hex", hash: "0".repeat(64) }],
  });

  assert.equal(response.status, 422);
  const { error, details } = await response.json();
  assert.equal(error, "invalid-request");
  assert.deepEqual(details.map((detail: { field: string }) => detail.field), ["body.ack.1.id"]);
  assert.equal((await gateway.poll("a")).events.length, 1);
});

Deno.test("maxEvents 0 only acknowledges and waits for nothing", async () => {
  await using gateway = await Harness.start();
  await gateway.append({}, {});

  const { events, more } = await gateway.poll("a", { maxEvents: 0, waitMs: 60_000 });

  assert.deepEqual([events, more], [[], true]);
});

Deno.test("maxEvents bounds an answer and more says that there is more", async () => {
  await using gateway = await Harness.start();
  await gateway.append({}, {}, {});

  const two = await gateway.poll("a", { maxEvents: 2 });
  assert.deepEqual([two.events.length, two.more], [2, true]);
  const three = await gateway.poll("a", { maxEvents: 3 });
  assert.deepEqual([three.events.length, three.more], [3, false]);
});

Deno.test("An event that the receiver cannot take backs off alone, longer each time", async () => {
  await using gateway = await Harness.start();
  const [bad, good] = await gateway.append({}, {});
  const why = { code: "cannot-parse", message: "no" };
  await gateway.poll("a");

  const first = await gateway.poll("a", { errors: { [bad!]: why } });
  assert.deepEqual(first.events.map(({ id }) => id), [good]);
  assert.equal(first.more, false);
  assert.equal(first.head.pending.critical, 2);
  assert.deepEqual(
    gateway.core.polls.activity()[0]!.refused.map(({ id, code, times }) => [id, code, times]),
    [
      [bad, "cannot-parse", 1],
    ],
  );
  assert.equal((await gateway.poll("b")).events.length, 2);

  gateway.clock.shiftMs += 9_000;
  assert.equal((await gateway.poll("a")).events.length, 1);
  gateway.clock.shiftMs += 1_001;
  assert.deepEqual((await gateway.poll("a")).events.map(({ id }) => id), [bad, good]);

  await gateway.poll("a", { errors: { [bad!]: why } });
  gateway.clock.shiftMs += 19_000;
  assert.equal((await gateway.poll("a")).events.length, 1);
  gateway.clock.shiftMs += 1_001;
  assert.equal((await gateway.poll("a")).events.length, 2);
});

Deno.test("A back-off never grows over ten minutes", async () => {
  await using gateway = await Harness.start();
  const [bad] = await gateway.append({});
  const errors = { [bad!]: { code: "cannot-parse", message: "no" } };
  await gateway.poll("a");
  for (let times = 0; times < 12; times++) await gateway.poll("a", { maxEvents: 0, errors });

  gateway.clock.shiftMs += 599_000;
  assert.equal((await gateway.poll("a")).events.length, 0);
  gateway.clock.shiftMs += 1_001;
  assert.equal((await gateway.poll("a")).events.length, 1);
});

Deno.test("A waiting poll ends when its back-off does", async () => {
  await using gateway = await Harness.start();
  const [bad] = await gateway.append({});
  await gateway.poll("a");
  await gateway.poll("a", { maxEvents: 0, errors: { [bad!]: { code: "cannot-parse" } } });
  gateway.clock.shiftMs += 9_900;

  const { events } = await gateway.poll("a", { waitMs: 5_000 });

  assert.equal(events[0]!.id, bad);
});

Deno.test("An error about what a stream is not owed comes back as unknown", async () => {
  await using gateway = await Harness.start();

  const { unknown } = await gateway.poll("a", { errors: { "no-id": { code: "cannot-parse" } } });

  assert.deepEqual(unknown, ["no-id"]);
});

Deno.test("A waiting poll answers as soon as there is something", async () => {
  await using gateway = await Harness.start();
  const waiting = gateway.poll("a", { waitMs: 30_000 });
  await until(() => gateway.core.polls.activity()[0]?.isWaiting === true);
  const before = performance.now();
  const [id] = await gateway.append({});

  const { events } = await waiting;

  assert.equal(events[0]!.id, id);
  assert.ok(performance.now() - before < 500);
});

Deno.test("A waiting poll ends empty when its time is over", async () => {
  await using gateway = await Harness.start();
  const before = performance.now();

  const { events } = await gateway.poll("a", { waitMs: 150 });

  assert.deepEqual(events, []);
  const tookMs = performance.now() - before;
  assert.ok(tookMs >= 145 && tookMs < 2_000, `took ${tookMs} ms`);
});

Deno.test("A newer poll of a stream ends an older one at once, and no other stream's", async () => {
  await using gateway = await Harness.start();
  const older = gateway.poll("a", { waitMs: 30_000 });
  const other = gateway.poll("b", { waitMs: 30_000 });
  await until(() =>
    gateway.core.polls.activity().filter(({ isWaiting }) => isWaiting).length === 2
  );

  await gateway.poll("a");

  assert.deepEqual((await older).events, []);
  assert.equal(gateway.core.polls.activity().find(({ stream }) => stream === "b")!.isWaiting, true);
  await gateway.append({});
  assert.equal((await other).events.length, 1);
});

Deno.test("A client that leaves in the middle of a wait leaves nothing behind", async () => {
  await using gateway = await Harness.start();
  const leaving = new AbortController();
  const poll = gateway.poll("a", { waitMs: 60_000 }, { signal: leaving.signal });
  await until(() => gateway.core.polls.activity()[0]?.isWaiting === true);

  leaving.abort();
  await assert.rejects(poll);

  await until(() => gateway.core.polls.activity()[0]!.isWaiting === false);
  const [id] = await gateway.append({});
  assert.equal((await gateway.poll("a")).events[0]!.id, id);
});

Deno.test("Stopping ends waiting polls and doorbells within a second", async () => {
  await using gateway = await Harness.start();
  const poll = gateway.poll("a", { waitMs: 60_000 });
  const doorbell = await gateway.call("/v1/streams/b/doorbell", "dispatch-b");
  await until(() => gateway.core.polls.activity()[0]?.isWaiting === true);
  const before = performance.now();

  await gateway.server[Symbol.asyncDispose]();

  assert.ok(performance.now() - before < 1_000);
  assert.deepEqual((await poll).events, []);
  await doorbell.text();
});
