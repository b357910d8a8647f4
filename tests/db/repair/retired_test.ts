import assert from "node:assert/strict";
import { replaceStore } from "../../../db/repair/rebuild/replace.ts";
import {
  stateBackupText,
  writeStateBackup,
} from "../../../db/repair/essential_state/essential_state_backup.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const ACTOR = { by: program("lies"), atUnixMs: 1 };

Deno.test("A key that is gone does not come back from an older copy when the store is damaged", async () => {
  using temporary = new TemporaryStore();
  const keys = { key: new Uint8Array(16).fill(1), applicationKey: new Uint8Array(16).fill(2) };
  const sender = { kind: "lorawan", address: "0a0b0c0d", codec: "x", ...keys } as const;
  {
    using store = temporary.direct();
    for (const uid of ["d-1", "d-2"]) {
      const device = { uid, kid: 0, rootKey: new Uint8Array(16), epoch: 0, createdAtUnixMs: 1 };
      store.writeNow("issueDevice", { device, by: program("jan") });
    }
    store.writeNow("addForeignDevice", { ...ACTOR, link: { ...sender, uid: "f-1" } });
    using db = temporary.connection();
    await writeStateBackup(temporary.path, stateBackupText(db));
    store.writeNow("retireDevice", { ...ACTOR, uid: "d-1" });
    store.writeNow("retireDevice", { ...ACTOR, uid: "f-1" });
  }
  replaceStore(temporary.path, { reason: "damaged", message: "a test" });
  using store = temporary.direct();
  const reader = store.read;
  const keyCount = (uid: string) => reader.devices.keys(reader.devices.byUid(uid)!.number).length;
  assert.deepEqual([keyCount("d-1"), keyCount("d-2")], [0, 1]);
  assert.equal(reader.devices.byUid("d-1")!.assignment, "retired");
  const steps = reader.devices.steps(1).map(({ what }) => what);
  assert.deepEqual(steps, ["issued", "retired"], "what happened is known all the same");
  using db = temporary.connection();
  assert.deepEqual(db.all("select * from foreign_sender"), []);
});
