import assert from "node:assert/strict";
import { judgeNetworkSignal, judgeSignal, sensitivityDbm } from "../../devices/signal.ts";

Deno.test("the weakest signal agrees with the datasheet to 2 dB", () => {
  // Semtech SX1276 datasheet, table 10: typical sensitivity in the upper band at 125 kHz.
  for (const [spreadingFactor, dbm] of [[7, -123], [9, -129], [12, -137]] as const) {
    const computed = sensitivityDbm({ spreadingFactor, bandwidthHz: 125_000 });
    assert.ok(Math.abs(computed - dbm) <= 2, `SF${spreadingFactor}: ${computed}`);
  }
});

Deno.test("a technician reads what to do about a signal", () => {
  const sf9 = { spreadingFactor: 9, bandwidthHz: 125_000 };
  assert.equal(judgeSignal(-112, sf9).text, "−112 dBm: too weak, move the antenna");
  assert.equal(judgeSignal(-60, sf9).text, "−60 dBm: good");
  assert.equal(
    judgeSignal(-105.4, sf9).text,
    "−105 dBm: fair, a better place for the antenna helps indoors",
  );
});

Deno.test("a mobile network is judged by its own measure", () => {
  assert.equal(judgeNetworkSignal(-79).text, "−79 dBm: good");
  assert.equal(judgeNetworkSignal(-95).verdict, "fair");
  assert.equal(judgeNetworkSignal(-109).text, "−109 dBm: too weak, move the antenna");
});

Deno.test("the same signal is better at a higher factor", () => {
  assert.equal(judgeSignal(-112, { spreadingFactor: 7, bandwidthHz: 125_000 }).verdict, "too weak");
  assert.equal(judgeSignal(-112, { spreadingFactor: 12, bandwidthHz: 125_000 }).verdict, "fair");
});
