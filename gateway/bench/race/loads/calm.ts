import { setTimeout as delay } from "node:timers/promises";
import type { Stage } from "../stage.ts";
import { arrivedWithin } from "../../arrivals.ts";

/** Between two panics, so that what follows from the one does not meet the other, in ms. */
const PAUSE_MS = 40;
const LIMIT_MS = 20_000;

/** Presses buttons while there is nothing else to do; milliseconds until each was at the far end. */
export async function pressInTheCalm(stage: Stage, count: number): Promise<number[]> {
  const samples: number[] = [];
  for (const event of stage.events.panics(count)) {
    const atMs = await stage.running.press(event);
    samples.push(await arrivedWithin(stage.farEnd.arrivals, event.mark, LIMIT_MS) - atMs);
    await delay(PAUSE_MS);
  }
  return samples;
}
