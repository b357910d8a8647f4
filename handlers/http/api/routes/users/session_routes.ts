/** Who of an account is signed in at the console, for administrators. */
import * as z from "zod";
import { type Clock, isoTimeOf } from "../../../../../devices/time.ts";
import type { Accounts, Person } from "../../../../accounts/accounts.ts";
import { authorOf } from "../../../server/access/auth.ts";
import { type Refusal, refuse } from "../../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../../server/route.ts";
import { keepLook, type LookPorts } from "../../looks.ts";
import { NO_SUCH_USER, userRefusal } from "./user_problem.ts";
import { userParams } from "./user_schemas.ts";

const access = { roles: ["admin"] } as const;
const time = z.iso.datetime();

const sessionSchema = z.object({
  id: z.string().describe("Stands for the session, and opens nothing"),
  started: time,
  used: time,
  from: z.string().describe("Address that the person signed in from"),
  agent: z.string().describe("What the browser calls itself"),
}).meta({ id: "Session" });

/** A session of the console. */
interface SessionInfo {
  readonly name: string;
  /** Of the account when it began; one of an older generation holds no longer. */
  readonly generation: number;
  readonly startedAgoMs: number;
  readonly usedAgoMs: number;
  readonly source: string;
  readonly agent: string;
}

/** Those that last. */
export interface SessionList {
  /** @param user Number of the account. */
  of(user: number): readonly SessionInfo[];
  /** False: it is none of this account. */
  endNamed(name: string, user: number): boolean;
}

export interface SessionRoutePorts extends LookPorts {
  readonly accounts: Pick<Accounts, "byName" | "endSessions">;
  readonly sessions: SessionList;
  readonly clock: Clock;
}

export function sessionRoutes(ports: SessionRoutePorts): Route[] {
  return [listRoute(ports), endRoute(ports)];
}

function listRoute({ accounts, clock, sessions }: SessionRoutePorts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/users/{name}/sessions",
    access,
    shows: "nothing",
    summary: "Sessions of a person at the console",
    params: userParams,
    answers: jsonAnswer("Those that last", z.object({ sessions: z.array(sessionSchema) })),
    refusals: [404],
    handle({ context, params }) {
      const person = accounts.byName(params.name);
      if (person === undefined) return refuse(userRefusal(NO_SUCH_USER));
      const those = sessions.of(person.number)
        .filter(({ generation }) => generation === person.generation);
      return context.json({ sessions: those.map((its) => toInfo(its, clock)) });
    },
  });
}

function toInfo(
  { agent, name, source, startedAgoMs, usedAgoMs }: SessionInfo,
  clock: Clock,
): z.output<typeof sessionSchema> {
  const now = clock.unixMs();
  const started = isoTimeOf(now - startedAgoMs);
  return { id: name, started, used: isoTimeOf(now - usedAgoMs), from: source, agent };
}

function endRoute(ports: SessionRoutePorts): Route {
  return defineRoute({
    method: "DELETE",
    path: "/v1/users/{name}/sessions",
    access,
    shows: "nothing",
    summary: "End a session of a person, or all of them, at once",
    params: userParams,
    query: z.strictObject({ id: z.string().optional().describe("Of the session; absent: all") }),
    answers: { 204: { description: "It no longer holds" } },
    refusals: [404, 503],
    async handle({ caller, params, query, source }) {
      const person = ports.accounts.byName(params.name);
      if (person === undefined) return refuse(userRefusal(NO_SUCH_USER));
      const refusal = query.id === undefined
        ? await endAll(person, ports, { caller, source })
        : await endOne(person, query.id, ports, { caller, source });
      return refusal === undefined ? new Response(null, { status: 204 }) : refuse(refusal);
    },
  });
}

type By = Parameters<typeof keepLook>[1];

async function endAll(person: Person, ports: SessionRoutePorts, { caller, source }: By) {
  const done = await ports.accounts.endSessions(person.name, authorOf(caller!, source));
  return done.ok ? undefined : userRefusal(done.error);
}

/** What ends a session waits for no disk. */
async function endOne(person: Person, id: string, ports: SessionRoutePorts, by: By) {
  if (!ports.sessions.endNamed(id, person.number)) return NO_SUCH_SESSION;
  const subjects = [{ kind: "account", id: person.name }] as const;
  await keepLook(ports, by, { what: "session-ended", subjects });
  return undefined;
}

const NO_SUCH_SESSION: Refusal = {
  status: 404,
  error: "unknown-session",
  message: "This person has no such session: see GET /v1/users/{name}/sessions",
};
