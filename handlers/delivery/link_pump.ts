/** Sends over one link what its destination is owed, until the link ends. */
import { lanePriority, type StoredEvent } from "../../db/store.ts";
import { type EventName, eventType } from "../../devices/event.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import { eventJson } from "../formats/outgoing_event.ts";
import { SYSTEM_TIMERS, type Timers } from "../tools/timers.ts";
import { Deadline } from "../tools/deadline.ts";
import type { ConfirmedEvents } from "./confirmations/confirmed_events.ts";
import type { DeliveryCounters, RejectedDeliveries } from "./destination_report.ts";
import type { DestinationPorts, ExpeditedEvent } from "./destination_ports.ts";
import type { DeliveryPath } from "./path/delivery_path.ts";
import { Outbox } from "./queue/outbox.ts";
import type { PublishOutcome } from "./queue/priority_lanes.ts";
import type { Published } from "./queue/retry_queue.ts";
import { CRITICAL } from "./queue/scheduler.ts";
import { VolatileQueue } from "./queue/volatile_queue.ts";
import type { Link, Message, SendOutcome } from "./transport.ts";

/** After a read of the store that failed, in ms. */
const READ_AGAIN_MS = 1_000;
/** A receiver that was sent nothing for so long is looked up, in ms. */
const PROBE_AFTER_MS = 30_000;

/** What an outcome means for the next attempt. */
const ENDS: Readonly<Record<SendOutcome["result"], PublishOutcome>> = {
  delivered: "taken",
  accepted: "taken",
  unheard: "taken",
  refused: "refused",
  barred: "refused",
  failed: "failed",
  busy: "failed",
};

export interface LinkPumpPorts extends DestinationPorts {
  readonly link: Link;
  readonly path: DeliveryPath;
  readonly confirmed: ConfirmedEvents;
  readonly rejected: RejectedDeliveries;
  readonly counters: DeliveryCounters;
}

/** What goes out: of an event that is stored with its place in the lane. */
type Labels = Pick<StoredEvent, "id" | "lane" | "type"> & Partial<Pick<StoredEvent, "ordinal">>;

export class LinkPump {
  readonly #ports: LinkPumpPorts;
  readonly #outbox: Outbox;
  readonly #volatile: VolatileQueue;
  readonly #deadline: Deadline;
  readonly #timers: Timers;
  #stopSoon: (() => void) | undefined;
  /** When something was sent last, or the receiver was looked up. */
  #idleSinceMs = -Infinity;
  /** There may be more in the store than the outbox knows. */
  #isStale = true;
  #isStopped = false;

  constructor(ports: LinkPumpPorts) {
    const { clock, destination: { number: destination }, link, reader, transport } = ports;
    this.#ports = ports;
    const newOutbox = ports.outbox ?? ((its) => new Outbox(its));
    this.#outbox = newOutbox({
      reader,
      destination,
      window: link.maxInFlight,
      ...defined({ congestion: link.congestion }),
      retryDelays: (urgency) => transport.retryDelays(urgency),
    });
    this.#volatile = new VolatileQueue({
      volatileEvents: ports.volatileEvents,
      destination,
      lanes: new Set(
        reader.lanes.all().filter(({ number }) => number === destination).map(({ lane }) => lane),
      ),
      retryDelays: transport.retryDelays(CRITICAL),
    });
    this.#timers = ports.timers ?? SYSTEM_TIMERS;
    this.#deadline = new Deadline(clock, () => this.pump(), this.#timers);
  }

  /** Events that may be on their way at once. */
  get window(): number {
    return this.#ports.link.maxInFlight;
  }

  /** Events on their way. */
  get inFlight(): number {
    const { critical, others } = this.#outbox.inFlight;
    return critical + others;
  }

  /** Sends nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#deadline[Symbol.dispose]();
    this.#stopSoon?.();
  }

  /**
   * There may be more in the store. What is critical is on its way before this returns, everything
   * else in a moment, so that a panic does not wait until all lanes were looked at.
   */
  wake(): void {
    this.#isStale = true;
    this.#guard(() => {
      if (this.#isOver || !this.#ports.path.maySend()) return;
      const now = this.#now;
      this.#sendVolatile(now);
      this.#outbox.refreshCritical();
      this.#sendStored(now, true);
    });
    this.pumpSoon();
  }

  /** Sends everything that is due and fits. */
  pump(): void {
    if (this.#isOver) return;
    this.#guard(() => this.#sendDue());
    this.#probeWhenIdle();
  }

  /** After all answers that came together, so that what takes their slots leaves together too. */
  pumpSoon(): void {
    if (this.#isOver) return;
    this.#stopSoon ??= this.#timers.soon(() => {
      this.#stopSoon = undefined;
      this.pump();
    });
  }

  /** Sends an event without waiting for its time. */
  expedite({ id, place }: ExpeditedEvent): void {
    if (place === undefined) this.#volatile.expedite(id);
    else this.#outbox.expedite({ id, ...place }, this.#now);
    this.pump();
  }

  /** Sends what was refused as soon as there is room. @param event Absent: all of it. */
  retryRefused(event?: Published): void {
    if (event === undefined) this.#outbox.expediteAll("refused", this.#now);
    else this.#outbox.expedite(event, this.#now);
    this.pump();
  }

  /** Takes a slot for what is no event; false when there is none. */
  hold(): boolean {
    return this.#outbox.hold();
  }

  /** Frees a slot taken by `hold`. */
  release(): void {
    this.#outbox.release();
    this.pumpSoon();
  }

  /** An event is confirmed: it does not go again. */
  confirmed(id: string): void {
    this.#outbox.confirmed(id);
  }

  get #isOver(): boolean {
    return this.#isStopped || this.#ports.link.isOver;
  }

  /** A person has paused its destination: critical events go all the same. */
  get #isPaused(): boolean {
    const { destination, pauses } = this.#ports;
    return pauses?.isPaused(destination.number) === true;
  }

  get #now(): MonotonicMs {
    return this.#ports.clock.monotonicMs();
  }

  #sendDue(): void {
    const { confirmed, link, path } = this.#ports;
    if (!path.maySend()) return this.#deadline.notAfter(path.retryAtMs);
    const now = this.#now;
    link.tick?.();
    if (this.#isOver) return;
    this.#sendVolatile(now);
    if (this.#isStale) this.#outbox.refresh();
    this.#isStale = false;
    this.#sendStored(now, confirmed.isFull || this.#isPaused);
    const dueAtMs = Math.min(this.#outbox.nextDueMs(now), this.#volatile.nextDueMs(now));
    this.#deadline.notAfter(Math.min(dueAtMs, link.nextTickMs));
  }

  /** The disk has not taken these yet; they go first. */
  #sendVolatile(now: MonotonicMs): void {
    for (const event of this.#volatile.due(now)) {
      const hasGone = this.#outbox.has(event.id);
      if (!hasGone && !this.#outbox.hold(CRITICAL)) return;
      this.#volatile.sent(event, now);
      // It was safe, and went out as what it is, before the disk got stuck with its other rows.
      if (hasGone) continue;
      this.#send(event, event.json, (end, now) => {
        this.#outbox.release();
        if (end !== "taken") this.#volatile.failed(event.id, now);
      });
    }
  }

  #sendStored(now: MonotonicMs, isOnlyCritical: boolean): void {
    for (;;) {
      // One at a time until one shows that the receiver is back.
      const isTried = this.#ports.path.isHalfOpen && this.inFlight > 0;
      const event = this.#outbox.take(now, isOnlyCritical || isTried);
      if (event === undefined) return;
      const { id, lane, ordinal, type } = event;
      // What waits for its answer needs no body.
      const sent = { id, lane, ordinal, type };
      this.#send(sent, eventJson(event), (end, now) => this.#outbox.settle(sent, end, now));
    }
  }

  /** @param free Frees the slot of the event, and says when it goes again unless it is confirmed. */
  #send(
    event: Labels,
    json: string,
    free: (end: PublishOutcome, now: MonotonicMs) => void,
  ): void {
    const { counters, link, onSent } = this.#ports;
    const { id, lane, type } = event;
    const message: Message = {
      id,
      type: eventType(type as EventName),
      priority: lanePriority(lane),
      json,
    };
    counters.sent++;
    this.#idleSinceMs = this.#now;
    link.send(message, (outcome) => {
      // When the gateway stops, what is delivered is kept for the next start; all else is owed anyway.
      if (this.#isStopped) return this.#confirmDelivered(event, outcome);
      counters[outcome.result]++;
      const now = this.#now;
      this.#noteRefusal(id, outcome);
      free(ENDS[outcome.result], now);
      this.#confirmDelivered(event, outcome);
      this.#learn(outcome, now);
      this.pumpSoon();
    });
    onSent?.(id);
  }

  #noteRefusal(id: string, outcome: SendOutcome): void {
    const { rejected } = this.#ports;
    if ("reason" in outcome && ENDS[outcome.result] === "refused") {
      rejected.refused(id, outcome.reason);
    } else if (outcome.result === "delivered" || outcome.result === "accepted") {
      rejected.delivered(id);
    }
  }

  /** Of what is urgent or has evidence the store judges each confirmation for itself, and at once. */
  #confirmDelivered({ id, lane, ordinal }: Labels, outcome: SendOutcome): void {
    if (outcome.result !== "delivered") return;
    const { confirmed } = this.#ports;
    const { offeredAtUnixMs } = outcome;
    const priority = lanePriority(lane);
    const mayDefer = priority === "low";
    const onVerdict = () => this.#outbox.confirmed(id);
    const isUrgent = priority === "critical" || priority === "high";
    if (ordinal === undefined || isUrgent || offeredAtUnixMs !== undefined) {
      confirmed.add(id, undefined, onVerdict, defined({ offeredAtUnixMs, mayDefer }));
    } else confirmed.addPlace({ lane, ordinal }, onVerdict, mayDefer);
  }

  /** What failed for want of the receiver goes again once there is one. */
  #learn(outcome: SendOutcome, now: MonotonicMs): void {
    const { ofBar, ofFailures } = this.#ports.path.took(outcome);
    if (ofFailures) this.#outbox.expediteAll("failed", now);
    if (ofBar) this.#outbox.expediteAll("refused", now);
  }

  #probeWhenIdle(): void {
    const { link, path } = this.#ports;
    if (link.probe === undefined) return;
    if (this.#now >= this.#idleSinceMs + PROBE_AFTER_MS) {
      this.#idleSinceMs = this.#now;
      void link.probe().then((reason) => this.#isStopped || path.probed(reason));
    }
    this.#deadline.notAfter(this.#idleSinceMs + PROBE_AFTER_MS);
  }

  /** What fails here is a read of the store. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (cause) {
      const { destination, log } = this.#ports;
      log.warn("cannot read what is owed", {
        destination: destination.name,
        reason: String(cause),
      });
      this.#isStale = true;
      this.#deadline.notAfter(this.#now + READ_AGAIN_MS);
    }
  }
}
