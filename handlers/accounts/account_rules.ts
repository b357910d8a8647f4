/** What names, roles and passwords may be. */
import { fail, ok, type Result } from "../../devices/result.ts";
import { isVisible } from "../../devices/printable.ts";
import { type AccountProblem, problem } from "./account_problem.ts";
import { PERSON_ROLES, type PersonRole } from "./person.ts";

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const FULL_NAME_LIMIT = 128;
const LABEL_LIMIT = 64;
const PASSWORD_LEAST = 12;
const PASSWORD_LIMIT = 128;
/** Fewer different characters than this make a pattern, whatever the length. */
const DISTINCT_LEAST = 4;

/** Whatever is typed as a name, as accounts have it. */
export function typedName(text: string): string {
  return text.trim().toLowerCase();
}

/** The full name as it is kept; the problem with these names. */
export function checkNames(name: string, fullName: string): Result<string, AccountProblem> {
  return NAME.test(name)
    ? checkFullName(fullName)
    : fail(problem("invalid-name", { field: "name" }));
}

export function checkFullName(text: string): Result<string, AccountProblem> {
  const full = text.trim().normalize("NFC").replace(/\p{Zs}+/gu, " ");
  const isName = full !== "" && full.length <= FULL_NAME_LIMIT && isVisible(full);
  return isName ? ok(full) : fail(problem("invalid-full-name", { field: "fullName" }));
}

/** The roles in the order in which they are listed. */
export function checkRoles(roles: readonly string[]): Result<PersonRole[], AccountProblem> {
  const known = PERSON_ROLES.filter((role) => roles.includes(role));
  const isSet = known.length > 0 && known.length === roles.length;
  return isSet ? ok(known) : fail(problem("invalid-roles", { field: "roles" }));
}

export function checkLabel(text: string): Result<string, AccountProblem> {
  const label = text.trim();
  const isLabel = label !== "" && label.length <= LABEL_LIMIT && isVisible(label);
  return isLabel ? ok(label) : fail(problem("invalid-label", { field: "label" }));
}

/**
 * What is wrong with a new password: its length, or that it is among the first that others try
 * (NIST SP 800-63B-4, section 3.1.1.2, which asks for no mix of kinds of characters).
 * @param field The input that it is.
 */
export function passwordProblem(
  password: string,
  name: string,
  field: string,
): AccountProblem | undefined {
  const { length } = [...password.normalize("NFC")];
  if (length < PASSWORD_LEAST) return problem("password-too-short", { field });
  if (length > PASSWORD_LIMIT) return problem("password-too-long", { field });
  if (isMadeOf(password, [lettersOf(name)])) return problem("password-is-name", { field });
  const isCommon = isPattern(password) || isMadeOf(password, COMMON);
  return isCommon ? problem("password-is-common", { field }) : undefined;
}

/** Words that passwords are made of first, by people of these countries and of this work. */
const COMMON =
  ("password passwort wachtwoord motdepasse welcome welkom willkommen bienvenue letmein iloveyou " +
    "qwerty qwertyuiop azerty azertyuiop qwertz qwertzuiop asdfghjkl abcdefghijkl admin administrator " +
    "vigil gateway dispatch meldkamer police politie polizei secret geheim sunshine princess football")
    .split(" ");

/** Whether a password is one of the words, however often, with digits and signs anywhere. */
function isMadeOf(password: string, words: readonly string[]): boolean {
  const letters = lettersOf(password);
  return letters !== "" && words.some((word) =>
    word !== "" && letters.length % word.length === 0 &&
    letters === word.repeat(letters.length / word.length)
  );
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}]/gu, "");
}

/** The same few characters over and over, or digits that count up or down. */
function isPattern(password: string): boolean {
  if (new Set(password).size < DISTINCT_LEAST) return true;
  if (!/^\d+$/.test(password)) return false;
  const steps = new Set(
    [...password].slice(1).map((digit, at) => (Number(digit) - Number(password[at]) + 10) % 10),
  );
  return steps.size === 1;
}
