import assert from "node:assert/strict";
import { Connection } from "../../../db/sqlite/connection.ts";
import type { StreamPolls } from "../../../handlers/delivery/streams/stream_polls.ts";
import { Intake } from "../../support/intake.ts";
import { until } from "../../support/until.ts";
import { Wearable } from "../../support/wearable.ts";

const NEVER_GONE = new AbortController().signal;

/** Holds the write lock as another program could, so that no commit ends. */
function lock(intake: Intake): Connection {
  const other = new Connection(`${intake.folder}/vigil.db`, "write");
  other.run("begin immediate");
  return other;
}

function poll(polls: StreamPolls, ack: { id: string; hash: string }[] = [], waitMs = 0) {
  const request = { maxEvents: 50, waitMs, ack, errors: {} };
  return polls.poll(polls.find("s")!, request, NEVER_GONE);
}

Deno.test("A panic that is not stored in 250 ms is polled from memory, marked, and not answered", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const polls = intake.core.polls;
  using other = lock(intake);

  const hearing = intake.hear(wearable.panic());
  const { events } = await poll(polls, [], 5_000);
  assert.equal(events.length, 1);
  const event = JSON.parse(events[0]!);
  assert.equal(event.durable, false);
  assert.equal(event.sequence, undefined);
  assert.equal(event.streamsequence, undefined);
  assert.equal(event.type, "vigil.panic.v1");
  assert.deepEqual(intake.sent, []);

  other.run("rollback");
  await hearing;
  assert.equal(intake.sent.length, 1);
  const stored = JSON.parse((await poll(polls)).events[0]!);
  assert.equal(stored.id, event.id);
  assert.equal(stored.hash, event.hash);
  assert.equal(stored.durable, undefined);
  assert.equal(stored.streamsequence, 1);
});

Deno.test("What a stream acknowledged before it was stored is confirmed once it is", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const polls = intake.core.polls;
  const other = lock(intake);

  const hearing = intake.hear(wearable.panic());
  const event = JSON.parse((await poll(polls, [], 5_000)).events[0]!);
  const answer = await poll(polls, [{ id: event.id, hash: event.hash }]);
  assert.deepEqual(answer.acknowledged, [], "nothing is acknowledged that is not on the disk");
  assert.deepEqual(answer.unknown, []);
  assert.deepEqual(answer.events, [], "it is not offered again to who has it");
  const wrong = await poll(polls, [{ id: event.id, hash: "0".repeat(64) }]);
  assert.deepEqual(wrong.refused, [event.id]);

  other.run("rollback");
  other[Symbol.dispose]();
  await hearing;
  await until(
    "the stored event is confirmed",
    () => intake.store.read.lanes.all().every(({ pending }) => pending === 0),
  );
  assert.deepEqual((await poll(polls)).events, []);
  await until("the wearable hears that dispatch has it", () => intake.sent.length === 2);
});

Deno.test("What is not critical waits for the disk", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const other = lock(intake);
  const hearing = intake.hear(wearable.heartbeat());
  await until("the disk is known to be slow", () => intake.store.writer.fault === "slow");
  assert.deepEqual((await poll(intake.core.polls)).events, []);
  other.run("rollback");
  other[Symbol.dispose]();
  await hearing;
  assert.equal(intake.counter("frames/accepted"), 1);
});

Deno.test("A commit that takes long raises storage-degraded from memory", async () => {
  await using intake = await Intake.open();
  const other = lock(intake);
  intake.core.events.raise({ name: "storage-degraded", reason: "slow" });
  const { events } = await poll(intake.core.polls, [], 5_000);
  const event = JSON.parse(events[0]!);
  assert.deepEqual([event.type, event.durable], ["vigil.storage-degraded.v1", false]);
  other.run("rollback");
  other[Symbol.dispose]();
});
