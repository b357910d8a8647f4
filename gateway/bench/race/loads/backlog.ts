/**
 * A panic behind a backlog: the link stalls, reports pile up, the link comes back, and while they
 * drain buttons are pressed.
 *
 *     stall ─▶ offer the backlog ─▶ open ─▶ the first report arrives ─▶ press, press, press … ─▶ wait
 */
import { setTimeout as delay } from "node:timers/promises";
import { BARE, type LinkShape } from "../../link_pace.ts";
import { waitFor } from "../../wait.ts";
import type { Stage } from "../stage.ts";
import { arrivedWithin } from "../../arrivals.ts";

/** How long a peer may take to take the backlog in, in ms; what it has by then is its backlog. */
const OFFER_MS = 150_000;
/** From the end of the stall to the first report: a peer may pause before it reconnects, in ms. */
const FIRST_MS = 120_000;
/** Nothing arrived for so long: nothing will. */
const QUIET_MS = 6_000;

export interface Backlog {
  /** Of the reports that the peer has; all that were offered, unless it was too slow. */
  readonly marks: readonly string[];
  /** How long it took them in, in seconds. */
  readonly tookS: number;
  /** Memory of the peer with it, in MB. */
  readonly residentMb: number;
}

/** Stalls the link and lets reports pile up. */
export async function pileUp(stage: Stage, count: number): Promise<Backlog> {
  stage.farEnd.link.stall();
  const reports = stage.events.reports(count);
  const acknowledged = new Set<string>();
  const startedAtMs = performance.now();
  const signal = AbortSignal.timeout(OFFER_MS);
  const onAcknowledged = (mark: string) => void acknowledged.add(mark);
  await stage.running.offer(reports, { onAcknowledged, signal });
  return {
    marks: signal.aborted ? [...acknowledged] : reports.map(({ mark }) => mark),
    tookS: (performance.now() - startedAtMs) / 1_000,
    residentMb: stage.residentMb(),
  };
}

export interface DrainPlan {
  readonly shape: LinkShape;
  readonly panics: number;
  readonly everyMs: number;
  /** How long each panic is waited for. */
  readonly limitMs: number;
}

/** Opens the link and presses buttons; milliseconds until each was at the far end. */
export async function pressBehind(
  stage: Stage,
  { everyMs, limitMs, panics, shape }: DrainPlan,
): Promise<number[]> {
  const { arrivals, link } = stage.farEnd;
  const before = arrivals.count;
  link.shape(shape);
  link.open();
  await waitFor("a report arrives", () => arrivals.count > before, FIRST_MS);
  const waiting: Promise<number>[] = [];
  for (const event of stage.events.panics(panics)) {
    const atMs = await stage.running.press(event);
    waiting.push(
      arrivedWithin(arrivals, event.mark, limitMs).then((arrivedMs) => arrivedMs - atMs),
    );
    await delay(everyMs);
  }
  return await Promise.all(waiting);
}

/** Waits until nothing more arrives on a bare link; how many reports of the backlog never did. */
export async function droppedOf(stage: Stage, { marks }: Backlog): Promise<number> {
  const { arrivals, link } = stage.farEnd;
  link.shape(BARE);
  const missing = () => marks.filter((mark) => arrivals.atMs(mark) === undefined).length;
  const startedAtMs = performance.now();
  const quietMs = () => performance.now() - Math.max(arrivals.lastAtMs, startedAtMs);
  while (missing() > 0 && quietMs() < QUIET_MS) await delay(200);
  return missing();
}
