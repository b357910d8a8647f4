/** The addresses of tokens of programs, for administrators. */
import { type Role, StoreError, type TokenRecord } from "../../../../db/store.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { holds, newToken, type TokenFacts } from "../../server/access/credentials.ts";
import { problemWithToken, type TokenProblem } from "../../server/access/program_token.ts";
import { readForm } from "../form.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import {
  NewTokenPage,
  RevokeTokenPage,
  TokensPage,
  type TypedToken,
} from "../pages/system/tokens_page.tsx";
import { messagePage, page } from "../reply.tsx";

const common = { access: { roles: ["admin"] }, shows: "nothing" } as const;
const PATH = "/system/tokens";

export const TOKEN_PAGES: readonly PageDefinition[] = [
  definePage({ ...common, method: "GET", path: PATH, handle: (call) => list(call, {}, 200) }),
  definePage({ ...common, method: "POST", path: PATH, handle: make }),
  definePage({ ...common, method: "GET", path: `${PATH}/{id}/revoke`, handle: askToRevoke }),
  definePage({ ...common, method: "POST", path: `${PATH}/{id}/revoke`, handle: revoke }),
];

type Status = 200 | 400 | 413 | 415 | 422 | 503;

function list({ context, ports, visit }: PageCall, typed: TypedToken, status: Status): Response {
  const now = ports.clock.expiryUnixMs();
  const tokens = ports.reader.tokens.all().filter((token) => holds(token, now));
  const shown = <TokensPage tokens={tokens} typed={typed} visit={visit} />;
  return page(context, shown, status);
}

async function make(call: PageCall): Promise<Response> {
  const { by, context, ports: { clock, polls, reader, store }, visit } = call;
  const { problems } = visit.locale.messages.system.tokens;
  const form = await readForm(context);
  if (!form.ok) return list(call, { problem: { text: problems.form } }, form.error);
  const text = (name: string) => form.value.get(name)?.trim() ?? "";
  const typed = {
    name: text("name"),
    role: text("role"),
    stream: text("stream"),
    days: text("days"),
  };
  const asked: TokenFacts = defined({
    name: typed.name,
    role: typed.role as Role,
    stream: typed.stream || undefined,
    days: /^\d{1,4}$/.test(typed.days) ? Number(typed.days) : 0,
  });
  const now = clock.expiryUnixMs();
  const isStream = (name: string) => polls.find(name) !== undefined;
  const code = problemWithToken(asked, { reader, isStream, now });
  if (code !== undefined) {
    return list(call, { ...typed, problem: { field: FIELDS[code], text: problems[code] } }, 422);
  }
  const { record, token } = newToken(asked, now);
  try {
    await store.write("createToken", { ...record, by });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return list(call, { ...typed, problem: { text: problems["not-kept"] } }, 503);
  }
  return page(context, <NewTokenPage name={typed.name} token={token} visit={visit} />);
}

/** The input that a problem is about. */
const FIELDS: Readonly<Record<TokenProblem, string>> = {
  name: "name",
  taken: "name",
  role: "role",
  stream: "stream",
  "no-stream": "stream",
  days: "days",
};

/** The valid token of a program that an address names. */
function meantBy({ context, ports }: PageCall): TokenRecord | undefined {
  const id = context.req.param("id");
  const now = ports.clock.expiryUnixMs();
  return ports.reader.tokens.all().find((token) =>
    token.id === id && token.owner === undefined && holds(token, now)
  );
}

function askToRevoke(call: PageCall): Response {
  const token = meantBy(call);
  if (token === undefined) return unknown(call);
  return page(call.context, <RevokeTokenPage token={token} visit={call.visit} />);
}

async function revoke(call: PageCall): Promise<Response> {
  const { by, context, ports: { clock, store }, visit } = call;
  const token = meantBy(call);
  if (token === undefined) return unknown(call);
  try {
    await store.write("revokeToken", { id: token.id, by, atUnixMs: clock.unixMs() });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const problem = { text: visit.locale.messages.system.tokens.problems["not-kept"] };
    return page(context, <RevokeTokenPage token={token} problem={problem} visit={visit} />, 503);
  }
  return context.redirect(PATH, 303);
}

function unknown(call: PageCall): Response {
  const { tokens } = call.visit.locale.messages.system;
  return messagePage(call, tokens.unknown, { href: PATH, name: tokens.title }, 404);
}
