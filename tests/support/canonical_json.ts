import { createHash } from "node:crypto";

/**
 * Canonical JSON (RFC 8785), written apart from the program's own so that the two check each
 * other. ECMAScript writes numbers and strings as the RFC asks; only the order of members is ours.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** Members of an event that its hash does not cover. */
const OUTSIDE = ["hash", "sequence", "durable", "streamsequence", "previoushash"];

/** The hash that an event must bear: SHA-256 in hex. */
export function hashOfEvent(event: object): string {
  const covered = Object.entries(event).filter(([name]) => !OUTSIDE.includes(name));
  return createHash("sha256").update(canonicalJson(Object.fromEntries(covered))).digest("hex");
}
