/** What was just written goes to destinations from memory: as much as they are owed, and no more. */
import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { type DestinationSettings, Store } from "../../../../db/store.ts";
import { Outbox } from "../../../../handlers/delivery/queue/outbox.ts";
import {
  acceptedOf,
  destinationOf,
  eventOf,
  TemporaryStore,
} from "../../../support/temporary_store.ts";

const NOW = 0 as MonotonicMs;

interface Run {
  readonly store: Store;
  readonly outbox: (destination: number, window?: number) => Outbox;
  readonly settle: (...destinations: DestinationSettings[]) => Promise<Map<string, number>>;
  readonly panic: (number: number) => Promise<void>;
}

async function run(body: (its: Run) => Promise<void>): Promise<void> {
  using place = new TemporaryStore();
  await using store = await place.open();
  const [uid, rootKey] = ["d-1", new Uint8Array(16)];
  await store.write("addDevice", { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 });
  await body({
    store,
    settle: (...destinations) => store.write("settleDestinations", { destinations, atUnixMs: 0 }),
    panic: async (number) => void await store.write("acceptFrame", acceptedOf(number, 1, number)),
    outbox: (destination, window = 16) =>
      new Outbox({
        reader: { lanes: store.read.lanes, events: store.read.events, recent: store.recent },
        destination,
        window,
        retryDelays: () => ({ taken: 60_000, refused: 60_000, failed: 60_000 }),
      }),
  });
}

/** Sequences that go now. */
function taken(outbox: Outbox): number[] {
  const sequences: number[] = [];
  for (let event = outbox.take(NOW); event !== undefined; event = outbox.take(NOW)) {
    sequences.push(event.sequence);
  }
  return sequences;
}

Deno.test("A destination that gets only what is escalated to it does not get a panic from memory", async () => {
  await run(async ({ outbox, panic, settle }) => {
    const numbers = await settle(
      destinationOf("all"),
      destinationOf("duty", { escalationOnly: true }),
    );
    const [all, duty] = [outbox(numbers.get("all")!), outbox(numbers.get("duty")!)];
    await panic(1);
    for (const each of [all, duty]) each.refreshCritical();
    assert.deepEqual(taken(all), [1]);
    assert.deepEqual(taken(duty), []);
  });
});

Deno.test("A destination that takes critical events no longer gets from memory none beyond those it is owed", async () => {
  await run(async ({ outbox, panic, settle }) => {
    await settle(destinationOf("m"));
    await panic(1);
    const numbers = await settle(destinationOf("m", { priorities: ["high"] }));
    const its = outbox(numbers.get("m")!);
    assert.deepEqual(taken(its), [1]);
    await panic(2);
    its.refreshCritical();
    assert.deepEqual(taken(its), []);
  });
});

Deno.test("A critical event that came while all slots were taken goes although an earlier panic is in memory", async () => {
  await run(async ({ outbox, panic, settle, store }) => {
    const numbers = await settle(destinationOf("m"));
    const its = outbox(numbers.get("m")!, 1);
    await panic(1);
    its.refresh();
    const flying = its.take(NOW)!;
    assert.equal(its.take(NOW), undefined);
    await panic(2);
    await store.write("appendEvents", [eventOf(3)]);
    its.refresh();
    // Something else wakes the destination before a slot is free.
    its.refreshCritical();
    its.settle(flying, "taken", NOW);
    const second = its.take(NOW)!;
    assert.equal(second.sequence, 2);
    its.settle(second, "taken", NOW);
    its.refresh();
    assert.equal(its.take(NOW)?.sequence, 3);
  });
});

Deno.test("A panic whose publish failed before it could be read goes again, and is not forgotten", async () => {
  await run(async ({ outbox, settle, store }) => {
    const numbers = await settle(destinationOf("m"));
    const its = outbox(numbers.get("m")!);
    const again: (number | undefined)[] = [];
    await store.write("acceptFrame", acceptedOf(1, 1, 1), () => {
      its.refreshCritical();
      const event = its.take(NOW)!;
      its.settle(event, "failed", NOW);
      its.expedite(event, NOW);
      assert.equal(store.read.events.byId(eventOf(1).id), undefined);
      again.push(event.sequence, its.take(NOW)?.sequence);
    });
    assert.deepEqual(again, [1, 1]);
  });
});
