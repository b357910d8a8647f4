/**
 * What the audit chain costs: the gateway against itself without it, in turns. Without it an entry
 * goes nowhere (unaudited_program.ts); all else is the same program.
 *
 *     poll    takes 50 events and acknowledges the 50 before
 *     alarm   a panic's last byte on the serial line ─▶ a poll that waits ─▶ answer to its receipt
 *     look    an operator gets the page of an incident, whose entry is on the disk by then
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuditSide } from "../audit_side.ts";
import type { BenchContext } from "../context.ts";
import { measuredLauncher } from "../measured_program.ts";
import { POLL_EVENTS } from "../poller.ts";
import { processTree } from "../processes.ts";
import type { Figure } from "../report.ts";
import { RunDelay } from "../run_delay.ts";
import { median } from "../statistics.ts";
import { bundleUnaudited } from "../unaudited_program.ts";

const WARM_UP = 20;
/** Between two alarms, so that what follows from the one does not meet the other. */
const PAUSE_MS = 40;

export async function benchAudit(context: BenchContext) {
  const { folder, progress, scale } = context;
  const { panicsPerRound, polls, rounds } = scale;
  await using stack = new AsyncDisposableStack();
  const launchers = [measuredLauncher(), await bundleUnaudited(join(folder, "unaudited"))];
  const backlog = (WARM_UP + rounds * polls + 1) * POLL_EVENTS;
  const sides: AuditSide[] = [];
  for (const [n, launcher] of launchers.entries()) {
    const own = join(folder, String(n));
    mkdirSync(own);
    sides.push(stack.use(await AuditSide.start(own, launcher, backlog)));
  }
  const delays = sides.map(({ gateway }) => RunDelay.of(() => processTree(gateway.pid)));
  const total = 3 * WARM_UP + rounds * (polls + 2 * panicsPerRound);
  let done = 0;
  const inTurns = async (count: number, once: (side: AuditSide) => Promise<number>) => {
    const samples: number[][] = [[], []];
    for (let n = -WARM_UP; n < count * rounds; n++) {
      // Each goes first as often as the other: what the one leaves to do does not meet only the other.
      for (const at of n % 2 === 0 ? [0, 1] : [1, 0]) {
        const tookMs = await once(sides[at]!);
        if (n >= 0) samples[at]!.push(tookMs);
      }
      progress.count(++done, total);
    }
    const [ours, floor] = samples.map(median);
    return { ours: ours!, floor: floor! };
  };
  const poll = await inTurns(polls, (side) => side.poll());
  for (const side of sides) await side.drain();
  const alarm = await inTurns(panicsPerRound, async (side) => {
    await delay(PAUSE_MS);
    return await side.press();
  });
  const look = await inTurns(panicsPerRound, (side) => side.look());
  const [ours, floor] = delays.map((it) => it.share());
  for (const [n, side] of sides.entries()) await side.verify(n === 0);
  const figure = (its: Figure): Figure => ({ ...its, delay: { ours: ours!, floor: floor! } });
  return {
    "audit-poll": figure({ ...poll, note: `${POLL_EVENTS} events a poll` }),
    "audit-alarm": figure(alarm),
    "audit-look": figure(look),
  };
}
