/** Which of the known words a person may have meant. */

/** Letters of a word for each slip that is forgiven. */
const LETTERS_PER_SLIP = 3;

/**
 * The word that takes fewest slips to come from: a letter wrong, missing, too many, or two swapped
 * (optimal string alignment). Undefined when none is near enough to be meant.
 */
export function nearest(written: string, words: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.floor(written.length / LETTERS_PER_SLIP));
  const [best] = words
    .map((word) => ({ word, slips: slipsBetween(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ slips, word }) => slips <= allowed && slips < word.length)
    .sort((a, b) => a.slips - b.slips);
  return best?.word;
}

function slipsBetween(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      next[column] = Math.min(
        last[column]! + 1,
        next[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
        isSwapped ? beforeLast[column - 2]! + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, next];
  }
  return last[to.length]!;
}
