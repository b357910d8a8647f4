/** A dispatch centre as small as one can be: it polls, acknowledges and reports. */

/** An event as dispatch gets it; what the client looks at. */
export interface DispatchedEvent {
  readonly id: string;
  readonly hash: string;
  readonly type: string;
  readonly priority: string;
  readonly subject: string;
  readonly time: string;
  /** 32 hex digits; absent: it belongs to none. */
  readonly incident?: string;
  readonly data: {
    readonly position?: { readonly lat: number; readonly lon: number; readonly accuracyM?: number };
  };
}

interface PollAnswer {
  readonly events: readonly DispatchedEvent[];
}

export interface DispatchClientOptions {
  /** Base address of the gateway's API. */
  readonly url: string;
  readonly stream: string;
  readonly token: string;
  /** Takes each event once, before it is acknowledged. */
  readonly onEvent: (event: DispatchedEvent) => void;
  /** Takes what went wrong with a poll; the client goes on. */
  readonly onError: (error: unknown) => void;
}

/** Events asked for at once. */
const MAX_EVENTS = 50;
/** How long a poll waits when there is nothing, in ms. */
const WAIT_MS = 20_000;
/** Before the next try when a poll failed, in ms. */
const RETRY_MS = 500;

export class DispatchClient implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #seen = new Set<string>();
  readonly #running: Promise<void>;

  readonly #options: DispatchClientOptions;

  constructor(options: DispatchClientOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let acknowledgements: { id: string; hash: string }[] = [];
    while (!this.#stop.signal.aborted) {
      try {
        const { events } = await this.#poll(acknowledgements);
        acknowledgements = events.map(({ id, hash }) => ({ id, hash }));
        for (const event of events) this.#take(event);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#options.onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  #take(event: DispatchedEvent): void {
    if (this.#seen.has(event.id)) return; // at least once means: sometimes twice
    this.#seen.add(event.id);
    this.#options.onEvent(event);
  }

  async #poll(ack: readonly { id: string; hash: string }[]): Promise<PollAnswer> {
    const { url, stream, token } = this.#options;
    const answer = await fetch(`${url}/v1/streams/${stream}/poll`, {
      method: "POST",
      headers: { "authorization": `Bearer ${token}`, "content-type": "application/json" },
      // Acknowledge at once; wait only when there is nothing to acknowledge.
      body: JSON.stringify({
        maxEvents: MAX_EVENTS,
        waitMs: ack.length === 0 ? WAIT_MS : 0,
        ack,
      }),
      signal: this.#stop.signal,
    });
    if (!answer.ok) throw new Error(`poll: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  }
}
