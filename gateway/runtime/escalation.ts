/** Makes the escalation that the configuration asks for. */
import { Escalation, type EscalationPorts } from "../../handlers/escalation/escalation.ts";
import type { Destination } from "../../handlers/delivery/destination.ts";
import type { Config } from "../config/config.ts";

export interface EscalationParts extends Omit<EscalationPorts, "steps" | "expedite"> {
  /** Numbers of destinations by name. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Those that events are sent to. */
  readonly destinations: readonly Destination[];
}

/** Starts the escalation; undefined when the file has none. */
export function createEscalation(config: Config, parts: EscalationParts): Escalation | undefined {
  if (config.escalation === undefined) return undefined;
  const { afterS, to } = config.escalation;
  return new Escalation({
    ...parts,
    steps: to.map((name, index) => ({
      afterMs: 1_000 * afterS[index]!,
      destination: { number: parts.numbers.get(name)!, name },
      unverified: config.destinations.find((its) => its.name === name)!.unverified,
    })),
    expedite: (destination, event) =>
      parts.destinations.find((its) => its.destination.number === destination)?.expedite(event),
  });
}

/** Numbers of the destinations that get only what is escalated to them. */
export function escalationOnly(
  config: Config,
  numbers: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const names = config.destinations.filter((its) => its.escalationOnly).map(({ name }) => name);
  return new Set(names.map((name) => numbers.get(name)!));
}
