/**
 * Unplugged and plugged in with exchanged names, again and again. With VIGIL_TEST_LONG a thousand
 * times; the time until both modems listen with their own settings is told, and has a limit.
 */
import assert from "node:assert/strict";
import { Modems } from "../../../../gateway/modems/modems.ts";
import { SIGNAL, UPLINK } from "../../../devices/modems/makes.ts";
import { Cabling, ready, TWIN_FREQUENCIES_HZ, twins } from "../../../support/cabled_modems.ts";
import { until } from "../../../support/until.ts";

/** Boxes that are tried at the same time, and how often each is unplugged. */
const BOXES = 4;
const TIMES = Deno.env.get("VIGIL_TEST_LONG") === "1" ? 250 : 4;
const P95_LIMIT_MS = 5_000;

Deno.test("two equal modems are found again, however often they are plugged in with swapped names", async (t) => {
  const durations = (await Promise.all(Array.from({ length: BOXES }, replugOneBox))).flat()
    .toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(durations[Math.ceil(durations.length * share) - 1]!);
  const figures = `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
  await t.step(`after each of ${durations.length} replugs: ${figures}`, () => {
    assert.equal(durations.length, BOXES * TIMES);
    assert.ok(at(0.95) <= P95_LIMIT_MS);
  });
});

async function replugOneBox(): Promise<number[]> {
  await using cabling = new Cabling();
  const { configs, first, second } = twins(cabling);
  const sockets = ["lora-1", "lora-2"];
  first.plugIn(cabling.port(sockets[0]!));
  second.plugIn(cabling.port(sockets[1]!));
  await using modems = new Modems(configs, cabling.ports);
  modems.start();
  await ready(modems, ["lora-1", "lora-2"], 30_000);
  const durations: number[] = [];
  for (let times = 0; times < TIMES; times++) {
    await Promise.all([first.pull(), second.pull()]);
    const areLost = () => modems.sessions.every(({ status }) => status.state === "lost");
    await until("both are lost", areLost);
    sockets.reverse();
    const pluggedInAt = performance.now();
    first.plugIn(cabling.port(sockets[0]!));
    second.plugIn(cabling.port(sockets[1]!));
    await ready(modems, ["lora-1", "lora-2"], 30_000);
    durations.push(performance.now() - pluggedInAt);
    const tuned = [first, second].map(({ emulator }) => emulator.tuning?.frequencyHz);
    assert.deepEqual(tuned, TWIN_FREQUENCIES_HZ);
    first.emulator.hear(UPLINK, SIGNAL);
    await until("the first is heard", () => cabling.heard.length === times + 1);
    assert.equal(cabling.heard.at(-1)!.modem, "lora-1");
  }
  return durations;
}
