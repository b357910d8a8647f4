import assert from "node:assert/strict";
import { decodeHex } from "../../../../devices/hex.ts";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";

const STREAM = { number: 1, name: "s", onlyOffered: false };

async function withPanic(intake: Intake) {
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const [event] = intake.store.read.events.after(0, 1);
  return { id: decodeHex(event!.id)!, hash: decodeHex(event!.hash)! };
}

const pendingOf = (intake: Intake) =>
  intake.store.read.lanes.all().reduce((sum, lane) => sum + lane.pending, 0);

Deno.test("A confirmation is on the disk before it is answered for, and wakes", async () => {
  await using intake = await Intake.open();
  const acknowledgement = await withPanic(intake);
  let wakes = 0;
  const stop = intake.core.wake.listen(() => wakes++);
  assert.deepEqual(await intake.core.confirmations.confirm(STREAM, [acknowledgement]), [
    "confirmed",
  ]);
  assert.equal(pendingOf(intake), 0);
  assert.equal(wakes, 1);
  stop();
});

Deno.test("A wrong hash is refused, raised as security, and the event stays owed", async () => {
  await using intake = await Intake.open();
  const { id, hash } = await withPanic(intake);
  const wrong = hash.slice();
  wrong[0]! ^= 1;
  const verdicts = await intake.core.confirmations.confirm(STREAM, [
    { id, hash: wrong },
    { id, hash: hash.subarray(0, 31) },
  ]);
  await intake.settled();
  assert.deepEqual(verdicts, ["wrong-hash", "wrong-hash"]);
  assert.equal(intake.store.read.lanes.isPending(1, 0, 1), true);
  const raised = intake.stored().at(-1)!;
  assert.equal(raised.type, "vigil.security.v1");
  assert.equal(raised.data.reason, "wrong-receipt-hash");
  assert.equal(raised.subject, "destination/s");
  assert.equal(intake.sent.length, 1, "and the wearable hears nothing of it");
});

Deno.test("An id of no event is unknown and raises nothing", async () => {
  await using intake = await Intake.open();
  await withPanic(intake);
  const verdicts = await intake.core.confirmations.confirm(STREAM, [{ id: new Uint8Array(16) }]);
  await intake.settled();
  assert.deepEqual(verdicts, ["unknown"]);
  assert.equal(intake.stored().length, 1);
});

Deno.test("What was never offered to a stream is unknown to it until it has been offered", async () => {
  await using intake = await Intake.open();
  const acknowledgement = await withPanic(intake);
  const offered = { ...STREAM, onlyOffered: true };
  assert.deepEqual(await intake.core.confirmations.confirm(offered, [acknowledgement]), [
    "unknown",
  ]);
  assert.equal(pendingOf(intake), 1);
  await intake.store.write("markOffered", { destination: 1, upTo: [{ lane: 0, ordinal: 1 }] });
  assert.deepEqual(await intake.core.confirmations.confirm(offered, [acknowledgement]), [
    "confirmed",
  ]);
  assert.equal(pendingOf(intake), 0);
});

Deno.test("A confirmation that cannot be committed is not taken for one", async () => {
  await using intake = await Intake.open();
  const acknowledgement = await withPanic(intake);
  using beside = intake.beside();
  beside.script("create trigger broken before update on lane begin select raise(abort, 'x'); end");
  await assert.rejects(intake.core.confirmations.confirm(STREAM, [acknowledgement]), {
    name: "StoreError",
  });
  assert.equal(pendingOf(intake), 1);
  assert.equal(intake.sent.length, 1);
});
