/** Files that a command is given: read, or their problem reported on stderr. */
import type { KeyObject } from "node:crypto";
import { readPublicKeys } from "../../handlers/tools/signed_json.ts";
import { readTextFile } from "../config/text_file.ts";
import { report } from "./output.ts";

/** Text of a file; undefined, with the reason reported, when it cannot be read. */
export async function readOrReport(path: string): Promise<string | undefined> {
  const text = await readTextFile(path);
  if (text.ok) return text.value;
  report(`Cannot read "${path}": ${text.error}: name a file that this user can read`);
  return undefined;
}

/** Ed25519 public keys of a PEM file, at least one; undefined, with the reason reported, without. */
export async function publicKeysOrReport(path: string): Promise<readonly KeyObject[] | undefined> {
  const text = await readOrReport(path);
  if (text === undefined) return undefined;
  const keys = readPublicKeys(text);
  if (keys.ok) return keys.value;
  report(
    `Cannot use the key "${path}": it is no Ed25519 public key in PEM: see "vigil incident key"`,
  );
  return undefined;
}
