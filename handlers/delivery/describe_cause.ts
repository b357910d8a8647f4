/** A failure on one line for people. */
export function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || String((cause as { code?: string }).code ?? cause.name);
}
