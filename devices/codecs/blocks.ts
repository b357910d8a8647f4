/**
 * Messages that are blocks one behind the other, each as long as its beginning says.
 *
 *     known │ known │ unknown … │ known │ known
 *
 * A block that is not known has no end. It hides neither what stands before it nor what stands
 * behind it: reading goes on at the next place from which known blocks reach to the very end.
 */

/** What a message is made of. */
export interface Blocks {
  /** Whole and known, in their order. */
  readonly known: readonly Uint8Array[];
  /** What stands between and behind them; a known block whose end is lost is the last of these. */
  readonly unknown: readonly Uint8Array[];
}

export interface BlockForm {
  /** Bytes of the block that begins here, its number included, at least 1; undefined: not known. */
  sizeOf(rest: Uint8Array): number | undefined;
  /** Whether what has the right length can be such a block: asked behind an unknown one only. */
  isLikely(block: Uint8Array): boolean;
}

/** Takes a message apart. */
export function splitBlocks(message: Uint8Array, form: BlockForm): Blocks {
  const known: Uint8Array[] = [];
  const unknown: Uint8Array[] = [];
  for (let at = 0; at < message.length;) {
    const size = form.sizeOf(message.subarray(at));
    if (size !== undefined && at + size <= message.length) {
      known.push(message.subarray(at, at + size));
      at += size;
    } else {
      const next = nextKnown(message, at + 1, form);
      unknown.push(message.subarray(at, next));
      at = next;
    }
  }
  return { known, unknown };
}

/** The first place from which likely blocks reach to the end; the end itself where there is none. */
function nextKnown(message: Uint8Array, from: number, form: BlockForm): number {
  const reaches = new Array<boolean>(message.length + 1).fill(false);
  reaches[message.length] = true;
  for (let at = message.length - 1; at >= from; at--) {
    const size = form.sizeOf(message.subarray(at));
    const end = at + (size ?? Infinity);
    reaches[at] = reaches[end] === true && form.isLikely(message.subarray(at, end));
  }
  return reaches.indexOf(true, from);
}
