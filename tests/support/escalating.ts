import {
  Escalation,
  type EscalationPorts,
  type EscalationStep,
} from "../../handlers/escalation/escalation.ts";
import { PRIORITIES } from "../../devices/event.ts";
import type { DestinationSettings } from "../../db/store.ts";
import type { Destination } from "../../handlers/delivery/destination.ts";
import type { Forwarding } from "./forwarding.ts";

/** A destination that is owed only what is escalated to it. */
export function dutyOf(name: string, unverified = true): DestinationSettings {
  return {
    name,
    type: "webhook",
    required: false,
    priorities: PRIORITIES,
    unverified,
    escalationOnly: true,
  };
}

/** One step of an escalation, to a destination by its name. */
export interface TestStep {
  readonly afterMs: number;
  readonly to: string;
  readonly unverified?: boolean;
}

/** Starts an escalation; `destinations` are those that are urged. */
export function startEscalation(
  forwarding: Forwarding,
  steps: readonly TestStep[],
  destinations: readonly Destination[],
  more: Partial<EscalationPorts> = {},
): Escalation {
  const { clock, log, numbers, store, volatileEvents, wake } = forwarding.core;
  return forwarding.keep(
    new Escalation({
      steps: steps.map(({ afterMs, to, unverified = true }): EscalationStep => ({
        afterMs,
        destination: { number: numbers.get(to)!, name: to },
        unverified,
      })),
      reader: store.read,
      store,
      volatileEvents,
      expedite: (number, event) =>
        destinations.find((its) => its.destination.number === number)?.expedite(event),
      wake,
      clock,
      log,
      ...more,
    }),
  );
}
