/** Transports that hand over each event by a request of its own: one link that never ends. */
import { PendingPromises } from "../tools/pending_promises.ts";
import type {
  Link,
  LinkHost,
  Message,
  SendOutcome,
  Transport,
  TransportType,
} from "./transport.ts";
import type { RetryDelays } from "./queue/priority_lanes.ts";
import { CRITICAL, type Urgency } from "./queue/scheduler.ts";

/** A delivery that could not be stored is made again after this. */
const UNCONFIRMED_RETRY_MS = { critical: 15_000, others: 300_000 };
/** An event that did not get through is tried again after this, while others go on. */
const FAILED_RETRY_MS = { critical: 2_000, others: 5_000 };
/** An event that was refused is tried again after this, and at every start. */
const REFUSED_RETRY_MS = 600_000;
/** With a probe before and its time-out, within the 90 s that are promised. */
const LOST_AFTER_MS = 45_000;

/** Hands one event at a time to a receiver. Several may be on their way at once. */
export interface Requests extends Disposable {
  readonly type: TransportType;
  /** Never rejects; bounded in time. A cut attempt ends as failed. */
  send(message: Message, cut: AbortSignal): Promise<SendOutcome>;
  /** Looks whether the receiver could be reached; why not, or undefined. Never rejects. */
  probe(cut: AbortSignal): Promise<string | undefined>;
}

export interface RequestSettings {
  /** Events on their way at once; one slot is kept for critical events. */
  readonly window: number;
  /** How long what was refused waits for its next attempt; default: 10 minutes. */
  readonly refusedRetryMs?: number;
}

export class RequestTransport implements Transport {
  readonly lostAfterMs = LOST_AFTER_MS;
  readonly #requests: Requests;
  readonly #settings: RequestSettings;
  readonly #cut = new AbortController();
  readonly #pending = new PendingPromises();

  constructor(requests: Requests, settings: RequestSettings) {
    this.#requests = requests;
    this.#settings = settings;
  }

  get type(): TransportType {
    return this.#requests.type;
  }

  retryDelays(urgency: Urgency): RetryDelays {
    const kind = urgency === CRITICAL ? "critical" : "others";
    return {
      taken: UNCONFIRMED_RETRY_MS[kind],
      refused: this.#settings.refusedRetryMs ?? REFUSED_RETRY_MS,
      failed: FAILED_RETRY_MS[kind],
    };
  }

  open(_host: LinkHost): Promise<Link> {
    return Promise.resolve({
      isConnection: false,
      isOver: false,
      maxInFlight: this.#settings.window,
      nextTickMs: Infinity,
      send: (message, settle) =>
        void this.#pending.add(this.#requests.send(message, this.#cut.signal).then(settle)),
      probe: () => this.#pending.add(this.#requests.probe(this.#cut.signal)),
    });
  }

  counters(): Readonly<Record<string, number>> {
    return {};
  }

  /** Cuts what is on its way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#cut.abort();
    await this.#pending.settled();
    this.#requests[Symbol.dispose]();
  }
}
