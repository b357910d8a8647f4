import assert from "node:assert/strict";
import type { Priority } from "../../../../devices/event.ts";
import { STAYS_FULL_MS, StorageWatch } from "../../../../gateway/modems/cellular/storage_watch.ts";
import {
  MAX_ANSWER_WAIT_MS,
  SubmitQueue,
  TEXT_RESERVE,
} from "../../../../gateway/modems/cellular/submit_queue.ts";
import { MAX_QUEUED } from "../../../../gateway/modems/transmission/transmit_queue.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { TestClock } from "../../../support/clocks.ts";

/** A queue and a modem that takes one message at a time. */
class Queueing {
  readonly clock = new TestClock();
  readonly queue = new SubmitQueue(this.clock);
  readonly submitted: [id: number, pdu: string][] = [];
  canSubmit = true;

  add(pduHex: string, urgency: Priority = "normal", cut?: AbortSignal) {
    return this.queue.add({ pduHex, sizeBytes: 1 }, urgency, cut);
  }

  answer(pduHex: string, urgency: Priority = "critical") {
    return this.queue.add({ pduHex, sizeBytes: 1 }, urgency, undefined, true);
  }

  pump(): void {
    this.queue.pump({
      canSubmit: this.canSubmit,
      submit: (id, { pduHex }) => void this.submitted.push([id, pduHex]),
    });
  }
}

Deno.test("The most urgent message goes first, the oldest of equals, one at a time", async () => {
  const queueing = new Queueing();
  const ends = [["A", "normal"], ["B", "critical"], ["C", "critical"]].map(([pdu, urgency]) =>
    queueing.add(pdu!, urgency as Priority)
  );
  for (let id = 1; id <= 3; id++) {
    queueing.pump();
    queueing.pump();
    queueing.queue.submitted(id, id);
  }
  assert.deepEqual(queueing.submitted, [[1, "B"], [2, "C"], [3, "A"]]);
  assert.deepEqual(await Promise.all(ends), [
    { result: "submitted", reference: 3 },
    { result: "submitted", reference: 1 },
    { result: "submitted", reference: 2 },
  ]);
});

Deno.test("A caller that waits too long, is cut off or is one too many gets that as its outcome", async () => {
  const queueing = new Queueing();
  queueing.canSubmit = false;
  const old = queueing.add("A");
  queueing.clock.advance(60_000);
  queueing.pump();
  assert.equal((await old).result, "failed");
  const cut = new AbortController();
  const given = queueing.add("B", "critical", cut.signal);
  cut.abort();
  assert.equal((await given).result, "failed");
  const last = Array.from({ length: MAX_QUEUED + 1 }, (_, at) => queueing.add(`${at}`)).at(-1)!;
  assert.deepEqual(await last, { result: "failed", reason: "too many wait" });
});

Deno.test("A text to people goes before every answer to a wearable", () => {
  const queueing = new Queueing();
  void queueing.answer("A", "critical");
  void queueing.add("B", "normal");
  for (let id = 1; id <= 2; id++) {
    queueing.pump();
    queueing.queue.submitted(id, id);
  }
  assert.deepEqual(queueing.submitted, [[1, "B"], [2, "A"]]);
});

Deno.test("Answers leave eight places to texts, and give way to them when all are taken", async () => {
  const queueing = new Queueing();
  queueing.canSubmit = false;
  const answers = Array.from({ length: MAX_QUEUED }, (_, at) => queueing.answer(`A${at}`));
  assert.equal(queueing.queue.size, MAX_QUEUED - TEXT_RESERVE);
  assert.deepEqual(await answers.at(-1), { result: "failed", reason: "too many wait" });
  for (let at = 0; at < TEXT_RESERVE + 1; at++) void queueing.add(`T${at}`, "critical");
  assert.equal(queueing.queue.size, MAX_QUEUED);
  assert.deepEqual(await answers[MAX_QUEUED - TEXT_RESERVE - 1], {
    result: "failed",
    reason: "too many wait",
  });
  queueing.canSubmit = true;
  queueing.pump();
  assert.deepEqual(queueing.submitted, [[1, "T0"]]);
});

Deno.test("An answer waits a minute at most, however urgent it is", async () => {
  const queueing = new Queueing();
  queueing.canSubmit = false;
  const answer = queueing.answer("A", "critical");
  queueing.clock.advance(MAX_ANSWER_WAIT_MS);
  queueing.pump();
  assert.equal((await answer).result, "failed");
});

Deno.test("A permanent refusal differs from one that may pass", async () => {
  const queueing = new Queueing();
  const ends = [queueing.add("A"), queueing.add("B"), queueing.add("C")];
  queueing.pump();
  queueing.queue.unsubmitted(1, "refused", "+CMS ERROR: 30");
  queueing.pump();
  queueing.queue.unsubmitted(2, "refused", "+CMS ERROR: 331");
  queueing.pump();
  queueing.queue.interrupted();
  assert.deepEqual(await Promise.all(ends), [
    { result: "refused", reason: "+CMS ERROR: 30" },
    { result: "failed", reason: "+CMS ERROR: 331" },
    { result: "failed", reason: "the modem restarted" },
  ]);
});

Deno.test("A storage is worth a word at 70 %, an alarm at 90 %, and only while it stays so", () => {
  const watch = new StorageWatch();
  const read = (used: number, at: number) =>
    watch.read("SM", { used, total: 10 }, at as MonotonicMs)?.level;
  assert.equal(read(9, 0), undefined);
  assert.equal(read(0, 1_000), undefined);
  assert.equal(read(7, 2_000), undefined);
  assert.equal(read(8, 2_000 + STAYS_FULL_MS), "warn");
  assert.equal(read(9, 40_000), undefined);
  assert.equal(read(10, 40_000 + STAYS_FULL_MS), "alarm");
  assert.deepEqual(watch.storages, [{ storage: "SM", used: 10, total: 10, level: "alarm" }]);
  assert.equal(read(2, 80_000), "ok");
});
