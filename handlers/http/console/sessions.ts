/**
 * Who is signed in at the console. A session belongs to an account as it was when it began: whether the
 * account still is so is looked up by who asks. It survives a restart of the gateway within one boot of
 * the box; of its id the file has only the SHA-256, which signs in no browser.
 *
 *     signing in ──▶ begin ──▶ use, stay … ──▶ end
 *                                  └─ 15 min without either, or 12 h ──▶ over
 */
import { createHash, randomBytes } from "node:crypto";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";
import { readSessionFile, type Session, SessionFile } from "./session_file.ts";

/** A session ends when it was neither used nor had a wall open for so long, in ms. */
export const IDLE_MS = 15 * 60_000;
/** A session ends after this in any case, in ms: a shift. */
export const LIFE_MS = 12 * 3_600_000;
/** Sessions of one person at once; that person's oldest goes first. */
const PERSON_LIMIT = 8;
/** Sessions at once. */
const LIMIT = 200;
/** Use is written to the file at most so often, in ms: a wall that is open uses its session always. */
export const SAVE_USE_MS = 120_000;
/** Characters that are kept of what a browser calls itself. */
const AGENT_LIMIT = 200;

export interface SessionsPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where sessions are kept over a restart; absent: nowhere. */
  readonly sessionsFile?: string | undefined;
}

/** Whose session begins, and from where. */
export interface NewSession {
  /** Number of the account. */
  readonly user: number;
  /** Its id: in a store that takes the place of this one, the number may be that of somebody else. */
  readonly account: string;
  /** Of the account, at this moment. */
  readonly generation: number;
  /** Address that the person signed in from. */
  readonly source: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** A session as its owner sees it. */
export interface SessionInfo extends Readonly<NewSession> {
  /** Stands for the session, and is no proof of it. */
  readonly name: string;
  readonly startedAgoMs: number;
  readonly usedAgoMs: number;
}

export class Sessions {
  readonly #clock: Clock;
  readonly #file: SessionFile;
  /** By the SHA-256 of their ids, the one that began first in front. */
  readonly #sessions: Map<string, Session>;
  #savedAtMs = -Infinity;

  constructor({ clock, log, sessionsFile }: SessionsPorts) {
    this.#clock = clock;
    this.#file = new SessionFile(sessionsFile, clock.bootId, log);
    this.#sessions = new Map(readSessionFile(sessionsFile, clock.bootId));
  }

  /**
   * Begins a session; the returned id is its only proof. Undefined: as many people are signed in as
   * may be, and no session of others is ended for a new one.
   */
  begin({ agent, ...whose }: NewSession): string | undefined {
    for (const name of this.#sessions.keys()) this.#find(name);
    const own = this.of(whose.user);
    const isFull = own.length >= PERSON_LIMIT || this.#sessions.size >= LIMIT;
    if (isFull && own.length === 0) return undefined;
    if (isFull) this.#sessions.delete(own[0]!.name);
    const id = randomBytes(32).toString("base64url");
    const now = this.#clock.monotonicMs();
    this.#sessions.set(nameOf(id), {
      ...whose,
      agent: agent.slice(0, AGENT_LIMIT),
      startedAtMs: now,
      usedAtMs: now,
    });
    this.#save();
    return id;
  }

  /** A session that still lasts; asking for it counts as its use. */
  use(id: string): SessionInfo | undefined {
    const session = this.#find(nameOf(id));
    if (session === undefined) return undefined;
    session.usedAtMs = this.#clock.monotonicMs();
    if (session.usedAtMs - this.#savedAtMs >= SAVE_USE_MS) this.#save();
    return this.#infoOf(nameOf(id), session);
  }

  /** The same for what a page does by itself: a tab left open does not keep anybody signed in. */
  look(id: string): SessionInfo | undefined {
    const session = this.#find(nameOf(id));
    return session && this.#infoOf(nameOf(id), session);
  }

  /** Sessions of a person that still last, the one that began first in front. */
  of(user: number): SessionInfo[] {
    return [...this.#sessions].filter(([name, its]) => its.user === user && this.#find(name))
      .map(([name, session]) => this.#infoOf(name, session));
  }

  end(id: string): void {
    this.endNamed(nameOf(id));
  }

  /** Ends a session by what stands for it. @param user Whose it has to be, if that matters. */
  endNamed(name: string, user?: number): boolean {
    const session = this.#sessions.get(name);
    if (session === undefined || (user !== undefined && session.user !== user)) return false;
    this.#sessions.delete(name);
    this.#save();
    return true;
  }

  /** Resolves when what changed so far is in the file, or could not be. */
  settled(): Promise<void> {
    return this.#file.settled();
  }

  #find(name: string): Session | undefined {
    const session = this.#sessions.get(name);
    if (session === undefined) return undefined;
    const now = this.#clock.monotonicMs();
    if (now - session.usedAtMs <= IDLE_MS && now - session.startedAtMs < LIFE_MS) return session;
    this.endNamed(name);
    return undefined;
  }

  #infoOf(name: string, { startedAtMs, usedAtMs, ...whose }: Session): SessionInfo {
    const ago = (atMs: MonotonicMs) => this.#clock.monotonicMs() - atMs;
    return { ...whose, name, startedAgoMs: ago(startedAtMs), usedAgoMs: ago(usedAtMs) };
  }

  #save(): void {
    this.#savedAtMs = this.#clock.monotonicMs();
    this.#file.save(this.#sessions);
  }
}

function nameOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}
