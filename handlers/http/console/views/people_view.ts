/** What the pages of people show, as plain values. */
import type { TokenRecord } from "../../../../db/store.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import type { Person } from "../../../accounts/accounts.ts";
import type { AccountStateName } from "../../../i18n/people/messages.ts";
import { holds } from "../../server/access/credentials.ts";
import type { ConsolePorts } from "../ports.ts";
import type { SessionInfo } from "../sessions.ts";

/** One person among all. */
export interface PersonLine {
  readonly person: Person;
  readonly state: AccountStateName;
  readonly hasSecondFactor: boolean;
  readonly openSessions: number;
  /** For the last time; absent: not as far as the audit log is kept. */
  readonly signedInAtUnixMs?: number;
}

/** All that is shown of one person. */
export interface PersonView extends PersonLine {
  readonly sessions: readonly SessionInfo[];
  /** Those that hold. */
  readonly tokens: readonly TokenRecord[];
}

type PeoplePorts = Pick<ConsolePorts, "accounts" | "clock" | "reader" | "sessions">;

/** Everybody, by name. */
export function readPeople(ports: PeoplePorts): PersonLine[] {
  return ports.accounts.list().map((person) => lineOf(ports, person));
}

/** The account of an id, 16 hex digits; undefined: there is none. */
export function findPerson(
  { accounts }: Pick<PeoplePorts, "accounts">,
  id: string | undefined,
): Person | undefined {
  return accounts.list().find((person) => person.id === id);
}

/** One person in full; undefined: there is none with this id. */
export function readPerson(ports: PeoplePorts, id: string | undefined): PersonView | undefined {
  const person = findPerson(ports, id);
  if (person === undefined) return undefined;
  const now = ports.clock.expiryUnixMs();
  return {
    ...lineOf(ports, person),
    sessions: sessionsOf(ports, person),
    tokens: ports.reader.tokens.ofOwner(person.number).filter((token) => holds(token, now)),
  };
}

function lineOf(ports: PeoplePorts, person: Person): PersonLine {
  return {
    person,
    state: stateOf(person),
    hasSecondFactor: person.hasTotp || person.passkeys.length > 0,
    openSessions: sessionsOf(ports, person).length,
    ...defined({ signedInAtUnixMs: ports.reader.auditSubjects.signedInAt(person.name) }),
  };
}

/** Those that hold: a reset, for one, has ended those of before. */
function sessionsOf({ sessions }: PeoplePorts, { generation, number }: Person): SessionInfo[] {
  return sessions.of(number).filter((session) => session.generation === generation);
}

function stateOf({ isDisabled, isSetUp }: Person): AccountStateName {
  if (isDisabled) return "disabled";
  return isSetUp ? "active" : "notSetUp";
}
