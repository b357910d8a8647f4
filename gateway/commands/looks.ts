/**
 * What commands show of people, and that they showed it: who looks at where somebody is, at the file
 * of a wearable or at an account leaves an entry in the audit chain, on the box as elsewhere.
 */
import type { AuditSubject, DirectStore } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import { actor } from "./life_ports.ts";
import { report } from "./output.ts";

/**
 * What a command shows, by the words that name it: the word of its entry; `change`: what it changes
 * and then shows has an entry of its own; `nothing`: nothing of people.
 */
export const COMMAND_SHOWS = {
  "audit export": "audit-exported",
  "audit verify": "audit-verified",
  "bench": "nothing",
  "bundle": "nothing",
  "check": "nothing",
  "codec list": "nothing",
  "completion bash": "nothing",
  "config schema": "nothing",
  "db backup": "store-copied",
  "db check": "nothing",
  "db restore": "change",
  "db salvage": "store-salvaged",
  "demo": "nothing",
  "destination forget": "change",
  "destination list": "nothing",
  "destination pause": "change",
  "destination resume": "change",
  "device add": "change",
  "device assign": "change",
  "device drill": "change",
  "device extend": "change",
  "device link": "change",
  "device list": "wearables-listed",
  "device retire": "change",
  "device rotate-key": "change",
  "device sheet": "wearable-viewed",
  "device show": "wearable-viewed",
  "device suspend": "change",
  "device swap": "change",
  "device test": "change",
  "device unlink": "change",
  "device verify": "nothing",
  "dispatch": "nothing",
  "doctor": "nothing",
  "events export": "events-listed",
  "events tail": "events-listed",
  "help": "nothing",
  "incident key": "nothing",
  "incident list": "incidents-listed",
  "incident note": "change",
  "incident proof": "proof-exported",
  "incident show": "incident-viewed",
  "incident transition": "change",
  "incident verify": "nothing",
  "man": "nothing",
  "modem list": "nothing",
  "modem probe": "change",
  "modem provision": "change",
  "modem reset": "change",
  "modem test": "change",
  "region definitions": "nothing",
  "report day": "wearables-listed",
  "run": "nothing",
  "simulate": "nothing",
  "simulate press": "nothing",
  "status": "incidents-listed",
  "test": "nothing",
  "token create": "change",
  "token list": "nothing",
  "token revoke": "change",
  "user add": "change",
  "user disable": "change",
  "user enable": "change",
  "user list": "accounts-listed",
  "user reset": "change",
  "user role": "change",
  "user sessions": "account-viewed",
} as const;

type Shows = typeof COMMAND_SHOWS;
/** A command whose look is kept. */
export type LookingCommand = {
  [Name in keyof Shows]: Shows[Name] extends "change" | "nothing" ? never : Name;
}[keyof Shows];

/** What was looked at. */
export interface Look {
  readonly subjects?: readonly AuditSubject[];
  /** File that it was written to. */
  readonly to?: string | undefined;
  /** What was asked for; never a key, a secret or a position. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Keeps the look of a command, before it shows anything: an output that is cut off is a look as well.
 * Where the disk takes nothing it is shown all the same, since somebody may need help; the person is
 * then reminded to write it down.
 */
export async function keepLook(
  store: Pick<DirectStore, "read" | "write">,
  command: LookingCommand,
  { details = {}, subjects = [], to }: Look,
): Promise<void> {
  const entry = {
    atUnixMs: Math.max(Date.now(), store.read.clock.floor()?.unixMs ?? 0),
    by: actor(),
    what: COMMAND_SHOWS[command],
    subjects,
    details: defined({ command, ...details }),
    ...defined({ to }),
  };
  try {
    await store.write("keepAudit", entry);
  } catch (cause) {
    reportLookNotKept((cause as Error).message);
  }
}

/** Reminds the person to keep it on paper. @param reason Why the chain does not have it. */
export function reportLookNotKept(reason: string): void {
  report(
    `This look is not in the audit chain: ${reason}: write down who looked at what and why, and ` +
      "see to the disk",
  );
}
