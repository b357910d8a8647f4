import assert from "node:assert/strict";
import type { Verdict } from "../../../../db/store.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { SYSTEM_TIMERS } from "../../../../handlers/tools/timers.ts";
import { ConfirmationBatch } from "../../../../handlers/delivery/confirmations/confirmation_batch.ts";

/** A batch whose commits end when the test says so. */
class Commits {
  readonly begun: { size: number; end: (verdicts: Verdict[]) => void; fail: () => void }[] = [];
  /** Whether each of them may be deferred. */
  readonly deferred: boolean[] = [];
  readonly failures: unknown[] = [];
  readonly verdicts: Verdict[] = [];
  readonly batch = new ConfirmationBatch({
    confirm: (confirmations, mayDefer) =>
      new Promise((resolve, reject) => {
        this.deferred.push(mayDefer);
        const fail = () => reject(new Error("disk I/O error"));
        this.begun.push({ size: confirmations.length, end: resolve, fail });
      }),
    onFailure: (cause) => void this.failures.push(cause),
    onRoom: () => {},
    clock: { monotonicMs: () => this.nowMs },
    timers: {
      ...SYSTEM_TIMERS,
      after: (delayMs, run) => {
        this.waits.push(delayMs);
        return SYSTEM_TIMERS.after(delayMs, run);
      },
    },
  });
  /** What it waited for, in ms. */
  readonly waits: number[] = [];
  nowMs = 0 as MonotonicMs;

  add(): void {
    this.#add(false);
  }

  addDeferrable(): void {
    this.#add(true);
  }

  addPlace(ordinal: number): void {
    const onVerdict = (verdict: Verdict) => this.verdicts.push(verdict);
    this.batch.add({ lane: 6, ordinal, onVerdict, mayDefer: false });
  }

  #add(mayDefer: boolean): void {
    const onVerdict = (verdict: Verdict) => this.verdicts.push(verdict);
    this.batch.add({ id: new Uint8Array(16), onVerdict, mayDefer });
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("ConfirmationBatch commits together what arrives together, and meanwhile", async () => {
  const commits = new Commits();
  commits.add();
  commits.add();
  await turn();
  for (let count = 0; count < 5; count++) commits.add();
  assert.equal(commits.batch.size, 7);
  commits.begun[0]!.end(["confirmed", "unknown"]);
  await turn();
  commits.begun[1]!.end(Array(5).fill("confirmed"));
  await commits.batch.settled();

  assert.deepEqual(commits.begun.map(({ size }) => size), [2, 5]);
  assert.deepEqual(commits.verdicts.slice(0, 2), ["confirmed", "unknown"]);
  assert.equal(commits.verdicts.length, 7);
  assert.equal(commits.batch.size, 0);
});

Deno.test("ConfirmationBatch confirms nothing of a commit that failed, and goes on", async () => {
  const commits = new Commits();
  commits.add();
  await turn();
  commits.add();
  commits.begun[0]!.fail();
  await turn();
  commits.begun[1]!.end(["confirmed"]);
  await commits.batch.settled();

  assert.equal(commits.failures.length, 1);
  assert.deepEqual(commits.verdicts, ["confirmed"]);
});

Deno.test("ConfirmationBatch leaves the disk free after a commit for as long as it took", async () => {
  const commits = new Commits();
  commits.add();
  await turn();
  commits.add();
  commits.nowMs = 8 as MonotonicMs;
  const endedAtMs = performance.now();
  commits.begun[0]!.end(["confirmed"]);
  await turn();
  assert.equal(commits.begun.length, 1, "the next commit does not wait");
  while (commits.begun.length === 1) await turn();
  const restedMs = performance.now() - endedAtMs;
  assert.ok(restedMs >= 7 && restedMs < 100, `${restedMs} ms`);
  commits.begun[1]!.end(["confirmed"]);
  await commits.batch.settled();
});

Deno.test("ConfirmationBatch puts no more into a commit than a panic can wait for", async () => {
  const commits = new Commits();
  for (let count = 0; count < 300; count++) commits.add();
  for (const size of [128, 128, 44]) {
    await turn();
    assert.equal(commits.begun.at(-1)!.size, size);
    commits.begun.at(-1)!.end(Array(size).fill("confirmed"));
  }
  await commits.batch.settled();
  assert.equal(commits.verdicts.length, 300);
});

Deno.test("ConfirmationBatch hands over what may be deferred, which holds up nothing that is not", async () => {
  const commits = new Commits();
  commits.addDeferrable();
  await turn();
  commits.addDeferrable();
  await turn();
  commits.add();
  await turn();
  assert.deepEqual(commits.begun.map(({ size }) => size), [1, 1, 1]);
  commits.begun[2]!.end(["confirmed"]);
  await commits.batch.settled();
  assert.equal(commits.batch.size, 2);
  for (const { end } of commits.begun) end(["confirmed"]);
  await turn();
  assert.equal(commits.batch.size, 0);
});

Deno.test("ConfirmationBatch confirms much that may be deferred at its own pace", async () => {
  const commits = new Commits();
  for (let count = 0; count < 129; count++) {
    commits.addDeferrable();
    await turn();
  }
  assert.equal(commits.deferred.filter((mayDefer) => !mayDefer).length, 1);
  for (const { end } of commits.begun) end(["confirmed"]);
  await commits.batch.settled();
  assert.equal(commits.batch.size, 0);
});

Deno.test("ConfirmationBatch leaves nothing of a backlog to be taken along by a panic", async () => {
  const commits = new Commits();
  const addTogether = async (count: number) => {
    for (let n = 0; n < count; n++) commits.addDeferrable();
    await turn();
    const { end, size } = commits.begun.at(-1)!;
    end(Array(size).fill("confirmed"));
    await turn();
    return commits.deferred.at(-1);
  };
  assert.equal(await addTogether(100), true);
  for (let n = 0; n < 200; n++) commits.addDeferrable();
  await turn();
  assert.equal(commits.deferred.at(-1), false, "more than is deferred at once");
  for (const { end, size } of commits.begun) end(Array(size).fill("confirmed"));
  await turn();
  for (const { end, size } of commits.begun) end(Array(size).fill("confirmed"));
  await commits.batch.settled();

  assert.equal(await addTogether(1), false, "the backlog may go on");
  commits.nowMs = 1_000 as MonotonicMs;
  assert.equal(await addTogether(1), true, "it is over");
});

Deno.test("ConfirmationBatch lets places wait for more of them, until one does that does not", async () => {
  const commits = new Commits();
  commits.addPlace(1);
  await turn();
  commits.addPlace(2);
  await turn();
  assert.equal(commits.begun.length, 0);
  assert.deepEqual(commits.waits, [25]);
  commits.add();
  await turn();
  assert.equal(commits.begun[0]?.size, 3, "one that is urgent ends the wait");
  commits.begun[0]!.end(Array(3).fill("confirmed"));
  await commits.batch.settled();

  commits.addPlace(3);
  while (commits.begun.length < 2) await turn();
  commits.begun[1]!.end(["confirmed"]);
  await commits.batch.settled();
  assert.equal(commits.verdicts.length, 4);
});

Deno.test("ConfirmationBatch takes eight times as many places at once as long as each follows another", async () => {
  const commits = new Commits();
  for (let ordinal = 1; ordinal <= 1_100; ordinal++) commits.addPlace(ordinal);
  for (let ordinal = 2_000; ordinal < 2_300; ordinal += 2) commits.addPlace(ordinal);
  // 1024 · the other 76 with 127 that are apart · the last 23, after a wait.
  for (const [at, size] of [1_024, 76 + 127, 23].entries()) {
    while (commits.begun.length === at) await turn();
    assert.equal(commits.begun[at]!.size, size);
    commits.begun[at]!.end(Array(size).fill("confirmed"));
  }
  await commits.batch.settled();
});
