import { bearer, type RunningGateway } from "./running_gateway.ts";
import { until } from "./until.ts";

/** An event as dispatch gets it. */
// deno-lint-ignore no-explicit-any -- the tests say what they expect in it
export type ReceivedEvent = Record<string, any> & { id: string; hash: string; type: string };

interface PollAnswer {
  readonly events: ReceivedEvent[];
  readonly acknowledged: string[];
}

/** A dispatch system that polls a stream when the test says so. */
export class Dispatch {
  constructor(
    readonly gateway: RunningGateway,
    readonly token: string,
    readonly stream = "dispatch-pull",
  ) {}

  /** One call. @throws when it is refused. */
  async poll(body: object = {}, signal: AbortSignal | null = null): Promise<PollAnswer> {
    const answer = await fetch(`${this.gateway.url}/v1/streams/${this.stream}/poll`, {
      method: "POST",
      ...bearer(this.token),
      body: JSON.stringify(body),
      signal,
    });
    const content = await answer.json();
    if (!answer.ok) throw new Error(`The poll was refused: ${JSON.stringify(content)}`);
    return content;
  }

  /** Everything that is offered now; nothing is acknowledged. */
  async offered(): Promise<ReceivedEvent[]> {
    return (await this.poll({ maxEvents: 1_000 })).events;
  }

  /** The first event of a name that is offered, within 10 s, also of a store that is being replaced. */
  async first(name: string): Promise<ReceivedEvent> {
    let found: ReceivedEvent | undefined;
    await until(`a ${name} is offered`, async () => {
      const offered = await this.offered().catch(waitForStore);
      found = offered.find(({ type }) => type === `vigil.${name}.v1`);
      return found !== undefined;
    });
    return found!;
  }

  acknowledge(...events: readonly ReceivedEvent[]): Promise<PollAnswer> {
    return this.poll({ maxEvents: 0, ack: events.map(({ id, hash }) => ({ id, hash })) });
  }
}

/** As a client should: the call is repeated. */
function waitForStore(error: Error): ReceivedEvent[] {
  if (error.message.includes('"store-unavailable"')) return [];
  throw error;
}

/** Moves an incident on, and gives it as it is then. @throws when that is refused. */
export async function moveIncident(
  gateway: RunningGateway,
  token: string,
  incident: string,
  body: { readonly to: string; readonly by?: string },
): Promise<{ readonly state: string }> {
  const answer = await fetch(`${gateway.url}/v1/incidents/${incident}/transitions`, {
    method: "POST",
    ...bearer(token),
    body: JSON.stringify(body),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(`The transition was refused: ${JSON.stringify(content)}`);
  return content;
}
