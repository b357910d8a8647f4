/** The range of a delay that doubles. */
export interface DelayRange {
  /** After the first failure, in ms. */
  readonly firstMs: number;
  /** Never more, in ms. */
  readonly lastMs: number;
}

/**
 * How long to wait after so many failures in a row: the first delay, twice that, four times …
 * @param failures From 1; less counts as 1.
 * @returns Milliseconds.
 */
export function exponentialDelayMs(failures: number, { firstMs, lastMs }: DelayRange): number {
  return Math.min(firstMs * 2 ** Math.max(0, failures - 1), lastMs);
}
