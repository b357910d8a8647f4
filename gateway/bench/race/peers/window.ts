import type { OfferOptions } from "../peer.ts";
import type { RaceEvent } from "../race_events.ts";

/** Events that wait for their acknowledgement at once. */
const WINDOW = 50;

/** Sends one event; calls `onEnd` once, with whether it was acknowledged. */
export type Send = (event: RaceEvent, onEnd: (isTaken: boolean) => void) => void;

/** Sends events in their order, some at once. Resolves when all ended or, after the signal, those sent. */
export async function sendAll(
  events: readonly RaceEvent[],
  send: Send,
  { onAcknowledged, signal }: OfferOptions,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let next = 0;
  let open = 0;
  const sendNext = () => {
    const event = signal.aborted ? undefined : events[next++];
    if (event === undefined) return open === 0 ? resolve() : undefined;
    open++;
    send(event, (isTaken) => {
      open--;
      if (isTaken) onAcknowledged(event.mark);
      sendNext();
    });
  };
  for (let slot = 0; slot < WINDOW; slot++) sendNext();
  await promise;
}
