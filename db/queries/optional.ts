/** A column that may be null, as a value that may be absent. */
export function optional<T>(value: unknown): T | undefined {
  return (value ?? undefined) as T | undefined;
}
