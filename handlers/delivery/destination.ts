/**
 * A destination that events are sent to: sends what its lanes in the store owe until each is
 * confirmed. What differs from kind to kind is the transport.
 *
 *     lanes ─▶ outbox ─window─▶ link ─┬─ delivered ─▶ confirmed in the store
 *                ▲                     ├─ accepted ──▶ a receipt confirms it, or it goes again
 *                │                     ├─ refused ───▶ kept for people, again much later
 *                └── again later ◀─────┴─ failed ────▶ the circuit breaker may pause
 *
 *     no link ─open─▶ link ─ended─▶ pause of the circuit breaker, or a panic ─▶ open …
 */
import type { Verdict } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import { Deadline } from "../tools/deadline.ts";
import type { ConfirmationEvidence } from "./volatile_events.ts";
import { ConfirmedEvents } from "./confirmations/confirmed_events.ts";
import {
  type DeliveryCounters,
  type DestinationReport,
  newDeliveryCounters,
  RejectedDeliveries,
} from "./destination_report.ts";
import { describeCause } from "./shown_text.ts";
import { LinkPump } from "./link_pump.ts";
import { DeliveryPath } from "./path/delivery_path.ts";
import { PendingCritical } from "./pending.ts";
import type { Published } from "./queue/retry_queue.ts";
import type { Link, LinkHost } from "./transport.ts";
import type { DestinationPorts, ExpeditedEvent } from "./destination_ports.ts";

export type { DestinationPorts, DestinationReport, ExpeditedEvent };

/**
 * Begins when it is made; disposing of it ends it within a second, and what is not confirmed stays
 * owed.
 */
export class Destination implements AsyncDisposable {
  readonly #ports: DestinationPorts;
  readonly #path: DeliveryPath;
  readonly #confirmed: ConfirmedEvents;
  readonly #rejected = new RejectedDeliveries();
  readonly #critical: PendingCritical;
  readonly #counters = newDeliveryCounters();
  readonly #retry: Deadline;
  readonly #stopListening: () => void;
  #pump: LinkPump | undefined;
  #isOpening = false;
  #isStopping = false;

  constructor(ports: DestinationPorts) {
    const { clock, destination, reader, transport, wake } = ports;
    this.#ports = ports;
    this.#critical = new PendingCritical(reader, destination.number);
    this.#path = new DeliveryPath({
      ...ports,
      name: destination.name,
      lostAfterMs: ports.lostAfterMs ?? transport.lostAfterMs,
      hasCritical: () => this.#hasCritical(),
    });
    this.#confirmed = new ConfirmedEvents({ ...ports, onRoom: () => this.#pump?.pumpSoon() });
    this.#retry = new Deadline(clock, () => this.#open(), ports.timers);
    this.#stopListening = wake.listenForAlarms(() => this.#onWake());
    this.#open();
  }

  /** Its number in the store, and its name in the configuration. */
  get destination(): DestinationPorts["destination"] {
    return this.#ports.destination;
  }

  /** Whether its receiver is there at this moment, as far as is known. */
  get isReached(): boolean {
    return this.#path.report().state === "connected";
  }

  /** What it counted since the start. */
  get counters(): Readonly<DeliveryCounters> {
    return this.#counters;
  }

  status(): DestinationReport {
    const { destination, transport } = this.#ports;
    return {
      name: destination.name,
      type: transport.type,
      ...this.#path.report(),
      ...defined({ window: this.#pump?.window }),
      inFlight: this.#pump?.inFlight ?? 0,
      parked: this.#rejected.report(),
      counters: this.#counters,
      transport: transport.counters(),
    };
  }

  /** Sends an event now if it is owed, sent before or not, and tries now to reach the receiver. */
  expedite(event: ExpeditedEvent): void {
    this.#path.expedite();
    if (this.#pump === undefined) this.#open();
    else this.#pump.expedite(event);
  }

  /** Sends what was refused now. @param event One of it; absent: all. What was not refused stays as it is. */
  retryRefused(event?: Published): void {
    if (event === undefined || this.#rejected.has(event.id)) this.#pump?.retryRefused(event);
  }

  /** Ends; what is not delivered stays owed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    this.#stopListening();
    this.#retry[Symbol.dispose]();
    this.#pump?.stop();
    await this.#ports.transport[Symbol.asyncDispose]();
    this.#pump = undefined;
    this.#path[Symbol.dispose]();
    await this.#confirmed.settled();
  }

  /** Synchronous up to the wire: a panic waits for nothing. */
  #onWake(): void {
    if (this.#pump === undefined) this.#open();
    else this.#pump.wake();
  }

  /** Makes a link, if there is none and one may be made now. */
  #open(): void {
    if (this.#isStopping || this.#isOpening || this.#pump !== undefined) return;
    if (!this.#path.maySend()) return this.#retry.notAfter(this.#path.retryAtMs);
    this.#isOpening = true;
    this.#path.opening();
    void this.#ports.transport.open(this.#host()).then(
      (link) => this.#opened(link),
      (cause) => this.#ended(describeCause(cause)),
    );
  }

  #opened(link: Link): void {
    this.#isOpening = false;
    if (this.#isStopping || link.isOver) return;
    const { destination, log } = this.#ports;
    if (link.isConnection) {
      this.#counters.connections++;
      this.#path.opened();
      log.info("connected to a destination", { destination: destination.name });
    }
    this.#pump = new LinkPump({
      ...this.#ports,
      link,
      path: this.#path,
      confirmed: this.#confirmed,
      rejected: this.#rejected,
      counters: this.#counters,
    });
    this.#pump.pump();
  }

  #ended(reason: string): void {
    this.#isOpening = false;
    this.#pump?.stop();
    this.#pump = undefined;
    if (this.#isStopping) return;
    this.#path.ended(reason);
    this.#open();
  }

  #host(): LinkHost {
    const confirmed = this.#confirmed;
    return {
      ended: (reason) => this.#ended(reason),
      answered: () => this.#path.answered(),
      hold: () => this.#pump?.hold() ?? false,
      release: () => this.#pump?.release(),
      pump: () => this.#pump?.pump(),
      get isBehind() {
        return confirmed.isFull;
      },
      confirm: (...confirmation) => this.#confirm(...confirmation),
    };
  }

  #confirm(
    id: string,
    hash: string,
    evidence: ConfirmationEvidence & { readonly mayDefer?: boolean },
    onVerdict: (verdict: Verdict) => void,
  ): void {
    this.#confirmed.add(id, hash, (verdict) => {
      if (verdict === "confirmed") {
        this.#path.delivered();
        this.#rejected.delivered(id);
        this.#pump?.confirmed(id);
      }
      onVerdict(verdict);
    }, evidence);
  }

  #hasCritical(): boolean {
    try {
      return this.#critical.hasPending();
    } catch (cause) {
      const fields = { destination: this.#ports.destination.name, reason: String(cause) };
      this.#ports.log.warn("cannot read what is pending", fields);
      return false;
    }
  }
}
