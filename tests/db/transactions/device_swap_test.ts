import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import { alarmOf } from "../../support/stored_alarms.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const AT = Date.UTC(2026, 10, 30);
const ACTOR = { by: program("lies"), atUnixMs: AT };
const FILE = { reference: "2026/1", expiresAtUnixMs: AT + 1_000 };

function issue(store: DirectStore): void {
  for (const uid of ["d-1", "d-2"]) {
    const rootKey = new Uint8Array(16).fill(uid.charCodeAt(2));
    store.writeNow("addDevice", { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: AT });
  }
  store.writeNow("changeDevice", { ...ACTOR, uid: "d-1", change: { what: "assigned", ...FILE } });
}

const swap = (
  store: DirectStore,
  becomes: "suspended" | "retired",
  [uid, replacement] = ["d-1", "d-2"],
) => store.writeNow("swapDevice", { ...ACTOR, uid: uid!, replacement: replacement!, becomes });

const stateOf = (store: DirectStore, uid: string) => {
  const { assignment, expiresAtUnixMs, reference } = store.read.devices.byUid(uid)!;
  return [assignment, reference, expiresAtUnixMs];
};

const stepsOf = (store: DirectStore, uid: string) =>
  store.read.devices.steps(store.read.devices.byUid(uid)!.number)
    .map(({ what, details }) => [what, details]);

Deno.test("A swap takes the file and its end over and suspends the other, with a step of each", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  const before = store.read.devices.version();
  assert.deepEqual(swap(store, "suspended"), { code: "done", keys: [] });
  assert.deepEqual(stateOf(store, "d-2"), ["active", FILE.reference, FILE.expiresAtUnixMs]);
  assert.deepEqual(stateOf(store, "d-1"), ["suspended", FILE.reference, FILE.expiresAtUnixMs]);
  assert.deepEqual(stepsOf(store, "d-2"), [["assigned", { ...FILE, insteadOf: "d-1" }]]);
  assert.deepEqual(stepsOf(store, "d-1").at(-1), ["suspended", { replacedBy: "d-2" }]);
  assert.equal(store.read.devices.changedAfter(before).length, 2, "the gateway sees both");
});

Deno.test("A swap that retires the other gives the keys that are to be looked for", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  const outcome = swap(store, "retired");
  assert.ok(outcome.code === "done");
  assert.deepEqual(outcome.keys.map(({ bytes }) => bytes), [new Uint8Array(16).fill(0x31)]);
  assert.deepEqual(store.read.devices.keys(store.read.devices.byUid("d-1")!.number), []);
  assert.deepEqual(stateOf(store, "d-2"), ["active", FILE.reference, FILE.expiresAtUnixMs]);
});

Deno.test("A swap of which one step is not possible does none of both", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  issue(store);
  store.writeNow("acceptFrame", alarmOf(1));
  const before = [stateOf(store, "d-1"), stateOf(store, "d-2")];
  assert.equal(swap(store, "retired").code, "alarm-open");
  assert.equal(swap(store, "suspended", ["d-2", "d-1"]).code, "unassigned");
  assert.equal(swap(store, "suspended", ["d-1", "d-1"]).code, "in-use");
  assert.equal(swap(store, "suspended", ["d-1", "d-9"]).code, "unknown-replacement");
  assert.equal(swap(store, "suspended", ["d-9", "d-2"]).code, "unknown");
  assert.deepEqual([stateOf(store, "d-1"), stateOf(store, "d-2")], before);
  assert.equal(stepsOf(store, "d-2").length, 0);
  store.writeNow("retireDevice", { ...ACTOR, uid: "d-2" });
  assert.equal(swap(store, "suspended").code, "retired-replacement");
  assert.equal(swap(store, "suspended", ["d-2", "d-1"]).code, "retired");
});
