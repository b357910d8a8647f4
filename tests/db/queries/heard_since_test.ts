import assert from "node:assert/strict";
import { alarmOf } from "../../support/stored_alarms.ts";
import { boxUser } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

Deno.test("Of the wearables that serve a file, those count as heard that were heard and are not silent", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (const uid of ["d-1", "d-2", "d-3"]) {
    store.writeNow("addDevice", {
      uid,
      kid: 1,
      rootKey: new Uint8Array(16).fill(uid.charCodeAt(2)),
      epoch: 0,
      createdAtUnixMs: 1,
    });
  }
  const assign = (uid: string) =>
    store.writeNow("changeDevice", {
      uid,
      change: { what: "assigned", reference: `2026/${uid}` },
      by: boxUser("root"),
      atUnixMs: 1,
    });
  const heard = (sinceUnixMs: number) => ({ ...store.read.devices.heardSince(sinceUnixMs) });
  store.writeNow("acceptFrame", alarmOf(1));
  assert.deepEqual(heard(0), { assigned: 0, heard: 0 }, "none serves a file");
  assign("d-1");
  assign("d-2");
  assert.deepEqual(heard(0), { assigned: 2, heard: 1 });
  assert.deepEqual(heard(1_700_000_000_001), { assigned: 2, heard: 0 }, "it was heard before");
  store.writeNow("markSilence", { uid: "d-1", isSilent: true });
  assert.deepEqual(heard(0), { assigned: 2, heard: 0 });
});
