/**
 * What an acknowledgement is worth: the link stalls, alarms come, and in the midst of them everything
 * of the peer is killed (SIGKILL). It is started again, the link is open, and what does not come
 * through though it was acknowledged is lost.
 */
import { setTimeout as delay } from "node:timers/promises";
import { BARE } from "../../link_pace.ts";
import { waitFor } from "../../wait.ts";
import type { Stage } from "../stage.ts";

/** How long it may take until enough is acknowledged, in ms; less is killed with what there is. */
const OFFER_MS = 90_000;
/** So many times the events are there as are waited for: it is killed while more come. */
const SURPLUS = 2;
/** How long it may take until something arrives after the start, in ms. */
const RETURN_MS = 30_000;
/** Nothing arrived for so long: nothing will. */
const QUIET_MS = 8_000;

export interface KillOutcome {
  /** Events that the peer said it has; of a mute one, those that it had read. */
  readonly promised: number;
  /** Of those, what was never seen at the far end. */
  readonly lost: number;
}

/** @param count Acknowledgements after which it is killed; who gives none has got so many events. */
export async function killInTheMidst(stage: Stage, count: number): Promise<KillOutcome> {
  const { arrivals, link } = stage.farEnd;
  const isMute = stage.peer.acknowledgement === undefined;
  const alarms = stage.events.panics(isMute ? count : SURPLUS * count);
  const acknowledged = new Set<string>();
  link.shape(BARE);
  link.stall();
  const over = new AbortController();
  const offering = stage.running.offer(alarms, {
    onAcknowledged: (mark) => void acknowledged.add(mark),
    signal: over.signal,
  });
  if (isMute) await offering;
  else await waitFor("", () => acknowledged.size >= count, OFFER_MS).catch(() => {});
  over.abort();
  const promised = isMute ? alarms.map(({ mark }) => mark) : [...acknowledged];
  await stage.kill();
  await offering;
  link.open();
  await stage.start();
  const lost = () => promised.filter((mark) => arrivals.atMs(mark) === undefined).length;
  await settled(stage, () => lost() === 0);
  return { promised: promised.length, lost: lost() };
}

async function settled({ farEnd: { arrivals } }: Stage, isAllThere: () => boolean): Promise<void> {
  const startedAtMs = performance.now();
  const before = arrivals.count;
  for (;;) {
    const now = performance.now();
    const hasReturned = arrivals.count > before;
    const limitMs = hasReturned ? QUIET_MS : RETURN_MS;
    if (isAllThere() || now - Math.max(startedAtMs, arrivals.lastAtMs) > limitMs) return;
    await delay(100);
  }
}
