import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { lanePriority } from "../../../../db/store.ts";
import { Outbox, type OutboxPorts } from "../../../../handlers/delivery/queue/outbox.ts";
import { CongestionWindow } from "../../../../handlers/delivery/queue/congestion_window.ts";
import { Forwarding } from "../../../support/forwarding.ts";

const at = (ms: number) => ms as MonotonicMs;

function outboxOf(forwarding: Forwarding, more: Partial<OutboxPorts> = {}): Outbox {
  return new Outbox({
    reader: forwarding.store.read,
    destination: forwarding.number,
    window: 4,
    retryDelays: (urgency) => {
      const taken = urgency === 0 ? 15_000 : 300_000;
      return { taken, refused: 2 * taken, failed: taken };
    },
    ...more,
  });
}

Deno.test("Outbox keeps its last slot for a panic that comes behind a full window", async () => {
  await using forwarding = await Forwarding.open();
  await forwarding.append("low", 2_000);
  const outbox = outboxOf(forwarding);
  for (let slot = 0; slot < 3; slot++) assert.ok(outbox.take(at(0)));
  assert.equal(outbox.take(at(0)), undefined);

  const [panic] = await forwarding.append("critical");
  outbox.refresh();

  assert.equal(outbox.take(at(0))?.id, panic);
  assert.equal(outbox.take(at(0)), undefined);
});

Deno.test("Outbox keeps a slow link free of low events, and lets every panic go", async () => {
  await using forwarding = await Forwarding.open();
  await forwarding.append("low", 100);
  const outbox = outboxOf(forwarding, { window: 16, congestion: new CongestionWindow(16) });
  const flying = [outbox.take(at(0))!, outbox.take(at(0))!];
  assert.equal(outbox.take(at(0)), undefined, "nothing is known of the link yet");
  await forwarding.append("critical", 3);
  outbox.refresh();
  for (let n = 0; n < 3; n++) assert.equal(lanePriority(outbox.take(at(0))!.lane), "critical");

  for (const event of flying) outbox.settle(event, "taken", at(10));
  for (let n = 0; n < 4; n++) assert.ok(outbox.take(at(10)), "a fast link gets more");
});

Deno.test("Outbox merges verified and unverified events of a priority by sequence", async () => {
  await using forwarding = await Forwarding.open();
  const ids: string[] = [];
  for (const isUnverified of [false, true, true, false]) {
    ids.push(...await forwarding.append("critical", 1, isUnverified));
  }
  const outbox = outboxOf(forwarding);
  assert.deepEqual(ids.map(() => outbox.take(at(0))?.id), ids);
});

Deno.test("Outbox publishes again what was not confirmed, after its time and not before", async () => {
  await using forwarding = await Forwarding.open();
  const [id] = await forwarding.append("critical");
  const outbox = outboxOf(forwarding);
  outbox.settle(outbox.take(at(0))!, "taken", at(100));

  assert.equal(outbox.nextDueMs(at(100)), 15_100);
  assert.equal(outbox.take(at(15_099)), undefined);
  assert.equal(outbox.take(at(15_100))?.id, id);
});

Deno.test("Outbox waits longer with what the broker refused, and the others go on", async () => {
  await using forwarding = await Forwarding.open();
  const [poisoned, next] = await forwarding.append("critical", 2);
  const outbox = outboxOf(forwarding);
  outbox.settle(outbox.take(at(0))!, "refused", at(0));

  assert.equal(outbox.take(at(1))?.id, next);
  assert.equal(outbox.take(at(29_999)), undefined);
  assert.equal(outbox.take(at(30_000))?.id, poisoned);
});

Deno.test("Outbox forgets what is confirmed, also while it is in flight or by another way", async () => {
  await using forwarding = await Forwarding.open();
  const [first, second, third] = await forwarding.append("critical", 3);
  const outbox = outboxOf(forwarding);
  const events = [outbox.take(at(0))!, outbox.take(at(0))!, outbox.take(at(0))!];
  outbox.confirmed(first!);
  for (const event of events) outbox.settle(event, "taken", at(0));
  outbox.confirmed(second!);
  await forwarding.store.write("confirm", {
    destination: forwarding.number,
    acknowledgements: [{ id: Uint8Array.fromHex(third!) }],
    onlyOffered: false,
  });

  assert.deepEqual(outbox.inFlight, { critical: 0, others: 0 });
  assert.equal(outbox.take(at(20_000)), undefined);
  assert.equal(outbox.nextDueMs(at(20_000)), Infinity);
});

Deno.test("Outbox sweeps what it cannot remember, and never stops taking what is new", async () => {
  await using forwarding = await Forwarding.open();
  const ids = await forwarding.append("critical", 500);
  const outbox = outboxOf(forwarding, { rememberedLimit: 100 });
  const publishAll = (now: number) => {
    const published: string[] = [];
    for (let event = outbox.take(at(now)); event; event = outbox.take(at(now))) {
      published.push(event.id);
      outbox.settle(event, "taken", at(now));
    }
    return published;
  };

  assert.deepEqual(publishAll(0), ids);
  const [late] = await forwarding.append("critical");
  outbox.refresh();
  assert.deepEqual(publishAll(1), [late]);
  assert.deepEqual(publishAll(14_999), []);
  assert.deepEqual(new Set(publishAll(15_000)), new Set([...ids, late]));
});

Deno.test("Outbox counts what is no event in the window, and leaves the last slot to critical", async () => {
  await using forwarding = await Forwarding.open();
  await forwarding.append("low", 10);
  const outbox = outboxOf(forwarding, { window: 2 });
  assert.equal(outbox.hold(), true);
  assert.equal(outbox.hold(), false);
  assert.equal(outbox.take(at(0)), undefined);
  outbox.release();
  assert.ok(outbox.take(at(0)));
});

Deno.test("Outbox gives only critical events when the store cannot keep up", async () => {
  await using forwarding = await Forwarding.open();
  await forwarding.append("high");
  const [panic] = await forwarding.append("critical");
  const outbox = outboxOf(forwarding);
  assert.equal(outbox.take(at(0), true)?.id, panic);
  assert.equal(outbox.take(at(0), true), undefined);
  assert.ok(outbox.take(at(0)));
});
