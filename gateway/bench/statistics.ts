/** What is made of samples. */

/**
 * The smallest sample that at least a share of all samples does not exceed (nearest rank).
 * @param share From 0, the smallest, to 1, the largest.
 */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new RangeError("Percentile of no samples");
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** How many a second, when so many took a time in milliseconds. */
export function perSecond(count: number, tookMs: number): number {
  return count * 1_000 / tookMs;
}
