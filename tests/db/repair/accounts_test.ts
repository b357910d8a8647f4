/** Accounts of people when a store is replaced: what ended stays ended, whichever copy comes back. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { backupStore, restoreStore } from "../../../db/repair/backup/backup.ts";
import {
  readStateBackup,
  stateBackupPath,
  stateBackupText,
  writeStateBackup,
} from "../../../db/repair/essential_state/essential_state_backup.ts";
import { RecoveryFiles } from "../../../db/repair/essential_state/recovery_files.ts";
import { replaceStore } from "../../../db/repair/rebuild/replace.ts";
import type { DirectStore, UserProofs } from "../../../db/store.ts";
import { boxUser } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { until } from "../../support/until.ts";

const ACT = { by: boxUser("jan"), atUnixMs: 1_795_996_800_000 };
const hashOf = (digit: number) => new Uint8Array(32).fill(digit);
const OLD_CODE = hashOf(1);
const PROOFS: UserProofs = {
  password: "scrypt$15$8$3$c2FsdA$aGFzaA",
  totpSecret: new Uint8Array(20).fill(1),
  totpStep: 100,
  recoveryHashes: [OLD_CODE],
};
const NEW_PASSWORD = "scrypt$15$8$3$bmV1$bmV1";
const PASSKEY = {
  id: new Uint8Array([7]),
  publicKey: new Uint8Array([7]),
  signCount: 0,
  transports: [],
  label: "lost phone",
};

/** Makes an account that its owner has set up; its number. */
function setUp(store: DirectStore, name: string): number {
  const id = `${name}${"0".repeat(16)}`.slice(0, 16);
  const code = { hash: hashOf(name.charCodeAt(0)), expiresAtUnixMs: Number.MAX_SAFE_INTEGER };
  store.writeNow("addUser", {
    ...ACT,
    id,
    name,
    fullName: name,
    roles: ["operator", "admin"],
    code,
  });
  const { number } = store.read.users.byName(name)!;
  assert.ok(store.writeNow("setUpUser", { ...ACT, number, setupHash: code.hash, proofs: PROOFS }));
  return number;
}

/** `an` with a passkey, and `bo`. */
function settle(store: DirectStore): { readonly an: number; readonly bo: number } {
  const [an, bo] = [setUp(store, "an"), setUp(store, "bo")];
  assert.ok(store.writeNow("addPasskey", { ...ACT, number: an, passkey: PASSKEY }));
  return { an, bo };
}

/** What ends afterwards: `bo` is disabled; `an` has a new password and codes, no passkey, one role. */
function end(store: DirectStore, { an, bo }: ReturnType<typeof settle>): void {
  const change = { ...ACT, number: an, mayEndLastAdmin: true };
  store.writeNow("disableUser", { ...change, number: bo });
  store.writeNow("setUserRoles", { ...change, roles: ["operator"] });
  store.writeNow("setUserPassword", { ...change, before: PROOFS.password, password: NEW_PASSWORD });
  store.writeNow("replaceRecoveryCodes", { ...change, hashes: [hashOf(2)] });
  store.writeNow("removePasskey", { ...change, id: PASSKEY.id });
}

function checkEnded(store: DirectStore, generation: number): void {
  const { users } = store.read;
  const [an, bo] = [users.byName("an")!, users.byName("bo")!];
  assert.notEqual(bo.disabledAtUnixMs, undefined, "a disabled account stays disabled");
  assert.deepEqual(an.roles, ["operator"], "a role that was taken away stays away");
  assert.equal(users.secrets(an.number)!.password, NEW_PASSWORD);
  assert.ok(an.generation >= generation, "sessions that were ended stay ended");
  assert.deepEqual(users.passkeys(an.number), [], "a passkey that was removed stays removed");
  assert.equal(users.recoveryCodesLeft(an.number), 1);
  const proof = { way: "recovery", hash: OLD_CODE } as const;
  const signIn = { ...ACT, number: an.number, generation: an.generation, proof };
  assert.equal(
    store.writeNow("signInUser", signIn),
    false,
    "a code that was replaced opens nothing",
  );
}

Deno.test("A backup that is put back brings back no account, role or proof that was ended since", async () => {
  using place = new TemporaryStore();
  const backup = join(place.folder, "backup.db");
  let generation = 0;
  {
    using store = place.direct();
    const people = settle(store);
    assert.deepEqual(await backupStore(place.path, backup), []);
    end(store, people);
    setUp(store, "cy");
    generation = store.read.users.byNumber(people.an)!.generation;
  }
  const report = await restoreStore(place.path, backup, ACT);
  assert.deepEqual(report.ended.accounts, ["bo"]);
  using store = place.direct();
  checkEnded(store, generation);
  assert.equal(store.read.users.byName("cy")?.hasPassword, true, "made since then: it is there");
});

Deno.test("On another box a restore names the accounts that are in force again", async () => {
  using place = new TemporaryStore();
  using other = new TemporaryStore();
  const backup = join(place.folder, "backup.db");
  {
    using store = place.direct();
    const { bo } = settle(store);
    store.writeNow("disableUser", { ...ACT, number: bo, mayEndLastAdmin: true });
    await backupStore(place.path, backup);
  }
  {
    using store = other.direct();
    setUp(store, "dirk");
  }
  const report = await restoreStore(other.path, backup, ACT);
  assert.deepEqual([report.isLaterKnown, report.cameBack.accounts], [false, ["an"]]);
  using store = other.direct();
  assert.equal(store.read.users.byName("dirk"), undefined, "it is of a store that is not this one");
});

Deno.test("A damaged store brings back its accounts as they were last, not as its state backup has them", async () => {
  using place = new TemporaryStore();
  let generation = 0;
  {
    using store = place.direct();
    const people = settle(store);
    using db = place.connection();
    await writeStateBackup(place.path, stateBackupText(db));
    end(store, people);
    generation = store.read.users.byNumber(people.an)!.generation;
  }
  replaceStore(place.path, { reason: "damaged", message: "a test" });
  using store = place.direct();
  checkEnded(store, generation);
});

Deno.test("Accounts of a store that is gone come back with all that proves their owners", async () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    settle(store);
    using db = place.connection();
    await writeStateBackup(place.path, stateBackupText(db));
  }
  for (const rest of ["", "-wal", "-shm"]) {
    Deno.writeFileSync(place.path + rest, new Uint8Array(8_192));
  }
  replaceStore(place.path, { reason: "damaged", message: "a test" });
  using store = place.direct();
  const { number } = store.read.users.byName("an")!;
  assert.deepEqual(store.read.users.passkeys(number).map(({ label }) => label), ["lost phone"]);
  assert.equal(store.read.users.recoveryCodesLeft(number), 1);
  assert.equal(store.read.users.secrets(number)!.password, PROOFS.password);
});

Deno.test("What became of an account is in the copy beside the store within seconds", async () => {
  using place = new TemporaryStore();
  using store = place.direct();
  const { bo } = settle(store);
  await using _files = new RecoveryFiles(place.path, () => 0, () => {});
  const copied = () => readStateBackup(stateBackupPath(place.path)).rows.user ?? [];
  const isDisabled = () => copied().some((row) => row.disabled_unix_ms !== null);
  await until("the copy is there", () => copied().length === 2);
  store.writeNow("disableUser", { ...ACT, number: bo, mayEndLastAdmin: true });
  await until("the copy is brought up to date", isDisabled);
});
