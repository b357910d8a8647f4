/** `vigil token …`: tokens of programs and of people. Works beside a running gateway and holds at once. */
import type { Reader, Role, TokenRecord } from "../../db/store.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { defined } from "../../devices/tools/defined.ts";
import {
  isNameTaken,
  isTokenName,
  newToken,
  TOKEN_NAME_LIMIT,
} from "../../handlers/http/server/access/credentials.ts";
import type { Config } from "../config/config.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { actor } from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

export interface TokenCreateOptions extends CommandOptions {
  readonly name: string;
  readonly role: Role;
  readonly stream?: string;
  readonly days?: number;
}

/** Makes a token and prints it, the only time that it is shown. */
export function runTokenCreateCommand(options: TokenCreateOptions): Promise<number> {
  return withStore(options, async (store, config) => {
    const problem = problemWith(options, config, store.read);
    if (problem !== undefined) {
      report(`Cannot create the token: ${problem}`);
      return 1;
    }
    const { token, record } = newToken(options, commandTime(store.read));
    await store.write("createToken", { ...record, by: actor() });
    if (options.json) printJson({ token, id: record.id });
    else {
      print(token);
      report(`This is the only time that the token is shown. Its id is ${record.id}.`);
    }
    return 0;
  });
}

function problemWith(
  { name, role, stream }: TokenCreateOptions,
  config: Config,
  reader: Reader,
): string | undefined {
  if (!isTokenName(name)) {
    return `a name has 1 to ${TOKEN_NAME_LIMIT} characters, all of which are seen`;
  }
  if (reader.users.byName(name) !== undefined) {
    return `"${name}" is the name of an account: choose another name`;
  }
  if (isNameTaken(name, reader, commandTime(reader))) {
    return `there is a valid one named "${name}": revoke it or choose another name`;
  }
  if (role === "dispatch" && stream === undefined) {
    return "a dispatch token polls one stream: name it with --stream";
  }
  if (role !== "dispatch" && stream !== undefined) {
    return `only a token of role dispatch polls a stream, not ${role}: leave --stream out`;
  }
  if (stream === undefined || isDeclared(stream, config) || isStored(stream, reader)) return;
  return `no stream "${stream}": declare a [[destination]] of that name and type = "stream" first`;
}

function isDeclared(stream: string, config: Config): boolean {
  return config.destinations.some(({ name, type }) => name === stream && type === "stream");
}

function isStored(stream: string, reader: Reader): boolean {
  return reader.lanes.destinations().some(({ name, type }) => name === stream && type === "stream");
}

/** Lists the tokens of programs and of people, not their secrets. */
export function runTokenListCommand(options: CommandOptions): Promise<number> {
  return withStore(options, ({ read: reader }) => {
    const tokens = reader.tokens.all().map((token) => describe(token, commandTime(reader)));
    if (options.json) printJson(tokens);
    else if (tokens.length === 0) {
      report('There is no token yet: make one with "vigil token create NAME --role ROLE"');
    } else {
      printTable(
        ["ID", "NAME", "OWNER", "ROLE", "STREAM", "STATE", "EXPIRES"],
        tokens.map((token) => [
          token.id,
          token.name,
          token.owner ?? "-",
          token.role,
          token.stream ?? "-",
          token.state,
          token.expires ?? "never",
        ]),
      );
    }
    return 0;
  });
}

function describe(token: TokenRecord, now: number) {
  const {
    id,
    name,
    owner,
    role,
    scope,
    stream,
    createdAtUnixMs,
    expiresAtUnixMs,
    revokedAtUnixMs,
  } = token;
  const isExpired = expiresAtUnixMs !== undefined && expiresAtUnixMs <= now;
  return {
    id,
    name,
    role,
    ...defined({ stream, owner: owner?.name, scope }),
    state: revokedAtUnixMs !== undefined ? "revoked" : isExpired ? "expired" : "valid",
    created: isoTime(createdAtUnixMs as UnixMs),
    ...(expiresAtUnixMs === undefined ? {} : { expires: isoTime(expiresAtUnixMs as UnixMs) }),
  };
}

/** Makes a token worthless, at once. A name ends a program's token; one of a person goes by its id. */
export function runTokenRevokeCommand(
  options: CommandOptions & { readonly name: string },
): Promise<number> {
  return withStore(options, async (store) => {
    const meant = store.read.tokens.all().filter((token) =>
      token.revokedAtUnixMs === undefined &&
      (token.id === options.name || (token.name === options.name && token.owner === undefined))
    );
    const act = { by: actor(), atUnixMs: Date.now() };
    for (const { id } of meant) await store.write("revokeToken", { id, ...act });
    if (options.json) printJson({ revoked: meant.map(({ id }) => id) });
    for (const { id, name } of meant) report(`Revoked "${name}" (${id}): it is no longer valid`);
    if (meant.length > 0) return 0;
    report(
      `Cannot revoke "${options.name}": no valid token has that id or name: see "vigil token list"`,
    );
    return 1;
  });
}

/** The time as commands take it: never before what the gateway knows to be past. */
function commandTime(reader: Pick<Reader, "clock">): UnixMs {
  return Math.max(Date.now(), reader.clock.floor()?.unixMs ?? 0) as UnixMs;
}
