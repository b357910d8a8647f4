/** Characters of a receiver's words that are shown. */
const SHOWN_LIMIT = 200;

/** One line of printable characters, whatever a receiver wrote. */
export function shownText(text: string): string {
  // deno-lint-ignore no-control-regex -- they are what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, " ").trim();
  return line.length > SHOWN_LIMIT ? `${line.slice(0, SHOWN_LIMIT)}…` : line;
}

/** A failure on one line for people. */
export function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || String((cause as { code?: string }).code ?? cause.name);
}
