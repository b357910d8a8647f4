import type { StoreAccess } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import type { FailedAttempts } from "./failed_attempts.ts";
import type { Lockout } from "./lockout.ts";
import type { Passwords } from "./passwords.ts";
import type { People } from "./people.ts";

/** What setting up, signing in and changing what proves a person have in common. */
export interface AccountParts {
  readonly store: StoreAccess;
  readonly clock: Clock;
  readonly people: People;
  readonly passwords: Passwords;
  readonly lockout: Lockout;
  readonly attempts: FailedAttempts;
}
