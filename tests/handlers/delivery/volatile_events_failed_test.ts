import assert from "node:assert/strict";
import { encodeHex } from "../../../devices/hex.ts";
import { Unstored } from "../../../handlers/delivery/volatile_events.ts";
import { Wake } from "../../../handlers/delivery/wake.ts";
import { eventOf } from "../../support/temporary_store.ts";

const EVENT = eventOf(1);
const ID = encodeHex(EVENT.id);
const DESTINATION = { number: 1, name: "s", onlyOffered: true };

Deno.test("A panic whose write fails at once is offered from memory until a repeat of it is stored", async () => {
  const unstored = new Unstored({ wake: new Wake(), onStored: () => {} });
  const failing = Promise.reject(new Error("the queue of the disk is full"));
  unstored.guard(EVENT, failing);
  await assert.rejects(failing);
  assert.deepEqual(unstored.list().map(({ id }) => id), [ID]);

  const stored = Promise.resolve();
  unstored.guard(EVENT, stored);
  await stored;
  assert.deepEqual(unstored.list(), []);
});

Deno.test("What was confirmed of an event stays so when a further write of it fails", async () => {
  const unstored = new Unstored({ wake: new Wake(), onStored: () => {} });
  const fail = async () => {
    const failing = Promise.reject(new Error("the queue of the disk is full"));
    unstored.guard(EVENT, failing);
    await assert.rejects(failing);
  };
  await fail();
  assert.equal(unstored.confirm(DESTINATION, ID, undefined), "confirmed");
  await fail();
  assert.equal(unstored.isOwedTo(1, ID), false);
});
