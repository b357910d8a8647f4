/**
 * What pages have shown of victims and of the audit chain, kept with who looked. A page that reads
 * itself again is one look that goes on: only what it shows for the first time is kept then.
 */
import type { AuditEntry, AuditSubject, Author } from "../../../db/store.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import { BoundedMap, BoundedSet } from "../../../devices/tools/bounded_map.ts";

/** What one page shows. */
export interface Look extends Pick<AuditEntry, "what" | "details"> {
  /** Those that are known by name; none where there is none of them. */
  readonly subjects: readonly AuditSubject[];
}

/** An answer, and what of victims or of the chain is in it. */
export interface LookedAt {
  readonly response: Response;
  /** Absent: nothing of it, as in a page that says that there is no such incident. */
  readonly look?: Look;
}

export interface LooksPorts {
  readonly clock: Clock;
  /** Keeps a look; it is waited for as long as the reader of an alarm can wait. */
  readonly auditTrail: { look(look: Omit<AuditEntry, "atUnixMs">): Promise<void> };
}

/** Who looks, at which page, and whether the page asked by itself. */
export interface Looking {
  readonly by: Author;
  /** What is the same for one browser of one reader, and for no other. */
  readonly session: string;
  /** Path without its query. */
  readonly page: string;
  readonly isRefresh: boolean;
}

/** Pages of sessions that are remembered; the oldest is forgotten first, and kept again when seen. */
const PAGES_LIMIT = 2_000;
/** Subjects of one page of a session that are remembered, likewise. */
const SUBJECTS_LIMIT = 2_000;
/** A page that is open for longer is looked at again, in ms: a session lasts no longer. */
const REMEMBERED_MS = 12 * 3_600_000;

interface OpenPage {
  readonly openedAtMs: MonotonicMs;
  readonly subjects: BoundedSet<string>;
}

/** Keeps what pages show. */
export class Looks {
  readonly #ports: LooksPorts;
  readonly #open = new BoundedMap<string, OpenPage>(PAGES_LIMIT);

  constructor(ports: LooksPorts) {
    this.#ports = ports;
  }

  /** Keeps one look as one entry; none, where nothing is shown or, on a page that reads itself, nothing new. */
  async keep(looking: Looking, { subjects, ...look }: Look): Promise<void> {
    const fresh = this.#remember(looking, subjects);
    const shown = looking.isRefresh ? fresh : subjects;
    if (shown.length === 0) return;
    await this.#ports.auditTrail.look({ ...look, by: looking.by, subjects: shown });
  }

  /** The subjects that the page has not shown to this session before; they are remembered. */
  #remember({ page, session }: Looking, subjects: readonly AuditSubject[]): AuditSubject[] {
    const known = this.#pageOf(`${session} ${page}`).subjects;
    const fresh = subjects.filter((subject) => !known.has(nameOf(subject)));
    for (const subject of subjects) known.add(nameOf(subject));
    return fresh;
  }

  #pageOf(key: string): OpenPage {
    const now = this.#ports.clock.monotonicMs();
    const known = this.#open.get(key);
    if (known !== undefined && now - known.openedAtMs < REMEMBERED_MS) return known;
    const opened = { openedAtMs: now, subjects: new BoundedSet<string>(SUBJECTS_LIMIT) };
    this.#open.set(key, opened);
    return opened;
  }
}

function nameOf({ id, kind }: AuditSubject): string {
  return `${kind} ${id}`;
}
