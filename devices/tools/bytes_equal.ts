/**
 * Whether two arrays hold the same bytes. It ends at the first difference, so it is not for what
 * proves a sender: compare tags and tokens in constant time.
 */
export function bytesEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && startsWithBytes(a, b);
}

/** Whether an array begins with these bytes. */
export function startsWithBytes(bytes: ArrayLike<number>, prefix: ArrayLike<number>): boolean {
  if (bytes.length < prefix.length) return false;
  for (let at = 0; at < prefix.length; at++) if (bytes[at] !== prefix[at]) return false;
  return true;
}
