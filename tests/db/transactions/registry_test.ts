import assert from "node:assert/strict";
import type { NewToken } from "../../../db/transactions/tokens.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const DEVICE = {
  uid: "d-1",
  kid: 3,
  rootKey: new Uint8Array(16).fill(9),
  epoch: 40,
  createdAtUnixMs: 5,
};
const TOKEN: NewToken = {
  id: "t1",
  name: "dispatch",
  role: "dispatch",
  stream: "s",
  hash: new Uint8Array(32).fill(1),
  createdAtUnixMs: 5,
  expiresAtUnixMs: 9,
};

Deno.test("A wearable is added with its key and the newest epoch that it has used", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.equal(store.writeNow("addDevice", DEVICE), true);
  assert.deepEqual(store.read.devices.byUid("d-1"), {
    number: 1,
    uid: "d-1",
    assignment: "none",
    reference: undefined,
    expiresAtUnixMs: undefined,
    createdAtUnixMs: 5,
    heartbeatS: 0,
    learnedHeartbeatS: undefined,
    isExempt: false,
    isSilent: false,
  });
  assert.deepEqual(store.read.devices.keys(1), [{
    device: 1,
    kid: 3,
    rootKey: DEVICE.rootKey,
    state: "current",
    newestEpoch: 40,
    newestCounter: -1,
    heardAtUnixMs: undefined,
  }]);
});

Deno.test("A UID that is taken is refused and its key stays as it is", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addDevice", DEVICE);
  const other = { ...DEVICE, kid: 4, rootKey: new Uint8Array(16) };
  assert.equal(store.writeNow("addDevice", other), false);
  assert.deepEqual(store.read.devices.keys(1).map(({ kid }) => kid), [3]);
  assert.equal(store.read.devices.byUid("d-2"), undefined);
});

Deno.test("Keys, UIDs and numbers outside of their ranges are refused by the store itself", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const wrong = [
    { uid: "" },
    { uid: "x".repeat(65) },
    { kid: 256 },
    { rootKey: new Uint8Array(15) },
    { epoch: 2 ** 32 },
    { epoch: 1.5 },
  ];
  for (const change of wrong) {
    assert.throws(
      () => store.writeNow("addDevice", { ...DEVICE, ...change }),
      /constraint|cannot store/,
    );
  }
  assert.deepEqual(store.read.devices.all(), []);
});

Deno.test("Every change of a wearable moves the registry, which then names the wearable", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (const uid of ["d-1", "d-2", "d-3"]) store.writeNow("addDevice", { ...DEVICE, uid });
  const version = store.read.devices.version();
  assert.deepEqual(store.read.devices.changedAfter(version), []);
  const assignment = { uid: "d-2", reference: "2026/1", expiresAtUnixMs: 77 };
  assert.equal(store.writeNow("assignDevice", assignment), true);
  const [changed] = store.read.devices.changedAfter(version);
  assert.equal(changed!.uid, "d-2");
  assert.equal(changed!.assignment, "active");
  assert.equal(changed!.reference, "2026/1");
  assert.equal(changed!.expiresAtUnixMs, 77);
  assert.equal(store.read.devices.changedAfter(-1).length, 3);
  const pages = [0, 1].reduce<ReturnType<typeof store.read.devices.changesAfter>[]>((pages) => {
    const mark = pages.at(-1)?.mark ?? { version: -1, number: 0 };
    return [...pages, store.read.devices.changesAfter(mark, 2)];
  }, []);
  const uids = pages.map(({ records }) => records.map(({ uid }) => uid));
  assert.deepEqual(uids, [["d-1", "d-3"], ["d-2"]]);
  assert.deepEqual(store.read.devices.changesAfter(pages[1]!.mark, 2), {
    records: [],
    mark: pages[1]!.mark,
  });
  assert.deepEqual(store.read.devices.all().map(({ uid }) => uid), ["d-1", "d-2", "d-3"]);
});

Deno.test("A wearable that does not exist, or is retired, cannot be assigned", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addDevice", DEVICE);
  assert.equal(store.writeNow("assignDevice", { uid: "d-9", reference: "r" }), false);
  {
    using connection = temporary.connection();
    connection.run("update device set assignment = 'retired'");
  }
  assert.equal(store.writeNow("assignDevice", { uid: "d-1", reference: "r" }), false);
});

Deno.test("A token is found by the hash of its secret until and after it is revoked", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("createToken", { ...TOKEN, by: program("jan") });
  const { stream: _none, expiresAtUnixMs: _never, ...bare } = TOKEN;
  const second = { ...bare, id: "t2", role: "monitor", hash: new Uint8Array(32) } as const;
  store.writeNow("createToken", { ...second, by: program("jan") });
  const { hash, ...shown } = TOKEN;
  const none = { revokedAtUnixMs: undefined, owner: undefined, scope: undefined };
  assert.deepEqual(store.read.tokens.byHash(hash), { ...shown, ...none });
  assert.equal(store.read.tokens.byHash(new Uint8Array(32).fill(8)), undefined);
  assert.equal(store.writeNow("revokeToken", { id: "t1", by: program("jan"), atUnixMs: 8 }), true);
  assert.equal(store.writeNow("revokeToken", { id: "t1", by: program("jan"), atUnixMs: 9 }), false);
  assert.equal(
    store.writeNow("revokeToken", { id: "none", by: program("jan"), atUnixMs: 9 }),
    false,
  );
  assert.equal(store.read.tokens.byHash(hash)!.revokedAtUnixMs, 8);
  assert.deepEqual(store.read.tokens.all().map(({ id }) => id), ["t1", "t2"]);
  assert.equal(store.read.tokens.all()[1]!.stream, undefined);
});

Deno.test("No secret of a token is in the store, and no two tokens have one", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("createToken", { ...TOKEN, by: program("jan") });
  assert.throws(
    () => store.writeNow("createToken", { ...TOKEN, id: "t9", by: program("jan") }),
    /UNIQUE constraint/,
  );
});

Deno.test("Transmissions of an hour outlive a restart, and older ones of this boot are forgotten", () => {
  using temporary = new TemporaryStore();
  const transmission = (uptimeMs: number, bootId = "boot-1") => ({
    band: "P",
    bootId,
    uptimeMs,
    us: 205_824,
  });
  {
    using store = temporary.direct();
    for (const at of [1_000, 2_000, 3_601_000]) {
      store.writeNow("recordTransmission", transmission(at));
    }
  }
  using store = temporary.direct();
  const kept = () =>
    store.read.modems.transmissions().map(({ bootId, uptimeMs }) => `${bootId} ${uptimeMs}`);
  assert.deepEqual(kept(), ["boot-1 1000", "boot-1 2000", "boot-1 3601000"]);
  store.writeNow("recordTransmission", transmission(3_601_001));
  assert.deepEqual(kept(), ["boot-1 2000", "boot-1 3601000", "boot-1 3601001"]);
  // Of another boot nobody knows how long ago it was until this one has run for an hour.
  store.writeNow("recordTransmission", transmission(10, "boot-2"));
  assert.equal(kept().length, 4);
  store.writeNow("recordTransmission", transmission(3_600_001, "boot-2"));
  assert.deepEqual(kept(), ["boot-2 10", "boot-2 3600001"]);
});
