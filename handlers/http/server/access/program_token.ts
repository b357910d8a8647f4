/** What a token of a program has to be, wherever it is made. */
import { type Reader, ROLES } from "../../../../db/store.ts";
import type { UnixMs } from "../../../../devices/time.ts";
import { isNameTaken, isTokenName, type TokenFacts } from "./credentials.ts";

/** Longest that a token holds, in days. */
export const TOKEN_DAYS_LIMIT = 3_650;

/** `stream`: dispatch polls one that there is; `no-stream`: of other roles there is none. */
export type TokenProblem = "name" | "taken" | "role" | "stream" | "no-stream" | "days";

export interface TokenRules {
  readonly reader: Pick<Reader, "tokens" | "users">;
  readonly isStream: (name: string) => boolean;
  readonly now: UnixMs;
}

/** What is wrong with a token that is asked for; undefined: nothing. */
export function problemWithToken(
  { days, name, role, stream }: TokenFacts,
  { isStream, now, reader }: TokenRules,
): TokenProblem | undefined {
  if (!isTokenName(name)) return "name";
  if (isNameTaken(name, reader, now)) return "taken";
  if (!ROLES.includes(role)) return "role";
  if (role === "dispatch" && (stream === undefined || !isStream(stream))) return "stream";
  if (role !== "dispatch" && stream !== undefined) return "no-stream";
  const isPossible = days === undefined ||
    (Number.isInteger(days) && days >= 1 && days <= TOKEN_DAYS_LIMIT);
  return isPossible ? undefined : "days";
}
