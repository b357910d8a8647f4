import assert from "node:assert/strict";
import type { AuditEntry, DirectStore, Role, UserProofs } from "../../../db/store.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const BY = { kind: "person", name: "admin", id: "00".repeat(8) } as const;
const ACT = { by: BY, atUnixMs: 1_795_996_800_000 };
const hashOf = (digit: number) => new Uint8Array(32).fill(digit);
const PROOFS: UserProofs = {
  password: "scrypt$15$8$3$c2FsdA$aGFzaA",
  totpSecret: new Uint8Array(20).fill(1),
  totpStep: 100,
  recoveryHashes: [hashOf(1), hashOf(2)],
};
const CODE = { hash: hashOf(9), expiresAtUnixMs: 1_800_000_000_000 };

/** Adds an account that its owner has set up; its number. */
function setUp(store: DirectStore, name: string, ...roles: Role[]): number {
  const id = `${name}${"0".repeat(16)}`.slice(0, 16);
  assert.equal(
    store.writeNow("addUser", { ...ACT, id, name, fullName: name, roles, code: CODE }),
    "done",
  );
  const { number } = store.read.users.byName(name)!;
  const setup = { ...ACT, number, setupHash: CODE.hash, proofs: PROOFS };
  assert.ok(store.writeNow("setUpUser", setup));
  return number;
}

function entries(temporary: TemporaryStore): (AuditEntry & { by: { name: string } })[] {
  using db = temporary.connection();
  return db.all("select entry from audit order by number").map(({ entry }) => JSON.parse(entry));
}

Deno.test("Every change of an account is in the chain, with who made it, and without a secret", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const number = setUp(store, "an", "operator");
  const change = { ...ACT, number, mayEndLastAdmin: false };
  store.writeNow("setUserRoles", { ...change, roles: ["operator", "auditor"] });
  store.writeNow("renameUser", { ...change, fullName: "An Peeters" });
  const proof = { way: "totp", step: 101 } as const;
  const { generation } = store.read.users.byNumber(number)!;
  assert.ok(store.writeNow("signInUser", { ...change, generation, proof }));
  const password = "scrypt$15$8$3$bmV1$bmV1";
  store.writeNow("setUserPassword", { ...change, before: PROOFS.password, password });
  store.writeNow("replaceRecoveryCodes", { ...change, hashes: [hashOf(3)] });
  const id = new Uint8Array([1]);
  const passkey = { id, publicKey: id, signCount: 0, transports: [], label: "Key" };
  store.writeNow("addPasskey", { ...change, passkey });
  store.writeNow("removePasskey", { ...change, id });
  store.writeNow("endUserSessions", change);
  store.writeNow("resetUser", { ...change, code: CODE });
  store.writeNow("disableUser", change);
  store.writeNow("resetUser", { ...change, code: CODE });
  const kept = entries(temporary);
  assert.deepEqual(kept.map(({ what }) => what), [
    "account-added",
    "account-set-up",
    "account-roles-changed",
    "account-renamed",
    "signed-in",
    "password-changed",
    "recovery-codes-made",
    "passkey-added",
    "passkey-removed",
    "sessions-ended",
    "account-reset",
    "account-disabled",
    "account-enabled",
  ]);
  for (const { by, subjects } of kept) {
    assert.deepEqual(subjects, [{ kind: "account", id: "an" }]);
    assert.equal(by.name, "admin");
  }
  assert.doesNotMatch(JSON.stringify(kept), /scrypt|AQEB|0101/);
});

Deno.test("The last administrator who can sign in stays one, unless the box itself says otherwise", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const number = setUp(store, "an", "admin", "operator");
  // One that was never set up, and one that is disabled, cannot sign in.
  store.writeNow("addUser", {
    ...ACT,
    ...{ id: "1".repeat(16), name: "bo", fullName: "Bo", roles: ["admin"], code: CODE },
  });
  const third = setUp(store, "cy", "admin");
  const change = { ...ACT, number, mayEndLastAdmin: false };
  assert.equal(store.writeNow("disableUser", { ...change, number: third }), "done");

  assert.equal(store.writeNow("setUserRoles", { ...change, roles: ["operator"] }), "last-admin");
  assert.equal(store.writeNow("disableUser", change), "last-admin");
  assert.equal(store.writeNow("resetUser", { ...change, code: CODE }), "last-admin");
  assert.ok(store.read.users.hasAdmin());
  assert.equal(store.writeNow("setUserRoles", { ...change, roles: ["admin"] }), "done");

  assert.equal(store.writeNow("disableUser", { ...change, mayEndLastAdmin: true }), "done");
  assert.ok(!store.read.users.hasAdmin());
});

Deno.test("A time step, a recovery code and a count of a passkey are taken once", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const number = setUp(store, "an", "operator");
  const { generation } = store.read.users.byNumber(number)!;
  const id = new Uint8Array([1, 2]);
  const passkey = { id, publicKey: id, signCount: 5, transports: [], label: "Key" };
  store.writeNow("addPasskey", { ...ACT, number, passkey });
  const common = { ...ACT, number, generation };
  const totp = (step: number) =>
    store.writeNow("signInUser", { ...common, proof: { way: "totp", step } });
  const recovery = (hash: Uint8Array) =>
    store.writeNow("signInUser", { ...common, proof: { way: "recovery", hash } });
  const key = (signCount: number) =>
    store.writeNow("signInUser", { ...common, proof: { way: "passkey", id, signCount } });

  assert.deepEqual([totp(100), totp(101), totp(101), totp(100)], [false, true, false, false]);
  assert.deepEqual([recovery(hashOf(1)), recovery(hashOf(1))], [true, false]);
  assert.equal(store.read.users.recoveryCodesLeft(number), 1);
  assert.deepEqual([key(5), key(6), key(6), key(0)], [false, true, false, false]);
});

Deno.test("What proved a person before a reset proves nothing after it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const number = setUp(store, "an", "operator");
  const { generation } = store.read.users.byNumber(number)!;
  const id = new Uint8Array([1]);
  const passkey = { id, publicKey: id, signCount: 0, transports: [], label: "Key" };
  store.writeNow("addPasskey", { ...ACT, number, passkey });
  const token = { id: "t", name: "curl", role: "operator", owner: number, scope: "act" } as const;
  store.writeNow("createToken", {
    ...token,
    hash: hashOf(4),
    createdAtUnixMs: 1,
    by: program("an"),
  });

  const change = { ...ACT, number, mayEndLastAdmin: false };
  store.writeNow("resetUser", { ...change, code: { ...CODE, hash: hashOf(8) } });

  const { users, tokens } = store.read;
  assert.deepEqual(users.secrets(number), {
    password: undefined,
    totpSecret: undefined,
    totpStep: 0,
  });
  assert.equal(users.byNumber(number)!.generation, generation + 1);
  assert.deepEqual(users.passkeys(number), []);
  assert.equal(users.recoveryCodesLeft(number), 0);
  assert.notEqual(tokens.ofOwner(number)[0]!.revokedAtUnixMs, undefined);
  const proof = { way: "totp", step: 200 } as const;
  assert.ok(!store.writeNow("signInUser", { ...change, generation, proof }));
  assert.ok(!store.writeNow("setUpUser", { ...change, setupHash: CODE.hash, proofs: PROOFS }));
  assert.ok(store.writeNow("setUpUser", { ...change, setupHash: hashOf(8), proofs: PROOFS }));
});

Deno.test("A token that is asked for while its owner's account or role ends is not made", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const number = setUp(store, "an", "operator");
  const make = (role: "auditor" | "operator") =>
    store.writeNow("createToken", {
      ...{ id: "t", name: "curl", role, owner: number, scope: "act", hash: hashOf(4) },
      createdAtUnixMs: 1,
      by: program("an"),
    });
  assert.equal(make("auditor"), false);
  store.writeNow("disableUser", { ...ACT, number, mayEndLastAdmin: false });
  assert.equal(make("operator"), false);
  assert.deepEqual(store.read.tokens.ofOwner(number), []);
});

Deno.test("A role that is taken away takes the person's tokens of that role along", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const number = setUp(store, "an", "operator", "auditor");
  for (const [at, role] of (["operator", "auditor"] as const).entries()) {
    const token = { id: role, name: role, role, owner: number, scope: "read" } as const;
    store.writeNow("createToken", {
      ...token,
      hash: hashOf(at),
      createdAtUnixMs: 1,
      by: program("an"),
    });
  }
  const change = { ...ACT, number, mayEndLastAdmin: false };
  store.writeNow("setUserRoles", { ...change, roles: ["auditor"] });
  store.writeNow("setUserRoles", { ...change, roles: ["auditor", "operator"] });
  const held = store.read.tokens.ofOwner(number).filter((token) => !token.revokedAtUnixMs);
  assert.deepEqual(held.map(({ name }) => name), ["auditor"]);
});

Deno.test("An account is not named like a valid credential of a program, nor like another account", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  setUp(store, "an", "operator");
  const token = { id: "t", name: "Desk", role: "operator", hash: hashOf(4) } as const;
  store.writeNow("createToken", { ...token, createdAtUnixMs: 1, by: program("test") });
  const add = (name: string) =>
    store.writeNow("addUser", {
      ...ACT,
      ...{ id: name.padEnd(16, "0"), name, fullName: "X", roles: ["operator"], code: CODE },
    });
  assert.equal(add("an"), "name-taken");
  assert.equal(add("desk"), "name-taken");
  store.writeNow("revokeToken", { id: "t", by: program("test"), atUnixMs: 2 });
  assert.equal(add("desk"), "done");
});
