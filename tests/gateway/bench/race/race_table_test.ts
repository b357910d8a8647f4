import assert from "node:assert/strict";
import {
  msText,
  OWN_HEADINGS,
  ownRows,
  RACE_HEADINGS,
  raceRow,
} from "../../../../gateway/bench/race/race_table.ts";
import { latenciesOf, ownResult } from "../../../../gateway/bench/race/results.ts";

Deno.test("a latency is printed in the unit that suits its size", () => {
  assert.equal(msText(4.23), "4.2 ms");
  assert.equal(msText(171.9), "172 ms");
  assert.equal(msText(13_240), "13.2 s");
  assert.equal(msText(119_900), "119.9 s");
  assert.equal(msText(624_000), "10.4 min");
  assert.equal(msText(null), "never");
});

Deno.test("the row of a peer has what was dropped beside what was lost, and who acknowledged nothing", () => {
  const panics = latenciesOf([100, 200, Infinity]);
  const row = raceRow({
    peer: "a script",
    acknowledgement: null,
    idleMb: 61.7,
    calm: latenciesOf([1.5, 2.5]),
    bare: { reports: 2_000, tookS: 1, dropped: 980, panics, residentMb: 80 },
    slow: { reports: 2_000, tookS: 1, panics: latenciesOf([60_000]), residentMb: 80 },
    kill: { promised: 200, lost: 199 },
    failures: [],
  });
  assert.deepEqual(row, [
    "a script",
    "1.5 ms / 2.5 ms",
    "200 ms / never",
    "60.0 s / 60.0 s",
    "980 of 2000",
    "199 of 200, none acknowledged",
    "62 / 80",
  ]);
  assert.equal(row.length, RACE_HEADINGS.length);
});

Deno.test("the row of a peer that could not take part is empty, and as long as the others", () => {
  const row = raceRow({ peer: "a broker", acknowledgement: "PUBACK", failures: ["no apt-get"] });
  assert.deepEqual(row, ["a broker", "–", "–", "–", "–", "–", "– / –"]);
});

Deno.test("the table of Vigil against itself says how much slower its p99 is, and how busy the machine was", () => {
  const draining = { samples: [5, 12], delay: 0.251, drainedPerS: 5_000.4 };
  const rows = ownRows(ownResult(1_000_000, { samples: [4, 8], delay: 0.02 }, draining));
  assert.deepEqual(rows, [
    ["with nothing else to do", "4.0 ms", "8.0 ms", "8.0 ms", "run delay 2 %"],
    [
      "while 1,000,000 reports drain",
      "5.0 ms",
      "12 ms",
      "12 ms",
      "5000 a second, p99 1.5 times that above, run delay 25 %",
    ],
  ]);
  assert.equal(rows[0]!.length, OWN_HEADINGS.length);
});
