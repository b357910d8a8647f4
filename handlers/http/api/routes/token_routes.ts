/**
 * Tokens of programs, and the personal tokens of people. A token is shown once, when it is made;
 * personal ones are made by their owners only.
 */
import { isVisible } from "../../../../devices/printable.ts";
import * as z from "zod";
import {
  type Author,
  type Reader,
  ROLES,
  type StoreWriter,
  type TokenRecord,
} from "../../../../db/store.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { type Clock, isoTimeOf } from "../../../../devices/time.ts";
import { PERSON_ROLES } from "../../../accounts/accounts.ts";
import { authorOf } from "../../server/access/auth.ts";
import { isNameTaken, newToken, TOKEN_NAME_LIMIT } from "../../server/access/credentials.ts";
import type { StreamPolls } from "../../../delivery/streams/stream_polls.ts";
import { type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { lineOfText } from "../schemas.ts";

const DAYS_LIMIT = 3_650;

export interface TokenRoutePorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly polls: Pick<StreamPolls, "find">;
}

const newTokenRequest = z.strictObject({
  name: lineOfText(TOKEN_NAME_LIMIT).min(1).refine(
    isVisible,
    "must be of characters that are seen",
  ),
  role: z.enum(ROLES),
  stream: z.string().optional().describe("For role `dispatch`, and only for it"),
  days: z.int().min(1).max(DAYS_LIMIT).optional().describe("Absent: it does not end"),
});
type NewTokenRequest = z.output<typeof newTokenRequest>;

const tokenInfo = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  stream: z.string().optional(),
  owner: z.string().optional().describe("Name of the account; present: it is a personal token"),
  scope: z.enum(["act", "read"]).optional()
    .describe("Of a personal token: what its owner may do in its role, or only look"),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
  revokedAt: z.iso.datetime().optional(),
});
const tokenId = z.strictObject({ id: z.string().describe("Id of the token") });
const admins = { roles: ["admin"] } as const;

export function tokenRoutes(ports: TokenRoutePorts): Route[] {
  // The own one first: its address is one of an id as well.
  return [listRoute(ports), createRoute(ports), ownRoute(ports), ...revokeRoutes(ports)];
}

function listRoute({ reader }: TokenRoutePorts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/tokens",
    access: admins,
    shows: "nothing",
    summary: "Tokens, ended ones too, without their secrets",
    answers: jsonAnswer("Tokens", z.object({ tokens: z.array(tokenInfo) })),
    handle: ({ context }) => context.json({ tokens: reader.tokens.all().map(toInfo) }),
  });
}

function toInfo(record: TokenRecord): z.output<typeof tokenInfo> {
  const { id, name, owner, role, scope, stream, expiresAtUnixMs, revokedAtUnixMs } = record;
  return defined({
    id,
    name,
    role,
    stream,
    owner: owner?.name,
    scope,
    createdAt: isoTimeOf(record.createdAtUnixMs),
    expiresAt: isoTimeOf(expiresAtUnixMs),
    revokedAt: isoTimeOf(revokedAtUnixMs),
  });
}

function createRoute({ reader, store, clock, polls }: TokenRoutePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/tokens",
    access: admins,
    shows: "nothing",
    summary: "Make a token",
    description:
      "The answer is the only place where the token is ever shown. A client certificate " +
      "counts as the token that is named like its CN.",
    body: newTokenRequest,
    answers: jsonAnswer("The token", tokenInfo.extend({ token: z.string() }), 201),
    refusals: [409, 503],
    async handle({ body, caller, context, source }) {
      const wrong = streamProblem(body, polls) ?? nameProblem(body, reader, clock);
      if (wrong !== undefined) return refuse(wrong);
      const { token, record } = newToken(defined(body), clock.expiryUnixMs());
      await store.write("createToken", { ...record, by: authorOf(caller!, source) });
      return context.json({ token, ...toInfo(reader.tokens.byHash(record.hash)!) }, 201);
    },
  });
}

function streamProblem(
  { role, stream }: NewTokenRequest,
  polls: Pick<StreamPolls, "find">,
): Refusal | undefined {
  if (role !== "dispatch") {
    return stream === undefined ? undefined : streamRefusal("only a dispatch token has a stream");
  }
  if (stream === undefined) return streamRefusal("a dispatch token needs the stream that it polls");
  if (polls.find(stream) !== undefined) return undefined;
  return streamRefusal("there is no destination of type `stream` of this name");
}

function streamRefusal(message: string): Refusal {
  return {
    status: 422,
    error: "invalid-request",
    message: `Cannot make the token: ${message}. Correct the fields listed in \`details\``,
    details: [{ field: "body.stream", message }],
  };
}

function nameProblem(
  { name }: NewTokenRequest,
  reader: Reader,
  clock: Clock,
): Refusal | undefined {
  if (!isNameTaken(name, reader, clock.expiryUnixMs())) return undefined;
  return {
    status: 409,
    error: "name-taken",
    message:
      `Cannot make the token: a valid one or an account is named ${JSON.stringify(name)}. Choose ` +
      "another name, or revoke that token",
  };
}

/** The end of the personal token that asks for it, for its owner may not be near a page. */
function ownRoute(ports: TokenRoutePorts): Route {
  return defineRoute({
    method: "DELETE",
    path: "/v1/tokens/self",
    access: { roles: PERSON_ROLES, isPersonal: true },
    shows: "nothing",
    isRead: true,
    keeps: "Its end is kept in the audit chain.",
    summary: "End the personal token that is used, at once",
    description: "Also one that only reads: it takes nothing but itself away.",
    answers: { 204: { description: "It no longer holds" } },
    refusals: [404, 503],
    handle: ({ caller, source }) => revoke(caller!.tokenId!, authorOf(caller!, source), ports),
  });
}

/** By path, or by query for clients that keep to the collection's address. */
function revokeRoutes(ports: TokenRoutePorts): Route[] {
  const common = {
    method: "DELETE",
    access: admins,
    shows: "nothing",
    summary: "Revoke a token, at once",
    answers: { 204: { description: "It no longer holds" } },
    refusals: [404, 503],
  } as const;
  return [
    defineRoute({
      ...common,
      path: "/v1/tokens/{id}",
      params: tokenId,
      handle: ({ caller, params, source }) => revoke(params.id, authorOf(caller!, source), ports),
    }),
    defineRoute({
      ...common,
      path: "/v1/tokens",
      query: tokenId,
      handle: ({ caller, query, source }) => revoke(query.id, authorOf(caller!, source), ports),
    }),
  ];
}

async function revoke(
  id: string,
  by: Author,
  { store, clock }: TokenRoutePorts,
): Promise<Response> {
  const wasRevoked = await store.write("revokeToken", { id, by, atUnixMs: clock.unixMs() });
  return wasRevoked ? new Response(null, { status: 204 }) : refuse(NO_SUCH_TOKEN);
}

const NO_SUCH_TOKEN: Refusal = {
  status: 404,
  error: "unknown-token",
  message: "There is no token of this id that still holds: see GET /v1/tokens",
};
