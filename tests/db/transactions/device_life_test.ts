import assert from "node:assert/strict";
import { keyFingerprint, ratchetRoot } from "../../../devices/frame/keys.ts";
import type { DirectStore } from "../../../db/store.ts";
import type { DeviceChange } from "../../../db/transactions/device_life.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const ROOT = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index);
const AT = Date.UTC(2026, 10, 24);
const ACTOR = { by: program("lies"), atUnixMs: AT };

function issue(store: DirectStore, uid = "d-1", kid = 0): boolean {
  const device = { uid, kid, rootKey: ROOT, epoch: 1, createdAtUnixMs: AT };
  return store.writeNow("issueDevice", {
    device,
    counter: 0,
    by: program("jan"),
    details: { by: "cable" },
  });
}

function change(store: DirectStore, change: DeviceChange, uid = "d-1") {
  return store.writeNow("changeDevice", { ...ACTOR, uid, change });
}

const keysOf = (store: DirectStore) =>
  store.read.devices.keys(store.read.devices.byUid("d-1")!.number);

Deno.test("A wearable is issued with the place of its test, and the step is kept with who took it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.equal(issue(store), true);
  const [key] = keysOf(store);
  assert.deepEqual([key!.newestEpoch, key!.newestCounter], [1, 0]);
  assert.deepEqual(store.read.devices.steps(key!.device), [
    { atUnixMs: AT, by: "jan", what: "issued", details: { kid: 0, by: "cable" } },
  ]);
  assert.equal(issue(store), false, "the UID is taken");
  assert.equal(store.read.devices.steps(key!.device).length, 1);
});

Deno.test("An assignment is extended, suspended and resumed, each step moves the registry", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  assert.equal(change(store, { what: "suspended" }), "unassigned");
  assert.equal(change(store, { what: "extended", expiresAtUnixMs: 9 }), "unassigned");
  const steps: [DeviceChange, string, number | undefined][] = [
    [{ what: "assigned", reference: "2026/1", expiresAtUnixMs: 5 }, "active", 5],
    [{ what: "extended", expiresAtUnixMs: 9 }, "active", 9],
    [{ what: "suspended" }, "suspended", 9],
    [{ what: "resumed" }, "active", 9],
    [{ what: "changed", heartbeatS: 600 }, "active", 9],
  ];
  for (const [step, state, expires] of steps) {
    const before = store.read.devices.version();
    assert.equal(change(store, step), "done");
    const device = store.read.devices.byUid("d-1")!;
    assert.deepEqual([device.assignment, device.expiresAtUnixMs], [state, expires]);
    assert.equal(device.reference, "2026/1");
    assert.ok(store.read.devices.version() > before);
  }
  assert.equal(store.read.devices.byUid("d-1")!.heartbeatS, 600);
  assert.equal(change(store, { what: "suspended" }, "d-2"), "unknown");
  const { number } = store.read.devices.byUid("d-1")!;
  assert.deepEqual(store.read.devices.steps(number).map(({ what }) => what), [
    ...["issued", "assigned", "extended", "suspended", "resumed", "changed"],
  ]);
});

Deno.test("The next key follows from the present one, once, and both are there until it is heard", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store, "d-1", 7);
  assert.deepEqual(store.writeNow("rotateKey", { ...ACTOR, uid: "d-1" }), {
    code: "begun",
    kid: 8,
  });
  assert.deepEqual(store.writeNow("rotateKey", { ...ACTOR, uid: "d-1" }), {
    code: "under-way",
    kid: 8,
  });
  const [current, next] = keysOf(store);
  assert.deepEqual([current!.kid, current!.state], [7, "current"]);
  assert.deepEqual([next!.kid, next!.state, next!.newestEpoch], [8, "next", 0]);
  assert.deepEqual(next!.rootKey, ratchetRoot(ROOT, 8));
  assert.deepEqual(store.writeNow("rotateKey", { ...ACTOR, uid: "d-2" }), { code: "unknown" });
});

Deno.test("There is no generation after 255: ids of events rest on its number", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store, "d-1", 255);
  assert.deepEqual(store.writeNow("rotateKey", { ...ACTOR, uid: "d-1" }), {
    code: "last-generation",
  });
});

Deno.test("A wearable is not retired while an alarm of it is open", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  using db = temporary.connection();
  db.run(
    `insert into incident (id, device, kid, alarm, opened, opened_unix_ms)
     values (?, 1, 0, 1, 1, 1)`,
    new Uint8Array(16).fill(3),
  );
  assert.deepEqual(store.writeNow("retireDevice", { ...ACTOR, uid: "d-1" }), {
    code: "alarm-open",
  });
  assert.deepEqual(store.read.devices.openIncident(1), new Uint8Array(16).fill(3));
  db.run("update incident set state = 'closed'");
  assert.equal(store.writeNow("retireDevice", { ...ACTOR, uid: "d-1" }).code, "retired");
  assert.equal(store.writeNow("retireDevice", { ...ACTOR, uid: "d-1" }).code, "was-retired");
});

Deno.test("What is retired has no key and can neither be assigned nor get a new key", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  store.writeNow("rotateKey", { ...ACTOR, uid: "d-1" });
  const outcome = store.writeNow("retireDevice", { ...ACTOR, uid: "d-1", reason: "lost" });
  assert.deepEqual(outcome, {
    code: "retired",
    keys: [
      { of: { kid: 0 }, bytes: ROOT },
      { of: { kid: 1 }, bytes: ratchetRoot(ROOT, 1) },
    ],
  });
  assert.deepEqual(keysOf(store), []);
  assert.equal(change(store, { what: "assigned", reference: "2026/2" }), "retired");
  assert.deepEqual(store.writeNow("rotateKey", { ...ACTOR, uid: "d-1" }), { code: "retired" });
  const last = store.read.devices.steps(1).at(-1)!;
  assert.equal(last.what, "retired");
  assert.deepEqual(last.details, {
    keys: [
      { kid: 0, fingerprint: keyFingerprint(ROOT) },
      { kid: 1, fingerprint: keyFingerprint(ratchetRoot(ROOT, 1)) },
    ],
    reason: "lost",
  });
});

Deno.test("The keys and the number of a wearable of a foreign format go with it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const [key, applicationKey] = [ROOT, ROOT.toReversed()];
  const link = {
    kind: "lorawan",
    address: "0a0b0c0d",
    uid: "d-1",
    codec: "x",
    key,
    applicationKey,
  };
  store.writeNow("addForeignDevice", { ...ACTOR, link: { ...link, kind: "lorawan" } });
  const outcome = store.writeNow("retireDevice", { ...ACTOR, uid: "d-1" });
  assert.ok(outcome.code === "retired");
  assert.deepEqual(outcome.keys.map(({ bytes }) => bytes), [key, applicationKey]);
  using db = temporary.connection();
  assert.deepEqual(db.all("select * from foreign_sender"), []);
  assert.equal(store.writeNow("rotateKey", { ...ACTOR, uid: "d-1" }).code, "retired");
});

Deno.test("A step of a wearable's life cannot be removed", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  using db = temporary.connection();
  assert.throws(() => db.run("delete from device_step"), /never removed/);
});

Deno.test("Assignments that end are found by when, those first that end first", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (const [index, expiresAtUnixMs] of [30, 10, 20].entries()) {
    issue(store, `d-${index}`);
    change(store, { what: "assigned", reference: `r-${index}`, expiresAtUnixMs }, `d-${index}`);
  }
  issue(store, "d-none");
  const { devices } = store.read;
  assert.deepEqual(devices.ending(10, 20, 9).map(({ uid }) => uid), ["d-2"]);
  assert.deepEqual(devices.ending(-1, 20, 9), [
    { uid: "d-1", reference: "r-1", expiresAtUnixMs: 10 },
    { uid: "d-2", reference: "r-2", expiresAtUnixMs: 20 },
  ]);
  assert.deepEqual([devices.countEnding(-1, 30), devices.countEnding(10, 30)], [3, 2]);
  change(store, { what: "suspended" }, "d-1");
  assert.equal(devices.ending(-1, 20, 9).length, 2, "a suspended one ends as well");
  store.writeNow("retireDevice", { ...ACTOR, uid: "d-1" });
  assert.equal(devices.ending(-1, 20, 9).length, 1);
});
