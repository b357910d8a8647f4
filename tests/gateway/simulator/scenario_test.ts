import assert from "node:assert/strict";
import { readScenario } from "../../../gateway/simulator/scenario.ts";

const CAST = { devices: 2, modems: 1 };

function problems(text: string): string[] {
  const read = readScenario(text, CAST);
  return read.ok ? [] : read.error.map(({ line, key, text }) => `${line}: ${key}: ${text}`);
}

Deno.test("A scenario says who does what and when", () => {
  const text = `[[step]]\nat_s = 3\ndevice = 1\ndo = "press"\nflags = ["duress"]\nrepeat_s = 60\n` +
    `[[step]]\nat_s = 4\nmodem = 1\ndo = "unplug"\n`;
  assert.deepEqual(readScenario(text, CAST), {
    ok: true,
    value: [
      { at_s: 3, device: 1, do: "press", flags: ["duress"], repeat_s: 60 },
      { at_s: 4, modem: 1, do: "unplug" },
    ],
  });
});

Deno.test("Every problem of a scenario comes with its key and line", () => {
  assert.deepEqual(
    problems(
      `[[step]]\nat_s = -1\ndevice = 1\ndo = "press"\ncolour = 1\n[[step]]\nat_s = 1\n` +
        `device = 3\ndo = "press"\n[[step]]\nat_s = 1\nmodem = 2\ndo = "unplug"\n` +
        `[[step]]\nat_s = 1\ndevice = 1\ndo = "position"\nlat = 51\n`,
    ),
    [
      "2: step[0].at_s: must be at least 0, not -1",
      "5: step[0].colour: is no key here: correct or remove it",
      "8: step[1].device: must be at most 2, not 3: ask for more with --devices",
      "12: step[2].modem: must be at most 1, not 2: name more kinds with --modem",
      "14: step[3]: has one half of a place: give lat and lon, or neither",
    ],
  );
  assert.match(
    problems(`[[step]]\nat_s = 1\ndo = "dance"\n`)[0]!,
    /^3: step\[0\]\.do: must be one of/,
  );
  assert.match(problems(`[[step]\n`)[0]!, /^1: : not TOML at column/);
  assert.deepEqual(problems(`seed = 1\n[[step]]\nat_s = 1\ndevice = 1\ndo = "press"\n`), [
    "1: seed: is no key here: a scenario has [[step]] only",
  ]);
  assert.match(problems("")[0]!, /step: must be a list of tables/);
});
