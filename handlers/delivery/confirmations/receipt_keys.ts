import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readPublicKeys } from "../../tools/signed_json.ts";

/** The keys that dispatch signs receipts with. */
export class ReceiptKeys {
  readonly #path: string | undefined;
  #keys: readonly KeyObject[] | undefined;

  /** @param path Of a PEM file; undefined: receipts need no signature. */
  constructor(path: string | undefined) {
    this.#path = path;
    this.#keys = path === undefined ? undefined : [];
  }

  /** Undefined: receipts need no signature. Empty: none can be good, so that all are refused. */
  get keys(): readonly KeyObject[] | undefined {
    return this.#keys;
  }

  /**
   * Reads the file, so that keys can be rotated. When that fails, the keys known before hold: alarms
   * go out all the same.
   * @returns Why it could not be read; undefined: it could.
   */
  async refresh(): Promise<string | undefined> {
    if (this.#path === undefined) return undefined;
    try {
      const keys = readPublicKeys(await readFile(this.#path, "utf8"));
      if (!keys.ok) return `${this.#path} holds something else than Ed25519 public keys in PEM`;
      this.#keys = keys.value;
      return undefined;
    } catch (cause) {
      return String(cause);
    }
  }
}
