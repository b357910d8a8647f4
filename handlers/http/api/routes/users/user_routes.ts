/** Accounts of people, for administrators. A one-time code is shown once, when it is made. */
import * as z from "zod";
import type { Author, Role } from "../../../../../db/store.ts";
import { fail, ok } from "../../../../../devices/result.ts";
import type { AccountResult, Accounts, Person } from "../../../../accounts/accounts.ts";
import { authorOf } from "../../../server/access/auth.ts";
import { refuse } from "../../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../../server/route.ts";
import { NO_SUCH_USER, userRefusal } from "./user_problem.ts";
import {
  newUserRequest,
  userChange,
  userInfo,
  userParams,
  userSchema,
  userWithCode,
} from "./user_schemas.ts";

const access = { roles: ["admin"] } as const;

export type UserAccounts = Pick<
  Accounts,
  "add" | "byName" | "disable" | "enable" | "list" | "rename" | "reset" | "setRoles"
>;

export interface UserRoutePorts {
  readonly accounts: UserAccounts;
}

/** An account, and the code by which its owner sets it up when there is one. */
interface Changed {
  readonly person: Person;
  readonly code?: string;
}

export function userRoutes({ accounts }: UserRoutePorts): Route[] {
  return [
    listRoute(accounts),
    addRoute(accounts),
    oneRoute(accounts),
    changeRoute(accounts),
    resetRoute(accounts),
  ];
}

function listRoute(accounts: UserAccounts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/users",
    access,
    shows: "nothing",
    summary: "Accounts of people, disabled ones too",
    answers: jsonAnswer("All, by name", z.object({ users: z.array(userSchema) })),
    handle: ({ context }) => context.json({ users: accounts.list().map(userInfo) }),
  });
}

function addRoute(accounts: UserAccounts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/users",
    access,
    shows: "nothing",
    summary: "Make an account",
    description: "The answer is the only place where the one-time code is ever shown. By it the " +
      "owner chooses a password and a second factor: no one else ever knows them.",
    body: newUserRequest,
    answers: jsonAnswer("It, and its code", userWithCode, 201),
    refusals: [409, 503],
    handle: async ({ body, caller, source }) =>
      answer(await accounts.add(body, authorOf(caller!, source)), 201),
  });
}

function oneRoute(accounts: UserAccounts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/users/{name}",
    access,
    shows: "nothing",
    summary: "An account",
    params: userParams,
    answers: jsonAnswer("It", userSchema),
    refusals: [404],
    handle({ context, params }) {
      const person = accounts.byName(params.name);
      return person === undefined
        ? refuse(userRefusal(NO_SUCH_USER))
        : context.json(userInfo(person));
    },
  });
}

function changeRoute(accounts: UserAccounts): Route {
  return defineRoute({
    method: "PATCH",
    path: "/v1/users/{name}",
    access,
    shows: "nothing",
    summary: "Change what a person may do, disable an account or enable it again",
    description:
      "It holds from the next request on, of sessions and personal tokens too. The last " +
      "administrator who can sign in stays one: `vigil user` on the gateway may end that.",
    params: userParams,
    body: userChange,
    answers: jsonAnswer("It; `code` when it was enabled", userWithCode.partial({ code: true })),
    refusals: [404, 409, 503],
    handle: async ({ body, caller, params, source }) =>
      answer(await change(accounts, params.name, body, authorOf(caller!, source))),
  });
}

/**
 * One after the other, first what may be refused, so that a change is made whole or not at all. What an
 * account is already is no change.
 */
async function change(
  accounts: UserAccounts,
  name: string,
  { disabled, fullName, roles }: z.output<typeof userChange>,
  by: Author,
): Promise<AccountResult<Changed>> {
  const found = accounts.byName(name);
  if (found === undefined) return fail(NO_SUCH_USER);
  let changed: AccountResult<Changed> = ok({ person: found });
  if (disabled === true && !found.isDisabled) {
    changed = withoutCode(await accounts.disable(name, by));
  }
  if (changed.ok && roles !== undefined && !isSame(roles, found.roles)) {
    changed = withoutCode(await accounts.setRoles(name, roles, by));
  }
  if (changed.ok && fullName !== undefined && fullName !== found.fullName) {
    changed = withoutCode(await accounts.rename(name, fullName, by));
  }
  const isEnabled = changed.ok && disabled === false && found.isDisabled;
  return isEnabled ? await accounts.enable(name, by) : changed;
}

function isSame(roles: readonly Role[], others: readonly Role[]): boolean {
  return new Set(roles).size === others.length && others.every((role) => roles.includes(role));
}

function withoutCode(done: AccountResult<Person>): AccountResult<Changed> {
  return done.ok ? ok({ person: done.value }) : done;
}

function resetRoute(accounts: UserAccounts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/users/{name}/reset",
    access,
    shows: "nothing",
    summary: "End all that proves a person, and give a new one-time code",
    description:
      "For a lost phone or a forgotten password. Sessions and personal tokens end at once. " +
      "One that is disabled is enabled instead, with PATCH.",
    params: userParams,
    body: z.strictObject({}),
    answers: jsonAnswer("It, and its code", userWithCode),
    refusals: [404, 409, 503],
    handle: async ({ caller, params, source }) =>
      answer(await accounts.reset(params.name, authorOf(caller!, source))),
  });
}

function answer(done: AccountResult<Changed>, status: 200 | 201 = 200): Response {
  if (!done.ok) return refuse(userRefusal(done.error));
  const { code, person } = done.value;
  const headers = { "cache-control": "no-store" };
  return Response.json({ ...userInfo(person), ...(code && { code }) }, { status, headers });
}
