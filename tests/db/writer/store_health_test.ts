/** Whether a store stores is what its writer's work says, not that it is open. */
import assert from "node:assert/strict";
import { healthOf } from "../../../db/writer/store_health.ts";
import { eventOf, TemporaryStore } from "../../support/temporary_store.ts";
import { until } from "../../support/until.ts";

const IN_ORDER = { failures: 0, askedForMs: 0, refusal: undefined, fault: undefined };
const FULL = { reason: "full", message: "the disk is full" } as const;

Deno.test("A full disk whose reserve takes alarms stores; one that fails does not", () => {
  assert.deepEqual(healthOf(IN_ORDER), { isStoring: true });
  assert.deepEqual(healthOf({ ...IN_ORDER, fault: FULL }), { isStoring: true, fault: FULL });
  const failing = healthOf({ ...IN_ORDER, failures: 1, fault: FULL });
  assert.deepEqual(failing, { isStoring: false, fault: FULL });
});

Deno.test("A disk that has said nothing for ten seconds does not store", () => {
  assert.equal(healthOf({ ...IN_ORDER, askedForMs: 10_000 }).isStoring, true);
  assert.equal(healthOf({ ...IN_ORDER, askedForMs: 10_001 }).isStoring, false);
});

Deno.test("A store that refuses events is not one that stores, until it takes one", async () => {
  using place = new TemporaryStore();
  await using store = await place.open();
  await store.write("appendEvents", [eventOf(1)]);
  assert.deepEqual(store.writer.health, { isStoring: true });
  {
    using other = place.connection();
    other.script(
      `create trigger refuses before insert on event begin select raise(abort, 'no event'); end`,
    );
  }
  await assert.rejects(store.write("appendEvents", [eventOf(2)]), /no event/);
  const { isStoring, fault } = store.writer.health;
  assert.deepEqual([isStoring, fault?.reason], [false, "refused"]);
  assert.match(fault!.message, /no event/);
  {
    using other = place.connection();
    other.script("drop trigger refuses");
  }
  await store.write("appendEvents", [eventOf(2)]);
  assert.deepEqual(store.writer.health, { isStoring: true });
});

Deno.test("A store that another program holds locked says so, and that it stores again", async () => {
  using place = new TemporaryStore();
  await using store = await place.open();
  using other = place.connection();
  other.run("begin immediate");
  const storing = store.write("appendEvents", [eventOf(1)]);
  await until("it is told", () => store.writer.health.fault !== undefined, 15_000);
  await until("it fails", () => !store.writer.health.isStoring, 15_000);
  other.run("rollback");
  await storing;
  await until("it stores", () => store.writer.health.isStoring, 15_000);
});
