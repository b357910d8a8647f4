/**
 * Waits for a state, looking every few milliseconds. The limit only ends a test that hangs: it is no
 * promise, and so long that a busy machine keeps it. @throws when it does not come in time.
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Waiting until ${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
