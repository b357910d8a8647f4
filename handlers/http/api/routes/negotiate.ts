/** Which of several representations a client wants (RFC 9110 §12.5.1). */

/** The available media type that `accept` rates highest, the first of equals; undefined: none. */
export function negotiate(
  accept: string | undefined,
  available: readonly string[],
): string | undefined {
  const ranges = (accept ?? "*/*").split(",").map(readRange);
  let best: string | undefined;
  let bestQuality = 0;
  for (const type of available) {
    const quality = qualityOf(type, ranges);
    if (quality > bestQuality) [best, bestQuality] = [type, quality];
  }
  return best;
}

interface MediaRange {
  readonly range: string;
  readonly quality: number;
}

function readRange(text: string): MediaRange {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { range, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most specific range that a type falls under decides. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  for (const range of [type, `${type.split("/")[0]}/*`, "*/*"]) {
    const found = ranges.find((candidate) => candidate.range === range);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
