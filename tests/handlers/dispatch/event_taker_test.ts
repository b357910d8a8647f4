import assert from "node:assert/strict";
import type { BroughtEvent, ShedNumbers, Taken } from "../../../db/region/region_records.ts";
import { EventTaker } from "../../../handlers/dispatch/event_taker.ts";
import { TestClock } from "../../support/clocks.ts";

function event(id: string, priority = "normal"): BroughtEvent {
  return {
    ...{ id, hash: id, source: "urn:vigil:1:g", type: "vigil.panic.v1", priority },
    ...{ subject: "device/d", time: "", body: "{}", way: "x" },
  };
}

/** Records whose commits end when the test says so. */
class SlowRecords {
  readonly batches: { ids: string[]; shed: readonly ShedNumbers[] }[] = [];
  readonly #ends: { resolve: () => void; reject: (cause: Error) => void }[] = [];

  async take(
    events: readonly BroughtEvent[],
    _at: number,
    shed: readonly ShedNumbers[] = [],
  ): Promise<Taken[]> {
    this.batches.push({ ids: events.map(({ id }) => id), shed });
    await new Promise<void>((resolve, reject) => this.#ends.push({ resolve, reject }));
    return events.map(({ id }) => id === "known" ? "known" : "new");
  }

  async commit(): Promise<void> {
    this.#ends.shift()!.resolve();
    await settled();
  }

  async fail(): Promise<void> {
    this.#ends.shift()!.reject(new Error("no disk"));
    await settled();
  }
}

/** What was promised has been reported. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function start() {
  const records = new SlowRecords();
  const reported: string[] = [];
  const taker = new EventTaker({
    records,
    clock: new TestClock(),
    onNew: ({ id }) => reported.push(id),
  });
  return { records, taker, reported };
}

Deno.test("What came during a commit goes into the next one, the most urgent first", async () => {
  const { records, taker } = start();
  const first = taker.take(event("a"));
  for (const [id, priority] of [["b", "low"], ["c", "normal"], ["d", "critical"]] as const) {
    void taker.take(event(id, priority));
  }
  assert.deepEqual(records.batches.map(({ ids }) => ids), [["a"]]);
  assert.equal(taker.waiting, 3);
  await records.commit();
  assert.equal(await first, "new");
  assert.deepEqual(records.batches[1]!.ids, ["d", "c", "b"]);
});

Deno.test("An event is promised and reported of after its commit only, and reported of once", async () => {
  const { records, taker, reported } = start();
  let isTaken = false;
  void taker.take(event("a")).then(() => isTaken = true);
  void taker.take(event("known"));
  await settled();
  assert.deepEqual([isTaken, reported], [false, []]);
  await records.commit();
  await records.commit();
  assert.deepEqual([isTaken, reported], [true, ["a"]]);
});

Deno.test("A commit that fails promises nothing, and what follows is tried anew", async () => {
  const { records, taker, reported } = start();
  const shed = { stream: "s", ranges: [[1, 2]] as const };
  taker.noteShed(shed);
  const failed = assert.rejects(taker.take(event("a")), /no disk/);
  await records.fail();
  await failed;
  assert.deepEqual(reported, []);
  const again = taker.take(event("a"));
  await records.commit();
  assert.equal(await again, "new");
  assert.deepEqual(records.batches.map((batch) => batch.shed), [[shed], [shed]]);
});
