import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PRIVATE_FILE } from "../../../db/store.ts";
import type { Log } from "../../../handlers/ports.ts";

const FILE = "signing-key.pem";

/** The key that this gateway signs proofs with. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * The Ed25519 key in the data folder, readable for its owner only. It is made where there is none.
 * @throws Error when the file cannot be read or is no such key.
 */
export function signingKeyIn(dataDir: string): SigningKey {
  const path = join(dataDir, FILE);
  const pem = readIfThere(path) ?? makeKey(path);
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType !== "ed25519") throw new Error("it is of another kind");
    return { privateKey, publicKey: createPublicKey(pem) };
  } catch (cause) {
    throw new Error(
      `Cannot use the signing key "${path}": ${(cause as Error).message}: put it back from a ` +
        "backup, or move it away for a new one, which others then have to be told of",
    );
  }
}

/** Makes the key at the first start. Without it alarms go on; only proofs cannot be made. */
export function keepSigningKey(dataDir: string, log: Log): void {
  try {
    signingKeyIn(dataDir);
  } catch (cause) {
    log.error("no proofs of incidents can be made", { cause: String(cause) });
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as { code?: string }).code === "ENOENT") return undefined;
    throw cause;
  }
}

/** Whole or not at all: if several processes make one at the same moment, all use the first. */
function makeKey(path: string): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  const draft = `${path}.${crypto.randomUUID()}`;
  const file = openSync(draft, "wx", PRIVATE_FILE);
  try {
    writeSync(file, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as { code?: string }).code !== "EEXIST") throw cause;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(path, "utf8");
}
