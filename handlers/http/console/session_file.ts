/** Where sessions outlive a restart of the gateway. */
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import * as z from "zod";
import type { MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";

/** What is kept of a session. */
export interface Session {
  readonly user: number;
  readonly account: string;
  readonly generation: number;
  readonly source: string;
  readonly agent: string;
  readonly startedAtMs: MonotonicMs;
  usedAtMs: MonotonicMs;
}

const monotonicMs = z.number().transform((ms) => ms as MonotonicMs);
const content = z.object({
  /** Monotonic times of another boot mean nothing. */
  bootId: z.string(),
  /** By the SHA-256 of their ids, base64url. */
  sessions: z.record(
    z.string(),
    z.object({
      user: z.int().positive(),
      account: z.string(),
      generation: z.int(),
      source: z.string(),
      agent: z.string(),
      startedAtMs: monotonicMs,
      usedAtMs: monotonicMs,
    }),
  ),
});

/** The sessions of this boot; none when there is no file, or it is not whole or of another version. */
export function readSessionFile(path: string | undefined, bootId: string): [string, Session][] {
  if (path === undefined) return [];
  try {
    const file = content.parse(JSON.parse(readFileSync(path, "utf8")));
    return file.bootId === bootId ? Object.entries(file.sessions) : [];
  } catch {
    // Everybody signs in again.
    return [];
  }
}

/** Writes the file, one state after the other, so that the newest is what stays. */
export class SessionFile {
  readonly #path: string | undefined;
  readonly #bootId: string;
  readonly #log: Log;
  #saving: Promise<void> = Promise.resolve();

  /** @param path Absent: sessions end with the gateway. */
  constructor(path: string | undefined, bootId: string, log: Log) {
    this.#path = path;
    this.#bootId = bootId;
    this.#log = log;
  }

  save(sessions: ReadonlyMap<string, Session>): void {
    const path = this.#path;
    if (path === undefined) return;
    const text = JSON.stringify({ bootId: this.#bootId, sessions: Object.fromEntries(sessions) });
    this.#saving = this.#saving.then(() => replaceFile(path, text)).catch((cause) =>
      this.#log.warn("cannot keep who is signed in over a restart", { reason: String(cause) })
    );
  }

  /** Resolves when what was given so far is in the file, or could not be. */
  settled(): Promise<void> {
    return this.#saving;
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
