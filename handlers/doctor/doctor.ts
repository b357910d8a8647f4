/**
 * Finds what is wrong with a box and says how to mend it. It judges what others have seen:
 *
 *     look at the box (gateway/doctor) ─▶ BoxFacts ─▶ findings ─▶ words in a language
 */
import { defined } from "../../devices/tools/defined.ts";
import { type DoctorMessages, FINDING_GROUPS, type FindingGroup } from "../i18n/doctor/messages.ts";
import type { BoxFacts } from "./box_facts.ts";
import type { Finding, Judgement, Tone } from "./finding.ts";
import { judgeAccess, judgeListeners } from "./judge_access.ts";
import { judgeBackups } from "./judge_backups.ts";
import { judgeClock } from "./judge_clock.ts";
import { judgeConfiguration } from "./judge_configuration.ts";
import { judgeDestinations } from "./judge_destinations.ts";
import { judgeGateway } from "./judge_gateway.ts";
import { judgeMachine } from "./judge_machine.ts";
import { judgeModems } from "./judge_modems.ts";
import { judgeFolder, judgeStore } from "./judge_storage.ts";

export type * from "./box_facts.ts";
export type { Finding, Tone } from "./finding.ts";
export { quoted } from "./finding.ts";
export { LATE_PERIODS } from "./judge_backups.ts";

/** What was found, and when it was looked, in Unix milliseconds. */
export interface Diagnosis {
  readonly atUnixMs: number;
  readonly findings: readonly Finding[];
}

/** The doctor of a running gateway. */
export interface Doctor {
  /** What was found last; undefined: nothing yet. A diagnosis that is old is made again beside it. */
  latest(): Diagnosis | undefined;
  /** Looks now, or joins a look that is under way. */
  look(): Promise<Diagnosis>;
}

const JUDGES: Readonly<Record<FindingGroup, (facts: BoxFacts) => readonly Judgement[]>> = {
  gateway: judgeGateway,
  configuration: ({ configuration }) => configuration ? judgeConfiguration(configuration) : [],
  storage: ({ folder, store }) => [
    ...(folder ? judgeFolder(folder) : []),
    ...(store ? judgeStore(store, folder?.storeBytes) : []),
  ],
  backups: ({ atUnixMs, backups }) => backups ? judgeBackups(backups, atUnixMs) : [],
  clock: ({ clock }) => clock ? judgeClock(clock) : [],
  modems: ({ ports, status }) => ports ? judgeModems(ports, status?.modems) : [],
  destinations: judgeDestinations,
  access: ({ access, atUnixMs, listeners }) => [
    ...(listeners ? judgeListeners(listeners) : []),
    ...(access ? judgeAccess(access, atUnixMs) : []),
  ],
  machine: ({ machine }) => machine ? judgeMachine(machine) : [],
};

const TONES: readonly Tone[] = ["bad", "warning", "good"];

/** Judges what was seen: part by part, of each what is worst first. */
export function findings(facts: BoxFacts): Finding[] {
  return FINDING_GROUPS.flatMap((group) =>
    JUDGES[group](facts).map((judgement) => ({ ...judgement, group }))
      .toSorted((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone))
  );
}

/** A finding in words. */
export interface WordedFinding {
  readonly what: string;
  /** What to do; absent: nothing. */
  readonly fix?: string;
  readonly command?: string;
}

/** Says a finding in a language. */
export function wordFinding({ code, command, values }: Finding, messages: DoctorMessages) {
  const [what, fix] = messages.findings[code];
  const filled = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  const its = { what: filled(what), fix: fix && filled(fix), command };
  return defined(its) as WordedFinding;
}
