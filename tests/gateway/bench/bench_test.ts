import assert from "node:assert/strict";
import {
  type Figure,
  HEADINGS,
  type Outcome,
  reportOf,
  tableRows,
} from "../../../gateway/bench/report.ts";
import { kindOf, MEASURE_NAMES } from "../../../gateway/bench/catalogue.ts";
import { median, percentile, perSecond } from "../../../gateway/bench/statistics.ts";

const ROOT = new URL("../../../", import.meta.url);

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

Deno.test("the report holds ours against the floor and the targets against the ratio", () => {
  assert.deepEqual(reportedWith({ ours: 3, floor: 2, delay: { ours: 0.12345, floor: 0 } }), {
    ours: 3,
    floor: 2,
    ratio: 1.5,
    unit: "ms",
    against: "fair script",
    target: { of: "ratio", atMost: 1.5 },
    moonshot: { of: "ratio", atMost: 1.2 },
    met: true,
    moonshotMet: false,
    runDelay: { ours: 0.123, floor: 0 },
  });
  assert.equal(reportedWith({ ours: 3.1, floor: 2 }).met, false);
  assert.equal(reportedWith({ ours: 2.3, floor: 2 }).moonshotMet, true);
  assert.equal(reportedWith({ ours: 49, floor: 100 }, "ingest").met, false);
});

Deno.test("a target of its own holds whatever the floor is", () => {
  const { met, moonshotMet, ratio } = reportedWith({ ours: 100, floor: 50 }, "rss-idle");
  assert.deepEqual({ met, moonshotMet, ratio }, { met: true, moonshotMet: false, ratio: 2 });
});

Deno.test("a target on what is added to the floor is met by the difference", () => {
  const metBy = (ours: number) => reportedWith({ ours, floor: 87 }, "slow-link-p50");
  assert.deepEqual([metBy(127).met, metBy(127.5).met, metBy(107).moonshotMet], [true, false, true]);
});

Deno.test("a ratio that has no floor is not met", () => {
  assert.equal(reportedWith({ ours: 1 }).met, false);
});

Deno.test("a measure without a floor has null for floor and ratio", () => {
  assert.deepEqual(reportedWith({ ours: 51, note: "with a note" }, "disk-per-panic-full"), {
    ours: 51,
    floor: null,
    ratio: null,
    unit: "KiB",
    target: { of: "ours", atMost: 50 },
    moonshot: { of: "ours", atMost: 26 },
    met: false,
    moonshotMet: false,
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

Deno.test("the worst of several alike is the figure, and below it stands each of them", () => {
  const parts = [{ name: "/", ours: 20, floor: 2 }, { name: "/events", ours: 30.12345 }];
  const report = reportOf(new Map([["page-p95", { ours: 30.12345, parts }]]));
  assert.deepEqual(report.measures["page-p95"].parts, [
    { name: "/", ours: 20, floor: 2 },
    { name: "/events", ours: 30.12 },
  ]);
  const rows = tableRows(report);
  const at = rows.findIndex(([name]) => name === "page-p95");
  assert.deepEqual(rows[at + 1]!.slice(0, 5), ["  /", "20", "2", "10", "ms"]);
  assert.deepEqual(rows[at + 2]!.slice(0, 5), ["  /events", "30.12", "–", "–", "ms"]);
  assert.ok(rows.every((row) => row.length === HEADINGS.length));
});

Deno.test("figures keep four digits, since more are noise", () => {
  assert.equal(reportedWith({ ours: 1.23456, floor: 1 }).ours, 1.235);
});

Deno.test("the table says loudly what was missed and what was skipped, and how busy the machine was", () => {
  const report = reportOf(
    new Map<(typeof MEASURE_NAMES)[number], Outcome>([
      ["latency-p50", { ours: 4, floor: 2, delay: { ours: 0.25, floor: 0.031 } }],
      ["drain", { skipped: "no broker" }],
      ["slow-link-p50", { ours: 100, floor: 87, note: "of 20" }],
    ]),
  );
  const rows = tableRows(report);
  const rowOf = (measure: string) => rows.find(([name]) => name === measure);
  assert.deepEqual(rowOf("latency-p50"), [
    ...["latency-p50", "4", "2", "2", "ms", "fair script"],
    ...["ratio ≤ 1.5", "ratio ≤ 1.2", "25 % / 3 %", "MISSED"],
  ]);
  assert.deepEqual(rowOf("drain"), [
    ...["drain", "–", "–", "–", "events/s", "bare mqtt.js"],
    ...["ratio ≥ 0.4", "ratio ≥ 0.6", "", "SKIPPED: no broker"],
  ]);
  assert.deepEqual(rowOf("slow-link-p50")!.slice(6), [
    ...["floor + 40", "floor + 20", "", "moonshot met, of 20"],
  ]);
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
      assert.equal(measures[name].floor === null, kindOf(name).floor === undefined, name);
    }
  },
});
