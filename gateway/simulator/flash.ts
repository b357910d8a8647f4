/** What simulated wearables keep over the end of the program, as real ones do in flash. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { FileLock } from "../runtime/storage/data_folder.ts";
import type { WearableIdentity, WearableMemory } from "./wearable.ts";

const KEY_BYTES = 16;
const FIRST_KID = 1;

const wearable = z.strictObject({
  kid: z.int().min(0).max(255),
  rootKey: z.string().regex(/^[0-9a-f]{32}$/),
  epoch: z.int().min(0).max(0xffff_ffff),
  alarm: z.int().min(0).max(0xffff),
});
const content = z.record(z.string(), wearable);
type Content = z.output<typeof content>;

/** A file with the keys, epochs and alarm numbers of wearables. It holds keys: mode 600. */
export class Flash implements Disposable {
  readonly #lock: FileLock;
  readonly #wearables: Content;

  readonly #path: string;

  /** @throws Error with what to do when the file cannot be used. */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#lock = new FileLock(
      `${path}.lock`,
      `Cannot use the wearables in "${path}": another simulation uses them. Stop that one, or ` +
        "give this one its own --state FILE",
    );
    try {
      this.#wearables = readContent(path);
    } catch (error) {
      this.#lock[Symbol.dispose]();
      throw error;
    }
  }

  /** The wearables of these UIDs, with new keys for those that are new. */
  identities(uids: readonly string[]): WearableIdentity[] {
    for (const uid of uids) {
      this.#wearables[uid] ??= {
        kid: FIRST_KID,
        rootKey: encodeHex(randomBytes(KEY_BYTES)),
        epoch: 0,
        alarm: 0,
      };
    }
    this.#save();
    return uids.map((uid) => this.find(uid)!);
  }

  /** The wearable of a name; undefined when it has no key. */
  find(uid: string): WearableIdentity | undefined {
    const kept = this.#wearables[uid];
    return kept && { uid, ...kept, rootKey: decodeHex(kept.rootKey)! };
  }

  /** Erases a wearable. */
  forget(uid: string): void {
    delete this.#wearables[uid];
    this.#save();
  }

  /** Writes what a wearable must not forget. */
  keep(uid: string, { kid, rootKey, epoch, alarm }: WearableMemory): void {
    this.#wearables[uid] = { kid, rootKey: encodeHex(rootKey), epoch, alarm };
    this.#save();
  }

  /** Whole or not at all. */
  #save(): void {
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, `${JSON.stringify(this.#wearables, undefined, 1)}\n`, { mode: 0o600 });
    renameSync(fresh, this.#path);
  }

  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }
}

function readContent(path: string): Content {
  try {
    return content.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    if ((cause as { code?: string }).code === "ENOENT") return {};
    throw new Error(
      `Cannot use the wearables in "${path}": it is not as a simulation leaves it. Move it away, ` +
        "or name another with --state FILE",
    );
  }
}

/** Where an ordinary user's programs keep what they must not forget (XDG base directories). */
export function simulatorStatePath(): string {
  const home = Deno.env.get("XDG_STATE_HOME") ??
    join(Deno.env.get("HOME") ?? "/tmp", ".local/state");
  return join(home, "vigil", "simulator.json");
}
