import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../devices/time.ts";
import { Folding } from "../../../gateway/log/folding.ts";

const LINE = { level: "error", message: "cannot store a frame", fields: { modem: "m" } } as const;
const at = (ms: number) => ms as MonotonicMs;

Deno.test("Folding lets five equal lines pass, and says how often the rest came", () => {
  const folding = new Folding();
  const passed = Array.from({ length: 140_034 }, (_, n) => folding.passes(LINE, at(n / 100)));
  assert.equal(passed.filter((it) => it).length, 5);
  assert.deepEqual(folding.due(at(4_999)), []);
  assert.deepEqual(folding.due(at(5_000)), [
    { ...LINE, fields: { modem: "m", times: 140_029, withinS: 5 } },
  ]);
});

Deno.test("Folding reports a line that goes on less and less often", () => {
  const folding = new Folding();
  const reportedAtMs: number[] = [];
  for (let ms = 0; ms < 100_000; ms += 1_000) {
    for (let n = 0; n < 10; n++) folding.passes(LINE, at(ms));
    if (folding.due(at(ms)).length > 0) reportedAtMs.push(ms);
  }
  assert.deepEqual(reportedAtMs, [5_000, 15_000, 35_000, 75_000]);
});

Deno.test("Folding forgets a line that is not repeated", () => {
  const folding = new Folding();
  for (let n = 0; n < 5; n++) folding.passes(LINE, at(n));
  assert.equal(folding.passes(LINE, at(5_001)), true);
  assert.equal(folding.isHolding, false);
});

Deno.test("Folding keeps lines apart that differ in one field, and lets them pass beyond its memory", () => {
  const folding = new Folding();
  for (let n = 0; n < 1_000; n++) {
    assert.equal(folding.passes({ ...LINE, fields: { n } }, at(0)), true);
  }
});

Deno.test("Folding prints everything that is held back when the log ends", () => {
  const folding = new Folding();
  for (let n = 0; n < 8; n++) folding.passes(LINE, at(0));
  assert.deepEqual(folding.end(at(400)).map(({ fields }) => fields), [
    { modem: "m", times: 3, withinS: 0 },
  ]);
  assert.deepEqual(folding.end(at(400)), []);
});
