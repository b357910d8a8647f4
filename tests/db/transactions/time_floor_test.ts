import assert from "node:assert/strict";
import { TemporaryStore } from "../../support/temporary_store.ts";

Deno.test("A floor of time that is vouched for never goes back, and none takes its place that is not", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const keep = (unixMs: number, isVouched: boolean) =>
    store.writeNow("keepTimeFloor", { unixMs, isVouched });
  assert.equal(store.read.clock.floor(), undefined);

  keep(2_000, false);
  keep(1_000, false);
  assert.deepEqual(store.read.clock.floor(), { unixMs: 1_000, isVouched: false });

  keep(500, true);
  keep(499, true);
  keep(9_000, false);
  assert.deepEqual(store.read.clock.floor(), { unixMs: 500, isVouched: true });

  keep(501, true);
  assert.deepEqual(store.read.clock.floor(), { unixMs: 501, isVouched: true });
});
