/** Shapes of what the routes about accounts take and give. */
import * as z from "zod";
import { type Person, PERSON_ROLES } from "../../../../accounts/accounts.ts";
import { isoTimeOf } from "../../../../../devices/time.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import { lineOfText } from "../../schemas.ts";

const FULL_NAME_LIMIT = 128;

const time = z.iso.datetime();
const roles = z.array(z.enum(PERSON_ROLES)).min(1).max(PERSON_ROLES.length)
  .describe("Any of them, at least one");
const fullName = lineOfText(FULL_NAME_LIMIT).trim().min(1)
  .describe("As colleagues know the person");

/** Whose account. */
export const userParams = z.object({
  name: z.string().describe("What its owner types to sign in"),
});

export const newUserRequest = z.strictObject({
  name: z.string().describe(
    "What its owner types to sign in, for good: lower case letters, digits, `.`, `_` and `-`",
  ),
  fullName,
  roles,
});

export const userChange = z.strictObject({
  roles: roles.optional(),
  fullName: fullName.optional(),
  disabled: z.boolean().optional()
    .describe("True ends all that the account can do, at once. False: it is set up again"),
}).refine((change) => Object.keys(change).length > 0, "say what is to change");

export const userSchema = z.object({
  id: z.string().describe("16 hex digits, as in the audit chain"),
  name: z.string(),
  fullName: z.string(),
  roles: z.array(z.enum(PERSON_ROLES)),
  disabled: z.boolean(),
  setUp: z.boolean().describe("Its owner has chosen what proves him; until then, no one signs in"),
  totp: z.boolean().describe("Whether it has a second factor by time-based codes (RFC 6238)"),
  passkeys: z.array(z.object({ label: z.string(), created: time, used: time.optional() })),
  recoveryCodesLeft: z.int(),
  created: time,
}).meta({ id: "User" });

export const userWithCode = userSchema.extend({
  code: z.string().describe(
    "Its owner enters it on the console's page /set-up, within 72 h. It is shown here and never again",
  ),
});

/** An account as it is shown: nothing in it proves anybody. */
export function userInfo(person: Person): z.output<typeof userSchema> {
  return {
    id: person.id,
    name: person.name,
    fullName: person.fullName,
    roles: PERSON_ROLES.filter((role) => person.roles.includes(role)),
    disabled: person.isDisabled,
    setUp: person.isSetUp,
    totp: person.hasTotp,
    passkeys: person.passkeys.map(({ createdAtUnixMs, label, usedAtUnixMs }) =>
      defined({ label, created: isoTimeOf(createdAtUnixMs), used: isoTimeOf(usedAtUnixMs) })
    ),
    recoveryCodesLeft: person.recoveryCodesLeft,
    created: isoTimeOf(person.createdAtUnixMs),
  };
}
