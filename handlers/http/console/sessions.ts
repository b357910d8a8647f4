import { randomBytes } from "node:crypto";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";

/** A session ends when nothing was asked for so long, in ms. */
const IDLE_MS = 15 * 60_000;
/** A session ends after this in any case, in ms. */
const LIFE_MS = 8 * 3_600_000;
/** Sessions at once; the oldest goes first. */
const LIMIT = 100;

interface Session {
  /** The credentials that it rests on: they are asked again at every request. */
  readonly authorization: string;
  readonly startedAtMs: MonotonicMs;
  usedAtMs: MonotonicMs;
}

/** Who is signed in at the console. Kept in memory: a restart signs everybody out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  constructor(readonly clock: Clock) {}

  /** Begins a session; the returned id is its only proof. */
  begin(authorization: string): string {
    const id = randomBytes(32).toString("base64url");
    const now = this.clock.monotonicMs();
    this.#sessions.set(id, { authorization, startedAtMs: now, usedAtMs: now });
    if (this.#sessions.size > LIMIT) this.end(this.#sessions.keys().next().value!);
    return id;
  }

  /** The credentials of a session that still lasts, which counts as its use. */
  use(id: string): string | undefined {
    const session = this.#find(id);
    if (session !== undefined) session.usedAtMs = this.clock.monotonicMs();
    return session?.authorization;
  }

  /** The same for what a page does by itself: a tab left open does not keep anybody signed in. */
  look(id: string): string | undefined {
    return this.#find(id)?.authorization;
  }

  #find(id: string): Session | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    const now = this.clock.monotonicMs();
    if (now - session.usedAtMs <= IDLE_MS && now - session.startedAtMs <= LIFE_MS) return session;
    this.end(id);
    return undefined;
  }

  end(id: string): void {
    this.#sessions.delete(id);
  }
}
