import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { CmacKey } from "../../../devices/frame/cmac.ts";
import { ephemeralId, ephemeralIdPrefixes } from "../../../devices/frame/ephemeral_id.ts";
import { EphemeralIds, MAX_HANDLE } from "../../../devices/frame/ephemeral_ids.ts";
import { bytes, vectors } from "./vectors.ts";

const AMPLE_BYTES = 100_000_000;
const MAX_EPOCH = 0xffff_ffff;
/** Epochs that one key is widened by. */
const WIDER = 4_096 - 64;

/** A key that is the same in every run. */
function keyOf(handle: number): CmacKey {
  return new CmacKey(createHash("sha256").update(`key ${handle}`).digest().subarray(0, 16));
}

function tableWith(newestEpoch: number, budgetBytes = AMPLE_BYTES): EphemeralIds {
  const ids = new EphemeralIds(budgetBytes);
  ids.add({ handle: 0, kId: keyOf(0), kid: 1, newestEpoch });
  return ids;
}

function finds(ids: EphemeralIds, epoch: number, handle = 0): boolean {
  const match = ids.find(ephemeralId(keyOf(handle), 1, epoch));
  if (match === undefined) return false;
  assert.deepEqual(match, { handle, epoch });
  return true;
}

function extendAll(ids: EphemeralIds): void {
  while (ids.extendSome(10));
}

Deno.test("every ephemeral id of the vectors is found with its device and epoch", () => {
  for (const { epoch: newestEpoch } of vectors.keys.flatMap(({ eids }) => eids)) {
    const ids = new EphemeralIds(AMPLE_BYTES);
    vectors.keys.forEach(({ kId, kid }, handle) =>
      ids.add({ handle, kId: new CmacKey(bytes(kId)), kid, newestEpoch })
    );
    vectors.keys.forEach(({ eids }, handle) => {
      for (const { epoch, eid } of eids) {
        const isExpected = Math.abs(epoch - newestEpoch) <= 64;
        assert.deepEqual(ids.find(bytes(eid)), isExpected ? { handle, epoch } : undefined);
      }
    });
  }
});

Deno.test("a window reaches from 64 epochs behind the newest to 64 ahead", () => {
  const ids = tableWith(1_000);
  const epochs = [935, 936, 1_000, 1_064, 1_065];

  assert.deepEqual(epochs.map((epoch) => finds(ids, epoch)), [false, true, true, true, false]);
});

Deno.test("a new key is expected from epoch 0 to 64", () => {
  const ids = tableWith(0);

  assert.deepEqual([0, 1, 64, 65, MAX_EPOCH].map((epoch) => finds(ids, epoch)), [
    true,
    true,
    true,
    false,
    false,
  ]);
});

Deno.test("a window ends with the last epoch and does not go round to 0", () => {
  const ids = tableWith(MAX_EPOCH - 10);
  extendAll(ids);
  const epochs = [MAX_EPOCH - 75, MAX_EPOCH - 74, MAX_EPOCH, 0, 1, 53];

  assert.deepEqual(epochs.map((epoch) => finds(ids, epoch)), [
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
  ids.moveNewest(0, MAX_EPOCH);
  assert.deepEqual([MAX_EPOCH - 65, MAX_EPOCH - 64, MAX_EPOCH].map((e) => finds(ids, e)), [
    false,
    true,
    true,
  ]);
});

Deno.test("a window moves on with the newest epoch and never goes back", () => {
  const ids = tableWith(1_000);
  ids.moveNewest(0, 1_050);
  const epochs = [985, 986, 1_114, 1_115];
  const expected = [false, true, true, false];

  assert.deepEqual(epochs.map((epoch) => finds(ids, epoch)), expected);
  ids.moveNewest(0, 1_049);
  ids.moveNewest(0, 0);
  assert.deepEqual(epochs.map((epoch) => finds(ids, epoch)), expected);
  ids.moveNewest(0, 90_000);
  assert.deepEqual([1_050, 89_935, 89_936, 90_064, 90_065].map((e) => finds(ids, e)), [
    false,
    false,
    true,
    true,
    false,
  ]);
});

Deno.test("a window that moves on for 20 000 epochs is right at every step", () => {
  const ids = tableWith(0);
  for (let newest = 1; newest <= 20_000; newest += 7) {
    ids.moveNewest(0, newest);
    assert.ok(finds(ids, newest + 64));
    assert.ok(!finds(ids, newest + 65));
    assert.ok(finds(ids, Math.max(0, newest - 64)));
    assert.ok(newest < 65 || !finds(ids, newest - 65));
  }
  assert.ok(ids.sizeBytes < 200_000, "ids that were left behind give their place up");
});

Deno.test("widening goes to 4 096 epochs ahead, a few keys at a time, and then rests", () => {
  const ids = new EphemeralIds(AMPLE_BYTES);
  for (let handle = 0; handle < 5; handle++) {
    ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: 100 });
  }
  assert.ok(!finds(ids, 165));

  assert.equal(ids.extendSome(3 * WIDER), true);
  assert.deepEqual([0, 1, 2, 3, 4].map((handle) => finds(ids, 165, handle)), [
    true,
    true,
    true,
    false,
    false,
  ]);
  assert.equal(ids.extendSome(3 * WIDER), true);
  assert.equal(ids.extendSome(3 * WIDER), false);
  for (let handle = 0; handle < 5; handle++) {
    assert.ok(finds(ids, 100 + 4_096, handle));
    assert.ok(!finds(ids, 100 + 4_097, handle));
    assert.ok(finds(ids, 36, handle));
  }

  ids.moveNewest(2, 101);
  assert.ok(finds(ids, 100 + 4_096, 2));
  assert.equal(ids.extendSome(3 * WIDER), true);
  assert.ok(finds(ids, 101 + 4_096, 2));
  assert.equal(ids.extendSome(3 * WIDER), false);
});

Deno.test("a key is widened as a whole, and none more once there are the ids that were asked for", () => {
  const ids = new EphemeralIds(AMPLE_BYTES);
  for (let handle = 0; handle < 3; handle++) {
    ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: 100 });
  }
  ids.remove(1);
  assert.equal(ids.extendSome(1), true);
  assert.deepEqual([0, 2].map((handle) => finds(ids, 100 + 4_096, handle)), [true, false]);
  assert.equal(ids.extendSome(1), true);
  assert.deepEqual([0, 2].map((handle) => finds(ids, 100 + 4_096, handle)), [true, true]);
  assert.equal(ids.extendSome(1), false);
});

Deno.test("a table that knows how many keys come is built in the room that they need", () => {
  const [announced, unannounced] = [new EphemeralIds(0), new EphemeralIds(0)];
  announced.expectKeys(5_000);
  for (let handle = 0; handle < 5_000; handle++) {
    for (const ids of [announced, unannounced]) {
      ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: 64 });
    }
  }
  const idCount = 5_000 * 129;
  assert.ok(announced.sizeBytes < 13.5 * idCount, `${announced.sizeBytes} bytes`);
  assert.ok(unannounced.sizeBytes < 15 * idCount, `${unannounced.sizeBytes} bytes`);
  for (let handle = 0; handle < 5_000; handle += 50) {
    for (const ids of [announced, unannounced]) {
      assert.ok(finds(ids, 128, handle) && !finds(ids, 129, handle));
    }
  }
});

Deno.test("widening keeps within its budget and gives every key the same share", () => {
  const budgetBytes = 600_000;
  const ids = new EphemeralIds(budgetBytes);
  for (let handle = 0; handle < 50; handle++) {
    ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: 100 });
  }
  extendAll(ids);

  assert.ok(ids.sizeBytes <= budgetBytes, `${ids.sizeBytes}`);
  const farthest = 100 + Math.floor(budgetBytes / 15 / 50) - 65;
  for (let handle = 0; handle < 50; handle++) {
    assert.ok(finds(ids, farthest, handle));
    assert.ok(!finds(ids, farthest + 1, handle));
  }
});

Deno.test("windows narrow again when more keys come, never below 64 epochs ahead", () => {
  const ids = tableWith(100, 50_000);
  extendAll(ids);
  assert.ok(finds(ids, 3_000));

  for (let handle = 1; handle < 200; handle++) {
    ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: 100 });
  }
  extendAll(ids);
  assert.ok(!finds(ids, 165));
  assert.ok(finds(ids, 164));

  for (let handle = 1; handle < 200; handle++) ids.remove(handle);
  extendAll(ids);
  assert.ok(finds(ids, 3_000));
});

Deno.test("a removed key is found no more, and its handle can be another key's", () => {
  const ids = tableWith(100);
  ids.remove(0);
  assert.equal(ids.keyCount, 0);
  assert.ok(!finds(ids, 100));
  ids.moveNewest(0, 101);

  ids.add({ handle: 0, kId: keyOf(1), kid: 1, newestEpoch: 100 });
  assert.equal(ids.find(ephemeralId(keyOf(0), 1, 100)), undefined);
  assert.deepEqual(ids.find(ephemeralId(keyOf(1), 1, 100)), { handle: 0, epoch: 100 });

  ids.remove(0);
  ids.add({ handle: 0, kId: keyOf(0), kid: 1, newestEpoch: 100 });
  assert.ok(finds(ids, 100));
});

Deno.test("two generations of one device are two keys", () => {
  const ids = new EphemeralIds(AMPLE_BYTES);
  ids.add({ handle: 8, kId: keyOf(1), kid: 1, newestEpoch: 40 });
  ids.add({ handle: 9, kId: keyOf(1), kid: 2, newestEpoch: 0 });

  assert.deepEqual(ids.find(ephemeralId(keyOf(1), 1, 41)), { handle: 8, epoch: 41 });
  assert.deepEqual(ids.find(ephemeralId(keyOf(1), 2, 1)), { handle: 9, epoch: 1 });
});

Deno.test("a handle that is in use or out of range is refused", () => {
  const ids = tableWith(0);
  const add = (handle: number) => ids.add({ handle, kId: keyOf(0), kid: 1, newestEpoch: 0 });

  assert.throws(() => add(0), RangeError);
  assert.throws(() => add(-1), RangeError);
  assert.throws(() => add(MAX_HANDLE + 1), RangeError);
  add(MAX_HANDLE);
  ids.remove(0);
  assert.deepEqual(ids.find(ephemeralId(keyOf(0), 1, 3)), { handle: MAX_HANDLE, epoch: 3 });
});

Deno.test("an id that only begins like an expected one belongs to no wearable", () => {
  const ids = tableWith(0);
  for (let at = 0; at < 8; at++) {
    const eid = ephemeralId(keyOf(0), 1, 5).slice();
    eid[at]! ^= 1;
    assert.equal(ids.find(eid), undefined);
  }
  assert.equal(ids.find(new Uint8Array(0)), undefined);
});

Deno.test("25 000 devices are found, those too whose ids begin alike", () => {
  const ids = new EphemeralIds(AMPLE_BYTES);
  const seen = new Map<number, { handle: number; epoch: number }>();
  const alike: { handle: number; epoch: number }[] = [];
  for (let handle = 0; handle < 25_000; handle++) {
    ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: handle });
    if (handle >= 5_000) continue;
    const first = Math.max(0, handle - 64);
    ephemeralIdPrefixes(keyOf(handle), 1, first, handle - first + 65).forEach((prefix, index) => {
      const own = { handle, epoch: first + index };
      const other = seen.get(prefix);
      if (other === undefined) seen.set(prefix, own);
      else alike.push(other, own);
    });
  }

  assert.ok(alike.length >= 20, `${alike.length} ids that begin alike`);
  for (const { handle, epoch } of alike) assert.ok(finds(ids, epoch, handle));
  for (let handle = 0; handle < 25_000; handle += 10) {
    assert.ok(finds(ids, handle + 64, handle));
    assert.ok(!finds(ids, handle + 65, handle));
  }
  assert.ok(ids.sizeBytes < 60_000_000, `${ids.sizeBytes} bytes`);
});

Deno.test("whatever is done to the table, exactly the ids in the windows are found", () => {
  const handle = fc.integer({ min: 0, max: 5 });
  const step = fc.oneof(
    fc.record({ do: fc.constant("add" as const), handle, epoch: fc.integer({ min: 0, max: 300 }) }),
    fc.record({ do: fc.constant("move" as const), handle, epoch: fc.nat(9_000) }),
    fc.record({ do: fc.constant("remove" as const), handle, epoch: fc.constant(0) }),
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const ids = new EphemeralIds(0);
    const newest = new Map<number, number>();
    for (const { do: action, handle, epoch } of steps) {
      const present = newest.get(handle);
      if (action === "remove") {
        ids.remove(handle);
        newest.delete(handle);
      } else if (action === "move") {
        ids.moveNewest(handle, epoch);
        if (present !== undefined) newest.set(handle, Math.max(present, epoch));
      } else if (present === undefined) {
        ids.add({ handle, kId: keyOf(handle), kid: 1, newestEpoch: epoch });
        newest.set(handle, epoch);
      }
    }
    for (const [handle, epoch] of newest) {
      assert.ok(finds(ids, epoch, handle));
      assert.ok(finds(ids, epoch + 64, handle));
      assert.ok(!finds(ids, epoch + 65, handle));
      assert.ok(epoch < 65 || !finds(ids, epoch - 65, handle));
    }
  }));
});

Deno.test("no bytes make a look-up throw", () => {
  const ids = tableWith(0);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (eid) => {
      assert.equal(ids.find(eid), undefined);
    }),
    { numRuns: 10_000 },
  );
});
