/** What a broker sees when it comes back and 500 gateways had lost it at one moment. */
import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { Backoff } from "../../../../handlers/delivery/path/backoff.ts";
import { Random } from "../../../sim/random.ts";

const GATEWAYS = 500;
const CONNECT_REFUSED_MS = 5;

/** When one gateway is back, in ms after the broker is. */
function returnsAfterMs(seed: number, awayMs: number): number {
  const random = new Random(seed);
  const backoff = new Backoff(() => random.next());
  const connectedForMs = 3_600_000;
  backoff.connected(0 as MonotonicMs);
  backoff.delivered();
  let nowMs = connectedForMs;
  for (;;) {
    nowMs += backoff.nextPauseMs(nowMs as MonotonicMs);
    if (nowMs >= connectedForMs + awayMs) return nowMs - connectedForMs - awayMs;
    nowMs += CONNECT_REFUSED_MS;
  }
}

function arrivals(awayMs: number): number[] {
  return Array.from({ length: GATEWAYS }, (_, index) => returnsAfterMs(index + 1, awayMs));
}

/** How many come in each piece of time. */
function histogram(times: readonly number[], pieceMs: number): number[] {
  const counts = new Array<number>(Math.floor(Math.max(...times) / pieceMs) + 1).fill(0);
  for (const time of times) counts[Math.floor(time / pieceMs)]!++;
  return counts;
}

function draw(awayMs: number, counts: readonly number[]): string {
  const lines = counts.map((count, second) =>
    `${String(second).padStart(3)} s ${String(count).padStart(4)} ${
      "#".repeat(Math.ceil(count / 4))
    }`
  );
  return `\nbroker away for ${awayMs / 1_000} s\n${lines.join("\n")}\n`;
}

for (const awayMs of [5_000, 120_000]) {
  Deno.test(`500 gateways do not come together when a broker was away for ${awayMs / 1_000} s`, () => {
    const times = arrivals(awayMs);
    Deno.stdout.writeSync(new TextEncoder().encode(draw(awayMs, histogram(times, 1_000))));
    assert.ok(Math.max(...times) <= 15_000, "all are back within the longest pause");
    const inBusiest = Math.max(...histogram(times, 100));
    assert.ok(inBusiest <= GATEWAYS / 20, `${inBusiest} come within a tenth of a second`);
  });
}
