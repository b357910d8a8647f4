/** The facts of an incident that are no event of it: what people did, and what its wearable was answered. */
import type { EscalationRecord, Reader } from "../../../../../db/store.ts";
import { decodeHex } from "../../../../../devices/hex.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import { readGivenAnswers } from "../../../../answers/given_answers.ts";
import type { Fact, Who } from "./fact.ts";
import type { NamedLooker } from "./lookers.ts";

/** Steps of drills so long before and after an incident may have to do with it, in ms. */
const AROUND_MS = 24 * 3_600_000;

/** A fact, and its place among those of one moment. */
export interface LooseFact {
  readonly fact: Fact;
  readonly rank: number;
}

interface Asked {
  /** 32 hex digits. */
  readonly id: string;
  /** UID of the wearable. */
  readonly device: string;
  readonly openedAtUnixMs: number;
  readonly lookers: readonly NamedLooker[];
  readonly fullNames: ReadonlyMap<string, string>;
}

/** All of them; those of one kind in their order. */
export function incidentFacts(reader: Reader, asked: Asked): LooseFact[][] {
  const id = decodeHex(asked.id)!;
  return [
    transitionFacts(reader, id, asked),
    noteFacts(reader, id, asked),
    reader.escalations.ofIncident(id).flatMap(escalationFacts),
    answerFacts(reader, id),
    drillFacts(reader, asked),
    lookFacts(asked),
  ];
}

function named(
  { by, said }: { readonly by: string; readonly said?: string | undefined },
  { fullNames }: Asked,
): Who {
  return defined({ by, said, fullName: fullNames.get(by) });
}

function transitionFacts(reader: Reader, id: Uint8Array, asked: Asked): LooseFact[] {
  return reader.incidents.transitions(id).map((its, at) => ({
    rank: 6,
    fact: {
      kind: "moved",
      key: `moved-${at}`,
      atUnixMs: its.atUnixMs,
      by: "person",
      to: its.to,
      who: named(its, asked),
      via: its.via,
      ...defined({ reason: its.reason, outcome: its.outcome }),
    },
  }));
}

function noteFacts(reader: Reader, id: Uint8Array, asked: Asked): LooseFact[] {
  return reader.notes.ofIncident(id).map((its) => ({
    rank: 9,
    fact: {
      kind: "note",
      key: `note-${its.number}`,
      atUnixMs: its.atUnixMs,
      by: "person",
      number: its.number,
      who: named(its, asked),
      ...defined({ text: its.text, link: its.link }),
    },
  }));
}

/** Each step as it was due, handed over and confirmed, as far as it came. */
function escalationFacts(step: EscalationRecord): LooseFact[] {
  const { confirmedAtUnixMs, destination, dueAtUnixMs, event, sentAtUnixMs } = step;
  const key = (kind: string) => `${kind}-${event}-${destination}`;
  const facts: LooseFact[] = [{
    rank: 4,
    fact: {
      kind: "escalated",
      key: key("escalated"),
      atUnixMs: dueAtUnixMs,
      by: "gateway",
      destination,
    },
  }];
  if (sentAtUnixMs !== undefined) {
    const kind = "escalation-sent";
    const fact = {
      kind,
      key: key(kind),
      atUnixMs: sentAtUnixMs,
      by: "gateway",
      destination,
    } as const;
    facts.push({ rank: 5, fact });
  }
  if (confirmedAtUnixMs !== undefined) {
    const kind = "escalation-reached";
    const known = {
      key: key(kind),
      atUnixMs: confirmedAtUnixMs,
      by: "person",
      destination,
    } as const;
    facts.push({ rank: 5, fact: { kind, ...known } });
  }
  return facts;
}

/** That the alarm is stored stands with the alarm itself. */
function answerFacts(reader: Reader, id: Uint8Array): LooseFact[] {
  return readGivenAnswers(reader, id).filter(({ what }) => what !== "stored").flatMap((its) => {
    const { atUnixMs, heardAtUnixMs, isAbout, isSaid, what } = its;
    const facts: LooseFact[] = [];
    if (atUnixMs !== undefined) {
      const fact = { kind: "answered", key: `answered-${what}`, atUnixMs, isAbout, what } as const;
      facts.push({ rank: 7, fact: { ...fact, isSaid, by: "gateway" } });
    }
    if (heardAtUnixMs !== undefined) {
      const fact = { kind: "wearable-heard", key: `wearable-heard-${what}`, what } as const;
      // It sent something new, under its key, after an answer for which it listened.
      facts.push({ rank: 8, fact: { ...fact, atUnixMs: heardAtUnixMs, by: "inferred" } });
    }
    return facts;
  });
}

function drillFacts(reader: Reader, asked: Asked): LooseFact[] {
  const device = reader.devices.byUid(asked.device);
  if (device === undefined) return [];
  const { openedAtUnixMs: at } = asked;
  return reader.devices.drillSteps(device.number, at - AROUND_MS, at + AROUND_MS)
    .flatMap(({ atUnixMs, by, what }, index) =>
      what !== "drill-started" && what !== "drill-ended" ? [] : [{
        rank: 9,
        fact: {
          kind: what,
          key: `drill-${index}`,
          atUnixMs,
          by: "person" as const,
          who: named({ by }, asked),
        },
      }]
    );
}

function lookFacts({ lookers }: Asked): LooseFact[] {
  return lookers.map((looker) => ({
    rank: 10,
    fact: {
      kind: "looked" as const,
      key: `looked-${looker.by.kind}-${looker.by.name}`,
      atUnixMs: looker.lastAtUnixMs,
      by: "gateway" as const,
      looker,
    },
  })).toReversed();
}
