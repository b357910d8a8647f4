/**
 * Who is signed in at the console. A session outlives a restart of the gateway within one boot of the
 * box: its file holds no credentials that anybody could use without the browser's cookie.
 *
 *     cookie: the id ──SHA-256──▶ name in the file
 *                └────HKDF─────▶ key of the credentials there (AES-128-GCM)
 */
import { BoundedMap } from "../../../devices/tools/bounded_map.ts";
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";

/** A session ends when nothing was asked for so long, in ms. */
const IDLE_MS = 15 * 60_000;
/** A session ends after this in any case, in ms. */
const LIFE_MS = 8 * 3_600_000;
/** Sessions at once; the oldest goes first. */
const LIMIT = 100;
/** Use is written to the file at most so often, in ms. */
const SAVE_USE_MS = 30_000;
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Session {
  readonly startedAtMs: MonotonicMs;
  usedAtMs: MonotonicMs;
  /** The credentials, sealed with a key that only the id gives. */
  readonly sealed: string;
}

interface SessionFile {
  /** Monotonic times of another boot mean nothing. */
  readonly bootId: string;
  /** By the SHA-256 of their ids, base64url. */
  readonly sessions: Readonly<Record<string, Session>>;
}

export interface SessionsPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where sessions are kept over a restart; absent: nowhere. */
  readonly sessionsFile?: string | undefined;
}

export class Sessions {
  readonly #ports: SessionsPorts;
  /** By the SHA-256 of their ids. */
  readonly #sessions = new BoundedMap<string, Session>(LIMIT);
  #savedAtMs = -Infinity;
  #saving: Promise<void> = Promise.resolve();

  constructor(ports: SessionsPorts) {
    this.#ports = ports;
    for (const [name, session] of Object.entries(this.#load())) this.#sessions.set(name, session);
  }

  /** Begins a session; the returned id is its only proof. */
  begin(authorization: string): string {
    const id = randomBytes(32).toString("base64url");
    const now = this.#ports.clock.monotonicMs();
    const sealed = seal(authorization, id);
    this.#sessions.set(nameOf(id), { startedAtMs: now, usedAtMs: now, sealed });
    this.#save();
    return id;
  }

  /** The credentials of a session that still lasts, which counts as its use. */
  use(id: string): string | undefined {
    const session = this.#find(id);
    if (session === undefined) return undefined;
    session.usedAtMs = this.#ports.clock.monotonicMs();
    if (session.usedAtMs - this.#savedAtMs >= SAVE_USE_MS) this.#save();
    return open(session.sealed, id);
  }

  /** The same for what a page does by itself: a tab left open does not keep anybody signed in. */
  look(id: string): string | undefined {
    const session = this.#find(id);
    return session && open(session.sealed, id);
  }

  end(id: string): void {
    if (this.#sessions.delete(nameOf(id))) this.#save();
  }

  /** Resolves when what changed so far is in the file, or could not be. */
  settled(): Promise<void> {
    return this.#saving;
  }

  #find(id: string): Session | undefined {
    const session = this.#sessions.get(nameOf(id));
    if (session === undefined) return undefined;
    const now = this.#ports.clock.monotonicMs();
    if (now - session.usedAtMs <= IDLE_MS && now - session.startedAtMs <= LIFE_MS) return session;
    this.end(id);
    return undefined;
  }

  #load(): SessionFile["sessions"] {
    const { clock, sessionsFile } = this.#ports;
    if (sessionsFile === undefined) return {};
    try {
      const file: SessionFile = JSON.parse(readFileSync(sessionsFile, "utf8"));
      return file.bootId === clock.bootId ? file.sessions : {};
    } catch {
      // There is none, or it is not whole: everybody signs in again.
      return {};
    }
  }

  /** One after the other, so that the newest is what stays. */
  #save(): void {
    const { clock, log, sessionsFile } = this.#ports;
    if (sessionsFile === undefined) return;
    this.#savedAtMs = clock.monotonicMs();
    const file: SessionFile = {
      bootId: clock.bootId,
      sessions: Object.fromEntries(this.#sessions),
    };
    const text = JSON.stringify(file);
    this.#saving = this.#saving.then(() => replaceFile(sessionsFile, text)).catch((cause) =>
      log.warn("cannot keep who is signed in over a restart", { reason: String(cause) })
    );
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

function nameOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

function keyOf(id: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", id, "", "vigil console session", 16));
}

function seal(text: string, id: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-128-gcm", keyOf(id), iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** Undefined for what was not sealed with this id. */
function open(sealed: string, id: string): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  try {
    const decipher = createDecipheriv("aes-128-gcm", keyOf(id), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = bytes.subarray(IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
