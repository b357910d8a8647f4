/** Where events are brought to. */
import type { Escalation } from "../../../handlers/escalation/escalation.ts";
import type { Destination } from "../../../handlers/delivery/destination.ts";
import type { GatewayParts } from "../compose.ts";
import { createDestination } from "../destinations.ts";
import { createEscalation } from "../escalation.ts";
import type { Core } from "./core.ts";
import type { Desk } from "./desk.ts";

/** Those that the gateway goes to by itself; streams are polled. */
export interface Forwarding {
  readonly destinations: Destination[];
  escalation: Escalation | undefined;
}

/**
 * Begins to bring events to all destinations, into `forwarding`.
 * @throws Error with what to do, when a key or a certificate cannot be read.
 */
export async function openForwarding(
  { config, log, random }: GatewayParts,
  core: Core,
  { status }: Desk,
  forwarding: Forwarding,
): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const { destinations } = forwarding;
  for (const destination of config.destinations) {
    const number = core.numbers.get(destination.name)!;
    const created = createDestination(destination, number, {
      ...core,
      log,
      random,
      status,
      raise: core.events.raise,
      gateway: config.gateway,
      language: config.console.languages[0]!,
      smsModems: core.modems.cellular.map(({ sender }) => sender),
      onSent: (number, id) => forwarding.escalation?.sent(number, id),
      onStage: core.stageReceipts.take,
    });
    if (created !== undefined) destinations.push(stack.use(created));
  }
  forwarding.escalation = stack.use(createEscalation(config, { ...core, log, destinations }));
  return stack.move();
}
