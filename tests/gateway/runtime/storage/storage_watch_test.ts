/** What the pages and the log say of a store that does not do as it should. */
import assert from "node:assert/strict";
import type { StoreHealth } from "../../../../db/store.ts";
import { StorageWatch } from "../../../../gateway/runtime/storage/storage_watch.ts";
import type { VolatileEvent } from "../../../../handlers/delivery/volatile_events.ts";
import { KeptLog } from "../../../support/kept_log.ts";

function watchOf(
  health: StoreHealth,
  events: readonly VolatileEvent[] = [],
  unanswered: readonly string[] = [],
) {
  const log = new KeptLog();
  const reader = { devices: { unanswerable: () => [...unanswered] } };
  const state = { health, backlog: 3 };
  const volatileEvents = { list: () => [...events], droppedCount: 0 };
  return {
    log,
    state,
    watch: new StorageWatch({ writer: state, reader, volatileEvents, path: "/tmp/x.db", log }),
  };
}

const FULL: StoreHealth = {
  isStoring: true,
  fault: { reason: "full", message: "the disk is full: make room" },
};
const PANIC = { id: "00", priority: "critical" } as VolatileEvent;

Deno.test("A store in order is no degradation", () => {
  assert.deepEqual(watchOf({ isStoring: true }).watch.degradations(), []);
});

Deno.test("A full disk is a degradation with what waits and what is free", () => {
  const [full, ...others] = watchOf(FULL).watch.degradations();
  assert.deepEqual([full!.code, others], ["disk-full", []]);
  assert.match(
    full!.message,
    /^Store: the disk is full: make room \(3 changes wait, \d+ MiB of the disk are free\)$/,
  );
});

Deno.test("Panics that are only in memory are a degradation with their count", () => {
  const { watch } = watchOf({ ...FULL, isStoring: false }, [PANIC, PANIC]);
  const [disk, memory] = watch.degradations();
  assert.match(disk!.message, /no alarm is stored, and no wearable is answered$/);
  assert.equal(memory!.code, "alarms-unstored");
  assert.match(memory!.message, /^2 events, 2 of them critical, are only in memory/);
  assert.equal(watch.status().unstored, 2);
});

Deno.test("The log says once what begins, and once that it is over", () => {
  const { log, state, watch } = watchOf(FULL);
  watch.look();
  watch.look();
  state.health = { isStoring: true };
  watch.look();
  watch.look();
  assert.deepEqual(log.lines.map(({ message }) => message), [
    "the store does not do as it should",
    "the store is in order again",
  ]);
});

Deno.test("Wearables that no answer may go to are a degradation with their names", () => {
  const [unanswered] = watchOf({ isStoring: true }, [], ["d-1", "d-2"]).watch.degradations();
  assert.equal(unanswered!.code, "wearables-unanswered");
  assert.match(unanswered!.message, /^2 wearables are heard and never answered, .*: d-1, d-2$/);
});
