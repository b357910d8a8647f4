/** Where events are brought to, and whom an unconfirmed alarm goes to next. */
import { defined } from "../../devices/tools/defined.ts";
import { Destination, type ExpeditedEvent } from "../../handlers/delivery/destination.ts";
import type { Transport } from "../../handlers/delivery/transport.ts";
import { Escalation } from "../../handlers/escalation/escalation.ts";
import type { Config } from "../config/config.ts";
import type { Core } from "./core.ts";
import type { Overrides } from "./parts.ts";

/**
 * The destinations that the gateway goes to by itself; streams are polled. It is there before they
 * are, for status pages and for the escalation. Disposing of it ends them.
 */
export class DestinationRegistry implements AsyncDisposable {
  readonly #destinations: Destination[] = [];

  get all(): readonly Destination[] {
    return this.#destinations;
  }

  add(destination: Destination): void {
    this.#destinations.push(destination);
  }

  /** Has a destination send an event now. */
  expedite(number: number, event: ExpeditedEvent): void {
    this.#destinations.find(({ destination }) => destination.number === number)?.expedite(event);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const destination of this.#destinations.toReversed()) {
      await destination[Symbol.asyncDispose]();
    }
  }
}

/** What the configuration says of escalation. */
export type EscalationRules = Pick<Config, "escalation" | "destinations">;

/** Starts the escalation; undefined when the configuration asks for none. */
export function composeEscalation(
  config: EscalationRules,
  core: Core,
  registry: DestinationRegistry,
): Escalation | undefined {
  if (config.escalation === undefined) return undefined;
  const { afterS, to } = config.escalation;
  return new Escalation({
    ...core,
    steps: to.map((name, index) => ({
      afterMs: 1_000 * afterS[index]!,
      destination: { number: core.numbers.get(name)!, name },
      unverified: config.destinations.find((its) => its.name === name)!.unverified,
    })),
    expedite: (number, event) => registry.expedite(number, event),
  });
}

/** @typeParam D A destination of the configuration. */
export interface DeliveryParts<D extends { readonly name: string }> {
  readonly destinations: readonly D[];
  /** What carries events to it; undefined: its receiver comes by itself. */
  readonly transport: (settings: D) => Transport | undefined;
  readonly registry: DestinationRegistry;
  readonly escalation?: Pick<Escalation, "sent"> | undefined;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

/** Begins to bring events to all destinations, which are added to the registry. */
export function composeDelivery<D extends { readonly name: string }>(
  { destinations, escalation, random, registry, transport: transportOf }: DeliveryParts<D>,
  core: Core,
  { outbox, timers }: Overrides = {},
): void {
  for (const settings of destinations) {
    const transport = transportOf(settings);
    if (transport === undefined) continue;
    const number = core.numbers.get(settings.name)!;
    registry.add(
      new Destination({
        ...core,
        reader: { lanes: core.reader.lanes, events: core.reader.events, recent: core.store.recent },
        destination: { number, name: settings.name },
        transport,
        random,
        onSent: (id) => escalation?.sent(number, id),
        ...defined({ outbox, timers }),
      }),
    );
  }
}
