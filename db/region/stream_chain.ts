/**
 * How far a stream of a gateway is known without a gap. Its events are numbered from 1 and each bears
 * the hash of the one before it; urgent ones come before their turn.
 */

/** Before the first event of a stream. */
const FIRST_PREVIOUS = "0".repeat(64);

/** What is known of one number; without a hash it was shed, and will not come. */
export interface StreamLink {
  readonly number: number;
  readonly hash: string | null;
  readonly previous: string | null;
}

export interface StreamEnd {
  /** All numbers up to it have come, or were shed. */
  readonly complete: number;
  /** Of the event of that number; null: it was shed, and what follows cannot be held against it. */
  readonly hash: string | null;
  /** Links that did not fit: something between two events was changed, or taken out. */
  readonly broken: number;
}

/** Of a stream of which nothing has come. */
export const NEW_STREAM: StreamEnd = { complete: 0, hash: FIRST_PREVIOUS, broken: 0 };

/** The end after the links that follow it without a gap. @param links In order of their numbers. */
export function advanceStream(end: StreamEnd, links: Iterable<StreamLink>): StreamEnd {
  let { broken, complete, hash } = end;
  for (const link of links) {
    if (link.number !== complete + 1) break;
    complete++;
    if (link.hash !== null && hash !== null && link.previous !== hash) broken++;
    hash = link.hash;
  }
  return { complete, hash, broken };
}
