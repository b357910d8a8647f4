import assert from "node:assert/strict";
import { type Figure, HEADINGS, reportOf, tableRows } from "../../../gateway/bench/report.ts";
import { kindOf, MEASURE_NAMES } from "../../../gateway/bench/catalogue.ts";
import { median, percentile, perSecond } from "../../../gateway/bench/statistics.ts";

const ROOT = new URL("../../..", import.meta.url);

Deno.test("percentile is the smallest sample that a share of all does not exceed", () => {
  const samples = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6];
  assert.equal(percentile(samples, 0), 1);
  assert.equal(percentile(samples, 0.5), 5);
  assert.equal(percentile(samples, 0.51), 6);
  assert.equal(percentile(samples, 0.99), 10);
  assert.equal(percentile(samples, 1), 10);
});

Deno.test("percentile of one sample is that sample, of none an error", () => {
  assert.equal(percentile([7], 0.99), 7);
  assert.throws(() => percentile([], 0.5), RangeError);
});

Deno.test("median is not moved by one outlier", () => {
  assert.equal(median([3, 1_000, 2]), 3);
});

Deno.test("perSecond counts in seconds what took milliseconds", () => {
  assert.equal(perSecond(50, 2_000), 25);
});

function reportedWith(figure: Figure, name: (typeof MEASURE_NAMES)[number] = "latency-p50") {
  return reportOf(new Map([[name, figure]])).measures[name];
}

Deno.test("the report holds ours against the floor and the target against the ratio", () => {
  assert.deepEqual(reportedWith({ ours: 3, floor: 2 }), {
    ours: 3,
    floor: 2,
    ratio: 1.5,
    unit: "ms",
    target: { of: "ratio", atMost: 1.5 },
    met: true,
  });
  assert.equal(reportedWith({ ours: 3.1, floor: 2 }).met, false);
  assert.equal(reportedWith({ ours: 49, floor: 100 }, "ingest").met, false);
});

Deno.test("a measure without a floor has null for floor and ratio", () => {
  assert.deepEqual(reportedWith({ ours: 111, note: "with a note" }, "rss-idle"), {
    ours: 111,
    floor: null,
    ratio: null,
    unit: "MB",
    target: { of: "ours", atMost: 110 },
    met: false,
    note: "with a note",
  });
});

Deno.test("every measure is in the report, with the reason when it could not be measured", () => {
  const { measures } = reportOf(new Map([["drain", { skipped: "mosquitto is missing" }]]));
  assert.deepEqual(Object.keys(measures), MEASURE_NAMES);
  assert.equal(measures.drain.ours, null);
  assert.equal(measures.drain.skipped, "mosquitto is missing");
  assert.equal(measures.poll.skipped, "it was not run");
});

Deno.test("figures keep four digits, since more are noise", () => {
  assert.equal(reportedWith({ ours: 1.23456, floor: 1 }).ours, 1.235);
});

Deno.test("the table says loudly what was missed and what was skipped", () => {
  const report = reportOf(
    new Map([["latency-p50", { ours: 4, floor: 2 }], ["drain", { skipped: "no broker" }]]),
  );
  const rows = tableRows(report);
  assert.deepEqual(rows[0], ["latency-p50", "4", "2", "2", "ms", "ratio ≤ 1.5", "MISSED"]);
  assert.deepEqual(
    rows.find(([name]) => name === "drain"),
    ["drain", "–", "–", "–", "events/s", "ratio ≥ 0.4", "SKIPPED: no broker"],
  );
  assert.ok(rows.every((row) => row.length === HEADINGS.length));
});

Deno.test({
  name: "vigil bench --quick --json ends and gives every measure",
  ignore: Deno.env.get("VIGIL_TEST_LONG") === undefined,
  async fn() {
    const { code, stderr, stdout } = await new Deno.Command(new URL("vigil", ROOT).pathname, {
      args: ["bench", "--quick", "--json"],
      stdin: "null",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const { measures } = JSON.parse(new TextDecoder().decode(stdout));
    assert.deepEqual(Object.keys(measures), MEASURE_NAMES);
    for (const name of MEASURE_NAMES) {
      assert.ok(measures[name].ours > 0, name);
      assert.equal(measures[name].unit, kindOf(name).unit);
    }
  },
});
