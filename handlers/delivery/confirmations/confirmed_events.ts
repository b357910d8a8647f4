import type { Acknowledgement, PlacesInLane, Verdict } from "../../../db/store.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Confirmations } from "./confirmations.ts";
import type { Log } from "../../ports.ts";
import { SYSTEM_TIMERS, type Timers } from "../../tools/timers.ts";
import type { ConfirmationEvidence, VolatileEvents } from "../volatile_events.ts";
import {
  ConfirmationBatch,
  isPlace,
  type PendingConfirmation,
  type Place,
} from "./confirmation_batch.ts";
import { withinTime } from "../../tools/time_limit.ts";

/** Confirmations that may wait for the disk before only critical events are published. */
const CONFIRMING_LIMIT = 4_000;
/** How long what is confirmed may take to reach the disk when the gateway stops. */
const SETTLE_MS = 300;

export interface ConfirmedEventsPorts {
  readonly destination: { readonly number: number; readonly name: string };
  readonly confirmations: Pick<Confirmations, "confirm">;
  readonly volatileEvents: Pick<VolatileEvents, "confirm">;
  readonly log: Log;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** Default: the system's. */
  readonly timers?: Timers;
  /** More can be confirmed again. */
  readonly onRoom: () => void;
}

/** Brings to the disk what one destination confirmed, wherever its events came from. */
export class ConfirmedEvents {
  readonly #ports: ConfirmedEventsPorts;
  readonly #batch: ConfirmationBatch;

  constructor(ports: ConfirmedEventsPorts) {
    this.#ports = ports;
    const { clock, log, onRoom, timers = SYSTEM_TIMERS } = ports;
    this.#batch = new ConfirmationBatch({
      confirm: (batch, mayDefer) => this.#confirm(batch, mayDefer),
      onFailure: (cause) => {
        const fields = { destination: ports.destination.name, reason: String(cause) };
        log.warn("cannot store confirmations", fields);
      },
      onRoom,
      clock,
      timers,
    });
  }

  /** Whether the disk is behind by so much that nothing more should be published than critical. */
  get isFull(): boolean {
    return this.#batch.size >= CONFIRMING_LIMIT;
  }

  /**
   * Takes one confirmation. Of an event that went out from memory it is kept there, and holds once
   * the event is stored.
   * @param hash As the destination gave it; absent where the way of delivery is itself the proof.
   * @param onVerdict Called after the commit; for an event of memory, which is kept there, at once.
   * @param more To be kept of it as evidence: when the event went out, and what dispatch said; and
   * whether it may wait for others on its way to the disk, as what is said of telemetry may.
   */
  add(
    id: string,
    hash: string | undefined,
    onVerdict: (verdict: Verdict) => void,
    more: ConfirmationEvidence & { readonly mayDefer?: boolean } = {},
  ): void {
    const { mayDefer = false, ...evidence } = more;
    const destination = { ...this.#ports.destination, onlyOffered: false };
    const isKept =
      this.#ports.volatileEvents.confirm(destination, id, hash, evidence) === "confirmed";
    if (isKept) return onVerdict("confirmed");
    this.#batch.add({
      id: decodeHex(id)!,
      ...(hash === undefined ? {} : { hash: decodeHex(hash)! }),
      ...evidence,
      onVerdict,
      mayDefer,
    });
  }

  /**
   * Takes the confirmation of a stored event that is not urgent, of which no more is known than that it
   * was handed over: the store finds it by where it was read, many of them at once.
   * @param onCommitted Called after the commit.
   */
  addPlace({ lane, ordinal }: Place, onCommitted: () => void, mayDefer: boolean): void {
    this.#batch.add({ lane, ordinal, onVerdict: onCommitted, mayDefer });
  }

  /** Resolves when what was confirmed so far is on the disk, or after a moment. */
  async settled(): Promise<void> {
    await withinTime(SETTLE_MS, this.#batch.settled());
  }

  /** In the order given. A place that nothing is stored at any more is none that is owed. */
  async #confirm(batch: readonly PendingConfirmation[], mayDefer: boolean): Promise<Verdict[]> {
    const { confirmations, destination } = this.#ports;
    const confirming = { ...destination, onlyOffered: false, mayDefer };
    const [acknowledgements, places] = [acknowledgementsOf(batch), placesOf(batch)];
    const verdicts = await confirmations.confirm(confirming, acknowledgements, places);
    let next = 0;
    return batch.map((it) => isPlace(it) ? "confirmed" : verdicts[next++]!);
  }
}

function acknowledgementsOf(batch: readonly PendingConfirmation[]): Acknowledgement[] {
  return batch.flatMap((it) => {
    if (isPlace(it)) return [];
    const { onVerdict: _, mayDefer: __, ...acknowledgement } = it;
    return [acknowledgement];
  });
}

function placesOf(batch: readonly PendingConfirmation[]): PlacesInLane[] {
  const byLane = new Map<number, number[]>();
  for (const it of batch) {
    if (!isPlace(it)) continue;
    const ordinals = byLane.get(it.lane);
    if (ordinals === undefined) byLane.set(it.lane, [it.ordinal]);
    else ordinals.push(it.ordinal);
  }
  return [...byLane].map(([lane, ordinals]) => ({ lane, ordinals }));
}
