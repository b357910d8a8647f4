/**
 * What proves the owner of an account, and each time that it is used. A code, a time step and a count
 * are taken only once: who comes second with the same is refused, whatever was read before.
 */
import type { Connection } from "../sqlite/connection.ts";
import {
  insertUser,
  isNameInUse,
  type NewUser,
  noteAccount,
  noteChange,
  raiseGeneration,
  SIGNING_ADMINS,
  type UserAct,
  type UserChange,
} from "./users.ts";

/** What an owner has chosen. */
export interface UserProofs {
  /** The text of its scrypt hash. */
  readonly password: string;
  /** 20 bytes. */
  readonly totpSecret: Uint8Array;
  /** The time step whose code was shown, which counts as used. */
  readonly totpStep: number;
  /** SHA-256 of each code, 32 bytes. */
  readonly recoveryHashes: readonly Uint8Array[];
}

/** Sets an account up by its one-time code; false: the code was used or has been replaced. */
export function setUpUser(
  db: Connection,
  { proofs, setupHash, ...change }: UserChange & {
    readonly proofs: UserProofs;
    readonly setupHash: Uint8Array;
  },
): boolean {
  const isFresh = db.run(
    `update user set setup_hash = null, setup_expires_unix_ms = null
     where number = ? and setup_hash = ? and disabled_unix_ms is null`,
    change.number,
    setupHash,
  ) > 0;
  if (!isFresh) return false;
  keepProofs(db, change.number, proofs);
  noteChange(db, change, "account-set-up");
  return true;
}

/**
 * Makes the first administrator, set up; "claimed" when there is one by now who can sign in.
 */
export function claimUser(
  db: Connection,
  { by, atUnixMs, proofs, ...user }: NewUser & UserAct & { readonly proofs: UserProofs },
): "done" | "claimed" | "name-taken" {
  if (db.get(SIGNING_ADMINS) !== undefined) return "claimed";
  if (isNameInUse(db, user.name, atUnixMs)) return "name-taken";
  insertUser(db, user, atUnixMs);
  const { number } = db.get("select number from user where id = ?", user.id)!;
  keepProofs(db, number, proofs);
  noteAccount(db, user.name, { by, atUnixMs }, "account-claimed", { roles: user.roles });
  return "done";
}

function keepProofs(db: Connection, number: number, proofs: UserProofs): void {
  raiseGeneration(db, number);
  db.run(
    "update user set password = ?, totp_secret = ?, totp_step = ? where number = ?",
    proofs.password,
    proofs.totpSecret,
    proofs.totpStep,
    number,
  );
  keepRecoveryCodes(db, number, proofs.recoveryHashes);
}

function keepRecoveryCodes(db: Connection, number: number, hashes: readonly Uint8Array[]): void {
  db.run("delete from recovery_code where owner = ?", number);
  for (const hash of hashes) {
    db.run("insert into recovery_code (owner, hash) values (?, ?)", number, hash);
  }
}

/** What proved a person in the end. */
export type SignInProof =
  | { readonly way: "totp"; readonly step: number }
  | { readonly way: "recovery"; readonly hash: Uint8Array }
  | { readonly way: "passkey"; readonly id: Uint8Array; readonly signCount: number };

/** An account as it was when its owner began to prove himself. */
export interface SignIn extends UserChange {
  readonly generation: number;
  readonly proof: SignInProof;
}

/** Uses up what proves a person; false: it was used already, or the account is another by now. */
export function signInUser(db: Connection, { generation, proof, ...change }: SignIn): boolean {
  const isSame = db.get(
    "select number from user where number = ? and generation = ? and disabled_unix_ms is null",
    change.number,
    generation,
  ) !== undefined;
  if (!isSame || !useUp(db, change, proof)) return false;
  db.run("update user set changed = changed + 1 where number = ?", change.number);
  noteChange(db, change, "signed-in", { way: proof.way });
  return true;
}

function useUp(db: Connection, { atUnixMs, number }: UserChange, proof: SignInProof): boolean {
  switch (proof.way) {
    case "totp":
      return db.run(
        "update user set totp_step = ?1 where number = ?2 and totp_step < ?1",
        proof.step,
        number,
      ) > 0;
    case "recovery":
      return db.run(
        `update recovery_code set used_unix_ms = ? where owner = ? and hash = ?
         and used_unix_ms is null`,
        ...[atUnixMs, number, proof.hash],
      ) > 0;
    case "passkey":
      // An authenticator that does not count always says 0 (WebAuthn, section 6.1.1).
      return db.run(
        `update passkey set sign_count = ?1, used_unix_ms = ?2 where id = ?3 and owner = ?4
         and (sign_count < ?1 or (sign_count = 0 and ?1 = 0))`,
        ...[proof.signCount, atUnixMs, proof.id, number],
      ) > 0;
  }
}

/** @param input.before The hash that was checked: another one by now is not replaced. */
export function setUserPassword(
  db: Connection,
  { before, password, ...change }: UserChange & {
    readonly before: string;
    readonly password: string;
  },
): boolean {
  const isSame = db.run(
    "update user set password = ? where number = ? and password = ?",
    ...[password, change.number, before],
  ) > 0;
  if (!isSame) return false;
  raiseGeneration(db, change.number);
  noteChange(db, change, "password-changed");
  return true;
}

export function replaceRecoveryCodes(
  db: Connection,
  { hashes, ...change }: UserChange & { readonly hashes: readonly Uint8Array[] },
): void {
  keepRecoveryCodes(db, change.number, hashes);
  db.run("update user set changed = changed + 1 where number = ?", change.number);
  noteChange(db, change, "recovery-codes-made");
}

export interface NewPasskey {
  readonly id: Uint8Array;
  /** A COSE key. */
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  /** Of WebAuthn, such as `internal`. */
  readonly transports: readonly string[];
  readonly label: string;
}

/** @returns false: the passkey is one of some account already. */
export function addPasskey(
  db: Connection,
  { passkey, ...change }: UserChange & { readonly passkey: NewPasskey },
): boolean {
  const { id, label, publicKey, signCount, transports } = passkey;
  const isNew = db.run(
    `insert or ignore into passkey
       (id, owner, public_key, sign_count, transports, label, created_unix_ms)
     values (?, ?, ?, ?, ?, ?, ?)`,
    ...[id, change.number, publicKey, signCount, JSON.stringify(transports), label],
    change.atUnixMs,
  ) > 0;
  if (!isNew) return false;
  db.run("update user set changed = changed + 1 where number = ?", change.number);
  noteChange(db, change, "passkey-added", { label });
  return true;
}

/** @returns false: the account has no such passkey. */
export function removePasskey(
  db: Connection,
  { id, ...change }: UserChange & { readonly id: Uint8Array },
): boolean {
  const row = db.get(
    "select label from passkey where id = ? and owner = ?",
    id,
    change.number,
  );
  if (row === undefined) return false;
  db.run("delete from passkey where id = ?", id);
  db.run("update user set changed = changed + 1 where number = ?", change.number);
  noteChange(db, change, "passkey-removed", { label: row.label });
  return true;
}
