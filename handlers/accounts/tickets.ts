import { randomBytes } from "node:crypto";
import type { Clock, MonotonicMs } from "../../devices/time.ts";

const TICKET_BYTES = 32;
/** Tickets that one owner can have at once; the oldest goes first, and never another's. */
const EACH = 4;

interface Ticket<T> {
  readonly owner: string;
  readonly value: T;
  readonly endsAtMs: MonotonicMs;
}

/**
 * What is known between two steps that belong together, for a few minutes and in memory. Only who has
 * proved something gets a ticket, so there are never more than a few for each account.
 */
export class Tickets<T> {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #lifeMs: number;
  readonly #tickets = new Map<string, Ticket<T>>();

  constructor(clock: Pick<Clock, "monotonicMs">, lifeMs: number) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  /** @param owner Whose it is: the name of an account. @returns 256 random bits, base64url. */
  issue(owner: string, value: T): string {
    const now = this.#clock.monotonicMs();
    for (const [id, { endsAtMs }] of this.#tickets) if (endsAtMs <= now) this.end(id);
    const own = [...this.#tickets].filter(([, ticket]) => ticket.owner === owner);
    for (const [id] of own.slice(0, Math.max(0, own.length - EACH + 1))) this.end(id);
    const id = randomBytes(TICKET_BYTES).toString("base64url");
    this.#tickets.set(id, { owner, value, endsAtMs: now + this.#lifeMs as MonotonicMs });
    return id;
  }

  find(id: string): T | undefined {
    const ticket = this.#tickets.get(id);
    if (ticket === undefined || ticket.endsAtMs <= this.#clock.monotonicMs()) return undefined;
    return ticket.value;
  }

  /** False: it has ended before. */
  end(id: string): boolean {
    return this.#tickets.delete(id);
  }
}
