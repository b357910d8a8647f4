import assert from "node:assert/strict";
import { encodeHex } from "../../../devices/hex.ts";
import { VolatileEvents } from "../../../handlers/delivery/volatile_events.ts";
import { Wake } from "../../../handlers/tools/wake.ts";
import { eventOf } from "../../support/temporary_store.ts";

const EVENT = eventOf(1);
const ID = encodeHex(EVENT.id);
const DESTINATION = { number: 1, name: "s", onlyOffered: true };

Deno.test("A panic whose write fails at once is offered from memory until a repeat of it is stored", async () => {
  const volatileEvents = new VolatileEvents({ wake: new Wake() });
  const failing = Promise.reject(new Error("the queue of the disk is full"));
  volatileEvents.trackUntilDurable(EVENT, failing);
  await assert.rejects(failing);
  assert.deepEqual(volatileEvents.list().map(({ id }) => id), [ID]);

  const stored = Promise.resolve();
  volatileEvents.trackUntilDurable(EVENT, stored);
  await stored;
  assert.deepEqual(volatileEvents.list(), []);
});

Deno.test("What was confirmed of an event stays so when a further write of it fails", async () => {
  const volatileEvents = new VolatileEvents({ wake: new Wake() });
  const fail = async () => {
    const failing = Promise.reject(new Error("the queue of the disk is full"));
    volatileEvents.trackUntilDurable(EVENT, failing);
    await assert.rejects(failing);
  };
  await fail();
  assert.equal(volatileEvents.confirm(DESTINATION, ID, undefined), "confirmed");
  await fail();
  assert.equal(volatileEvents.isOwedTo(1, ID), false);
});
