import assert from "node:assert/strict";
import { PendingPromises } from "../../../handlers/tools/pending_promises.ts";
import { withinTime } from "../../../handlers/tools/time_limit.ts";

Deno.test("Waiting for pending work waits for all of it, failures included", async () => {
  const pending = new PendingPromises();
  const good = Promise.withResolvers<number>();
  const bad = Promise.withResolvers<number>();
  const added = pending.add(good.promise);
  assert.rejects(pending.add(bad.promise), /no/);
  let isSettled = false;
  const settled = pending.settled().then(() => isSettled = true);

  good.resolve(1);
  assert.equal(await added, 1);
  assert.deepEqual([isSettled, pending.size], [false, 1]);
  bad.reject(new Error("no"));
  await settled;
  assert.equal(pending.size, 0);
});

Deno.test("What takes too long gives undefined, and what comes in time its value or its error", async () => {
  let ring = () => {};
  const timers = {
    after: (_ms: number, run: () => void) => {
      ring = run;
      return () => ring = () => {};
    },
    soon: () => () => {},
  };
  const late = withinTime(1, new Promise<number>(() => {}), timers);
  ring();
  assert.equal(await late, undefined);
  assert.equal(await withinTime(1, Promise.resolve(2), timers), 2);
  await assert.rejects(withinTime(1, Promise.reject(new Error("no")), timers), /no/);
});
