import assert from "node:assert/strict";
import {
  ESSENTIAL_TABLES,
  readEssentialState,
} from "../../../db/repair/essential_state/essential_state.ts";
import { importEssentialState } from "../../../db/repair/essential_state/import_essential_state.ts";
import type { DirectStore } from "../../../db/store.ts";
import type { ForeignFrame } from "../../../db/transactions/foreign.ts";
import type { SenderLink } from "../../../db/transactions/senders.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { eventOf, TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const ACTOR = { by: program("technician"), atUnixMs: 1_700_000_000_000 };
const NUMBER = { kind: "sms", address: "+32470000001" } as const;
const ADDRESS = { kind: "lorawan", address: "01020304" } as const;
const RECEPTION = { atUnixMs: 1_700_000_000_000, modem: "cell-1" };

function phone(uid: string): SenderLink {
  return { ...NUMBER, uid, codec: "queclink" };
}

function button(uid: string, keyByte = 1): SenderLink {
  const [key, applicationKey] = [keyByte, 2].map((byte) => new Uint8Array(16).fill(byte));
  return { ...ADDRESS, uid, codec: "abeeway-at3", key: key!, applicationKey: applicationKey! };
}

function received(number: number, counter?: number): ForeignFrame {
  return {
    event: eventOf(number),
    reception: RECEPTION,
    sender: { ...ADDRESS, device: 1, ...(counter === undefined ? {} : { counter }) },
  };
}

function counterOf(store: DirectStore, name: string): number {
  return store.read.lanes.accounts().counters.get(name) ?? 0;
}

Deno.test("A wearable of a foreign format has no key, and its sender leads to it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();

  assert.equal(store.writeNow("addForeignDevice", { ...ACTOR, link: phone("p-1") }), "linked");

  const { device, sender } = store.read.senders.linked(NUMBER)!;
  assert.deepEqual([device.uid, sender.codec, sender.counter], ["p-1", "queclink", -1]);
  assert.deepEqual(store.read.devices.keys(device.number), []);
});

Deno.test("A sender belongs to one wearable, and a wearable with a key has none", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: phone("p-1") });
  store.writeNow("addDevice", {
    uid: "d-1",
    kid: 0,
    rootKey: new Uint8Array(16),
    epoch: 0,
    createdAtUnixMs: 0,
  });

  const link = (uid: string) => store.writeNow("linkSender", { ...ACTOR, link: phone(uid) });

  assert.equal(store.writeNow("addForeignDevice", { ...ACTOR, link: phone("p-2") }), "taken");
  assert.equal(store.writeNow("addForeignDevice", { ...ACTOR, link: button("p-1") }), "exists");
  assert.equal(link("d-1"), "has-key");
  assert.equal(link("nobody"), "unknown");
  assert.equal(link("p-1"), "linked");
});

Deno.test("A LoRaWAN counter is taken once, and never goes back", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-1") });
  const outcome = (number: number, counter: number) =>
    store.writeNow("acceptForeign", received(number, counter)).outcome;

  assert.equal(outcome(1, 7), "accepted");
  assert.equal(outcome(1, 7), "repeated", "the same frame again");
  assert.equal(outcome(2, 7), "replayed", "another frame of that number");
  assert.equal(outcome(3, 6), "replayed");
  assert.equal(outcome(4, 70_000), "accepted");

  assert.equal(store.read.senders.linked(ADDRESS)!.sender.counter, 70_000);
  assert.equal(counterOf(store, "frames/received"), 3);
  assert.equal(counterOf(store, "frames/accepted"), 2);
  assert.equal(counterOf(store, "frames/repeated"), 1);
});

Deno.test("Linked again with the same keys the counter goes on, with others it starts again", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-1") });
  store.writeNow("acceptForeign", received(1, 7));
  const counterAfter = (link: SenderLink) => {
    store.writeNow("linkSender", { ...ACTOR, link });
    return store.read.senders.linked(ADDRESS)!.sender.counter;
  };

  assert.equal(counterAfter(button("b-1")), 7);
  assert.equal(counterAfter(button("b-1", 9)), -1);
});

Deno.test("A key that comes back goes on with its count, whatever became of its link meanwhile", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const counter = () => store.read.senders.linked(ADDRESS)!.sender.counter;
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-1") });
  store.writeNow("acceptForeign", received(1, 7));

  store.writeNow("linkSender", { ...ACTOR, link: button("b-1", 9) });
  store.writeNow("linkSender", { ...ACTOR, link: button("b-1") });
  assert.equal(counter(), 7, "another key was linked");
  store.writeNow("unlinkSender", { ...ACTOR, ...ADDRESS, uid: "b-1" });
  store.writeNow("linkSender", { ...ACTOR, link: button("b-1") });
  assert.equal(counter(), 7, "it was unlinked");
  store.writeNow("retireDevice", { ...ACTOR, uid: "b-1" });
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-2") });
  assert.equal(counter(), 7, "its device was retired, and issued anew");
});

Deno.test("An alarm that opens its incident is found by its sender", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-1") });
  const id = eventOf(1).id;

  const event = { ...eventOf(1), incident: id };
  store.writeNow("acceptForeign", { ...received(1, 1), event });

  assert.deepEqual(store.read.senders.linked(ADDRESS)!.sender.incident, id);
  assert.equal(store.read.incidents.byId(id)!.device, "b-1");
  assert.equal(store.read.incidents.byId(id)!.id, encodeHex(id));
});

Deno.test("An event of an incident whose opening was not stored opens it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-1") });
  const incident = eventOf(1).id;

  store.writeNow("acceptForeign", { ...received(2, 2), event: { ...eventOf(2), incident } });
  store.writeNow("acceptForeign", { ...received(3, 3), event: { ...eventOf(3), incident } });

  assert.equal(store.read.incidents.byId(incident)!.device, "b-1");
  assert.deepEqual(store.read.events.opening(incident)?.id, encodeHex(eventOf(2).id));
});

Deno.test("A repeat of an event that is not stored is nothing, and is not counted", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const repeat = { event: eventOf(1).id, reception: RECEPTION };

  assert.equal(store.writeNow("repeatForeign", repeat), false);
  assert.equal(counterOf(store, "frames/received"), 0);
});

Deno.test("An unlinked sender leads nowhere", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: phone("p-1") });

  const unlink = (uid: string) => store.writeNow("unlinkSender", { ...ACTOR, ...NUMBER, uid });

  assert.equal(unlink("p-2"), false);
  assert.equal(unlink("p-1"), true);
  assert.equal(store.read.senders.linked(NUMBER), undefined);
});

Deno.test("Retiring a wearable ends the links and the keys of its senders", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: phone("b-1") });
  store.writeNow("linkSender", { ...ACTOR, link: button("b-1") });

  assert.equal(store.writeNow("retireDevice", { ...ACTOR, uid: "b-1" }).code, "retired");

  assert.equal(store.read.senders.linked(ADDRESS), undefined);
  assert.deepEqual(store.read.senders.ofDevice(1), []);
});

Deno.test("What is saved of a damaged store keeps the highest counter of a sender", () => {
  using temporary = new TemporaryStore();
  using fresh = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addForeignDevice", { ...ACTOR, link: button("b-1") });
  const stateNow = () => {
    using db = temporary.connection();
    return readEssentialState(db, ESSENTIAL_TABLES);
  };
  const older = stateNow();
  store.writeNow("acceptForeign", received(1, 7));
  const newer = stateNow();
  fresh.direct()[Symbol.dispose]();
  using db = fresh.connection();

  db.transaction(() => importEssentialState(db, [older, newer], 0));

  using saved = fresh.direct();
  assert.equal(saved.read.senders.linked(ADDRESS)!.sender.counter, 7);
  assert.equal(saved.read.senders.linked(ADDRESS)!.device.uid, "b-1");
});
