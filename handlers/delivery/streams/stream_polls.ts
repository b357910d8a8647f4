/**
 * Taking and acknowledging of events by dispatch systems, each from its own stream.
 *
 *     poll ──▶ acks to disk ──▶ look ──▶ something? ──yes──▶ answer
 *                                ▲          │no
 *                                └── wake ──┘   until the time is over, the client has gone,
 *                                               or a newer poll of the stream has come
 */
import { withinTime } from "../../tools/time_limit.ts";
import type {
  Acknowledgement,
  Reader,
  ShedRange,
  StoreWriter,
  Verdict,
} from "../../../db/store.ts";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { DeliveryPauses } from "../delivery_pauses.ts";
import type { Confirmations } from "../confirmations/confirmations.ts";
import type { ConfirmingDestination, VolatileEvent, VolatileEvents } from "../volatile_events.ts";
import type { Log } from "../../ports.ts";
import { SYSTEM_TIMERS, type Timers } from "../../tools/timers.ts";
import { type Wake, WakeSignal } from "../../tools/wake.ts";
import { type Pending, pendingByPriority } from "../pending.ts";
import { type Disclosed, nextBatch, type PollBatch } from "./poll_batch.ts";
import { type RefusedEvent, RefusedEvents } from "./refused_events.ts";

export interface StreamPollPorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly confirmations: Pick<Confirmations, "confirm">;
  readonly volatileEvents: VolatileEvents;
  /** Streams that a person has paused. */
  readonly pauses?: Pick<DeliveryPauses, "isPaused">;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  readonly timers?: Timers;
}

/** How long a poll waits for its acknowledgements to reach the disk before it goes on, in ms. */
const ACKNOWLEDGE_WITHIN_MS = 2_000;

/** A configured destination of type `stream`. */
export interface Stream {
  readonly number: number;
  readonly name: string;
}

export interface PollRequest {
  /** 0: only acknowledge. */
  readonly maxEvents: number;
  readonly waitMs: number;
  /** Ids as 32, hashes as 64 hex digits. */
  readonly ack: readonly { readonly id: string; readonly hash: string }[];
  /** Why the receiver could not take an event, by id. */
  readonly errors: Readonly<Record<string, { readonly code: string; readonly message: string }>>;
}

export interface PollAnswer {
  /** Most urgent first, each one CloudEvents object in JSON. */
  readonly events: readonly string[];
  readonly more: boolean;
  /** What it gives, for the audit chain. */
  readonly disclosed: Disclosed;
  readonly acknowledged: readonly string[];
  /** Ids that this stream was never offered. */
  readonly unknown: readonly string[];
  /** Ids whose hash is not that of the event; they stay owed. */
  readonly refused: readonly string[];
  readonly head: {
    readonly sequence: number;
    readonly pending: Pending;
    /** Numbers of the stream whose events were shed; absent when there are none. */
    readonly shed?: readonly ShedRange[];
  };
}

/** What a stream's receiver does, for those who supervise it and for people. */
export interface StreamActivity {
  readonly stream: string;
  /** Undefined: not once since the start. */
  readonly lastPolledAtMs: MonotonicMs | undefined;
  readonly isWaiting: boolean;
  readonly refused: readonly RefusedEvent[];
}

interface StreamState {
  readonly refused: RefusedEvents;
  lastPolledAtMs: MonotonicMs | undefined;
  /** Ends the call that is under way. */
  current: AbortController | undefined;
}

type Given = Pick<PollBatch, "disclosed" | "events" | "more">;
const NOTHING: Given = { events: [], more: false, disclosed: { count: 0, incidents: [] } };

export class StreamPolls {
  readonly #ports: StreamPollPorts;
  readonly #states = new Map<string, StreamState>();

  constructor(ports: StreamPollPorts) {
    this.#ports = ports;
  }

  /** The configured stream of this name. */
  find(name: string): Stream | undefined {
    return this.#ports.reader.lanes.destinations().find((destination) =>
      destination.name === name && destination.type === "stream" && destination.isConfigured
    );
  }

  activity(): StreamActivity[] {
    return [...this.#states].map(([stream, state]) => ({
      stream,
      lastPolledAtMs: state.lastPolledAtMs,
      isWaiting: state.current !== undefined,
      refused: state.refused.list(),
    }));
  }

  /**
   * One call of a stream's receiver. Its acknowledgements are on the disk when this resolves.
   * @param gone Aborts when the caller no longer waits for the answer.
   * @throws StoreError when the acknowledgements could not be stored; they have to be repeated.
   */
  async poll(stream: Stream, request: PollRequest, gone: AbortSignal): Promise<PollAnswer> {
    const state = this.#stateOf(stream);
    state.lastPolledAtMs = this.#ports.clock.monotonicMs();
    state.current?.abort();
    const current = new AbortController();
    state.current = current;
    try {
      const receipt = await this.#acknowledge(stream, state, request);
      const end = AbortSignal.any([gone, current.signal]);
      const batch = await this.#nextBatch(stream, state, request, end);
      return { ...batch, ...receipt, head: this.#head(stream) };
    } finally {
      state.lastPolledAtMs = this.#ports.clock.monotonicMs();
      if (state.current === current) state.current = undefined;
    }
  }

  /** Offers what a receiver could not take with its next call. @param id One of it; absent: all. */
  offerAgain(stream: string, id?: string): void {
    const refused = this.#states.get(stream)?.refused;
    if (id === undefined) refused?.forgetAll();
    else refused?.forget(id);
    this.#ports.wake.notify();
  }

  async #acknowledge(stream: Stream, state: StreamState, request: PollRequest) {
    const acknowledgements = request.ack.map((ack): Acknowledgement => ({
      id: decodeHex(ack.id)!,
      hash: decodeHex(ack.hash)!,
    }));
    const receiver = { ...stream, onlyOffered: true };
    const verdicts = await this.#confirm(receiver, acknowledgements);
    const idsWith = (verdict: Verdict) =>
      request.ack.filter((_, at) => verdicts[at] === verdict).map(({ id }) => id);
    const acknowledged = idsWith("confirmed");
    for (const id of acknowledged) state.refused.forget(id.toLowerCase());
    const unknown = [...idsWith("unknown"), ...this.#noteErrors(stream, state, request)];
    return { acknowledged, unknown, refused: idsWith("wrong-hash") };
  }

  /**
   * The verdict on each acknowledgement; `later` when the disk has not taken it yet. It is kept then
   * and holds once the disk does, but the receiver has to repeat it to be sure.
   */
  async #confirm(
    receiver: ConfirmingDestination,
    acknowledgements: readonly Acknowledgement[],
  ): Promise<readonly (Verdict | "later")[]> {
    const inMemory = acknowledgements.map(({ id, hash }) =>
      this.#ports.volatileEvents.confirm(receiver, encodeHex(id), hash && encodeHex(hash))
    );
    const stored = acknowledgements.filter((_, at) => inMemory[at] === "unknown");
    const verdicts = await withinTime(
      ACKNOWLEDGE_WITHIN_MS,
      this.#ports.confirmations.confirm(receiver, stored),
      this.#timers,
    );
    const rest = verdicts?.values();
    return inMemory.map((verdict) => {
      if (verdict === "unknown") return rest?.next().value ?? "later";
      return verdict === "confirmed" ? "later" : verdict;
    });
  }

  /** Holds back what the receiver could not take; the ids that it is not owed. */
  #noteErrors(stream: Stream, state: StreamState, { errors }: PollRequest): string[] {
    const unknown: string[] = [];
    for (const [id, why] of Object.entries(errors)) {
      const bytes = decodeHex(id);
      const event = bytes && this.#ports.reader.events.byId(bytes);
      if (event && this.#ports.reader.lanes.isPending(stream.number, event.lane, event.ordinal)) {
        state.refused.note(event.id, why, this.#ports.clock.monotonicMs());
      } else unknown.push(id);
    }
    return unknown;
  }

  async #nextBatch(
    stream: Stream,
    state: StreamState,
    request: PollRequest,
    end: AbortSignal,
  ): Promise<Given> {
    const { clock } = this.#ports;
    const endsAtMs = clock.monotonicMs() + request.waitMs;
    using signal = new WakeSignal(this.#ports.wake, this.#timers);
    while (true) {
      const batch = this.#look(stream, state, request.maxEvents);
      const leftMs = endsAtMs - clock.monotonicMs();
      const isOver = request.maxEvents === 0 || leftMs <= 0 || end.aborted;
      if (batch.events.length > 0 || isOver) return this.#give(stream, batch);
      await signal.signalled(
        Math.min(leftMs, state.refused.nextOfferInMs(clock.monotonicMs())),
        end,
      );
      if (end.aborted) return NOTHING;
    }
  }

  #look(stream: Stream, state: StreamState, maxEvents: number): PollBatch {
    const now = this.#ports.clock.monotonicMs();
    const isHeldBack = (id: string) => state.refused.isHeldBack(id, now);
    const volatileEvents = this.#volatileFor(stream);
    const isOnlyCritical = this.#ports.pauses?.isPaused(stream.number) === true;
    const owed = { reader: this.#ports.reader, destination: stream.number, isOnlyCritical };
    return nextBatch(owed, maxEvents, isHeldBack, volatileEvents);
  }

  /** What must not wait for the disk and the stream does not have yet. */
  #volatileFor(stream: Stream): VolatileEvent[] {
    const events = this.#ports.volatileEvents.list();
    if (events.length === 0) return [];
    const lanes = this.#ports.reader.lanes.all().filter(({ number }) => number === stream.number);
    return events.filter(({ id, lane }) =>
      lanes.some((its) => its.lane === lane) &&
      this.#ports.volatileEvents.isOwedTo(stream.number, id)
    );
  }

  /**
   * Marks what is offered without waiting for the disk. The writer keeps the order, so that an
   * acknowledgement finds the mark; if it is lost in a crash, the event is offered again.
   */
  #give(stream: Stream, batch: PollBatch): Given {
    if (batch.upTo.length > 0) {
      const atUnixMs = this.#ports.clock.unixMs();
      const marks = { destination: stream.number, upTo: batch.upTo, atUnixMs };
      this.#ports.store.write("markOffered", marks)
        .catch((cause) =>
          this.#ports.log.warn("cannot mark events as offered", {
            stream: stream.name,
            cause: String(cause),
          })
        );
    }
    const { disclosed, events, more } = batch;
    return { disclosed, events, more };
  }

  #head(stream: Stream): PollAnswer["head"] {
    const { reader } = this.#ports;
    const shed = reader.streams.shedOf(stream.number);
    return {
      sequence: reader.events.sequences().newest,
      pending: pendingByPriority(reader.lanes.all(), stream.number),
      ...(shed.length > 0 && { shed }),
    };
  }

  get #timers(): Timers {
    return this.#ports.timers ?? SYSTEM_TIMERS;
  }

  #stateOf(stream: Stream): StreamState {
    return this.#states.getOrInsertComputed(stream.name, () => ({
      refused: new RefusedEvents(),
      lastPolledAtMs: undefined,
      current: undefined,
    }));
  }
}
