import assert from "node:assert/strict";
import { Restarts } from "../../../handlers/supervision/restarts.ts";

Deno.test("Restarts distinguishes a restart from the hourly change of epoch", () => {
  const restarts = new Restarts();
  const isRestart = (epoch: number, uptimeHours: number, before: number) =>
    restarts.isRestart("d-a", { epoch, uptimeHours }, before);
  assert.equal(isRestart(8, 3, 7), false, "nothing is known of its uptime");
  assert.equal(isRestart(8, 3, 8), false);
  assert.equal(isRestart(9, 4, 8), false, "an hour later");
  assert.equal(isRestart(10, 0, 9), true);
  assert.equal(isRestart(10, 0, 10), false, "the same start");
  assert.equal(isRestart(11, 0, 10), true, "twice within an hour");
  assert.equal(isRestart(12, 6, 11), false);
  assert.equal(isRestart(13, 2, 12), true, "its first two hours were not heard");
});

Deno.test("Restarts sees a restart whose first frame was no heartbeat", () => {
  const restarts = new Restarts();
  restarts.isRestart("d-a", { epoch: 8, uptimeHours: 5 }, 7);
  assert.equal(restarts.isRestart("d-a", { epoch: 9, uptimeHours: 0 }, 9), true);
});

Deno.test("Restarts takes the first start of a wearable for none, and one after our own for one", () => {
  assert.equal(new Restarts().isRestart("d-a", { epoch: 1, uptimeHours: 0 }, 0), false);
  assert.equal(new Restarts().isRestart("d-a", { epoch: 5, uptimeHours: 0 }, 4), true);
});
