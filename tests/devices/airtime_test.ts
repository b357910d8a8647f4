import assert from "node:assert/strict";
import vectors from "../vectors/toa-vectors.json" with { type: "json" };
import {
  budgetUs,
  CRITICAL_SHARE,
  DutyCycleAccount,
  EU868_SUB_BANDS,
  findSubBand,
  type LoraModulation,
  payloadSymbols,
  ROUTINE_SHARE,
  type SubBand,
  timeOnAirUs,
} from "../../devices/airtime.ts";
import type { MonotonicMs } from "../../devices/time.ts";

const SF9: LoraModulation = {
  spreadingFactor: 9,
  bandwidthHz: 125_000,
  codingRate: 5,
  preambleSymbols: 8,
};
const HOUR_MS = 3_600_000;

const at = (ms: number) => ms as MonotonicMs;

function band(name: SubBand["name"]): SubBand {
  return EU868_SUB_BANDS.find((candidate) => candidate.name === name)!;
}

Deno.test("time on air agrees with every published vector to the microsecond", () => {
  assert.equal(vectors.length, 53);
  for (const vector of vectors) {
    const modulation: LoraModulation = {
      spreadingFactor: vector.sf,
      bandwidthHz: (vector.bwKHz ?? 125) * 1_000,
      codingRate: Number(vector.cr.slice(2)),
      preambleSymbols: vector.preamble ?? 8,
      explicitHeader: vector.explicitHeader,
      crc: vector.crc,
      lowDataRateOptimized: vector.ldro,
    };
    if (vector.expectUs !== undefined) {
      assert.equal(timeOnAirUs(modulation, vector.payloadLen), vector.expectUs);
    } else {
      assert.equal(payloadSymbols(modulation, vector.payloadLen), vector.expectPayloadSymbols);
    }
  }
});

Deno.test("low data rate optimization is chosen for symbols of 16.38 ms and longer", () => {
  const choices = [
    { spreadingFactor: 10, bandwidthHz: 125_000, isChosen: false },
    { spreadingFactor: 11, bandwidthHz: 125_000, isChosen: true },
    { spreadingFactor: 11, bandwidthHz: 250_000, isChosen: false },
    { spreadingFactor: 12, bandwidthHz: 250_000, isChosen: true },
    { spreadingFactor: 12, bandwidthHz: 500_000, isChosen: false },
  ];
  for (const { isChosen, ...choice } of choices) {
    const modulation = { ...SF9, ...choice };
    const said = { ...modulation, lowDataRateOptimized: isChosen };
    assert.equal(timeOnAirUs(modulation, 35), timeOnAirUs(said, 35));
    assert.notEqual(
      timeOnAirUs(modulation, 35),
      timeOnAirUs({ ...said, lowDataRateOptimized: !isChosen }, 35),
    );
  }
});

Deno.test("SF5 and SF6 have a longer sync word and a payload without the 8 bits", () => {
  // SX1261/2 datasheet §6.1.4: (8 + 6.25 + 8 + ceil((80 + 16 - 20 + 20) / 20) * 5) * 0.256 ms
  assert.equal(timeOnAirUs({ ...SF9, spreadingFactor: 5 }, 10), 12_096);
  // (8 + 6.25 + 8 + ceil((80 + 16 - 24 + 20) / 24) * 5) * 0.512 ms
  assert.equal(timeOnAirUs({ ...SF9, spreadingFactor: 6 }, 10), 21_632);
});

Deno.test("an uplink of 35 bytes and an answer of 26 take at SF9 what is planned with", () => {
  assert.equal(timeOnAirUs(SF9, 35), 246_784);
  assert.equal(timeOnAirUs(SF9, 26), 205_824);
});

Deno.test("a sub-band matches only if it holds the whole occupied bandwidth", () => {
  const name = (frequencyHz: number, bandwidthHz = 125_000) =>
    findSubBand(frequencyHz, bandwidthHz)?.name;

  assert.equal(name(868_100_000), "M");
  assert.equal(name(868_500_000), "M");
  assert.equal(name(869_525_000), "P");
  assert.equal(name(869_462_500), "P");
  assert.equal(name(869_462_499), undefined);
  assert.equal(name(869_587_500), "P");
  assert.equal(name(869_587_501), undefined);
  assert.equal(name(869_525_000, 250_000), "P");
  assert.equal(name(869_500_000, 250_000), undefined);
  assert.equal(name(868_000_000), undefined);
  assert.equal(name(865_000_000), undefined);
  assert.equal(name(863_062_500), "K");
  assert.equal(name(867_500_000), "L");
  assert.equal(name(869_000_000), "N");
  assert.equal(name(869_850_000), "R");
  assert.equal(name(862_000_000), undefined);
  assert.equal(name(915_000_000), undefined);
});

Deno.test("no signal of 125 kHz fits the slots that are for alarms of 25 kHz", () => {
  for (const centreHz of [868_650_000, 869_225_000, 869_275_000, 869_350_000, 869_675_000]) {
    assert.equal(findSubBand(centreHz, 125_000), undefined);
  }
});

Deno.test("an hour holds 36 s of a 1 % band, 3.6 s of 0.1 % and 360 s of 10 %", () => {
  assert.deepEqual(["M", "K", "P"].map((name) => budgetUs(band(name as SubBand["name"]))), [
    36_000_000,
    3_600_000,
    360_000_000,
  ]);
});

Deno.test("the budget can be filled to its last microsecond and not beyond", () => {
  const account = new DutyCycleAccount();
  assert.ok(account.canSend(band("M"), 36_000_000, at(0), CRITICAL_SHARE));
  assert.ok(!account.canSend(band("M"), 36_000_001, at(0), CRITICAL_SHARE));

  account.record(band("M"), 35_000_000, at(0));
  assert.ok(account.canSend(band("M"), 1_000_000, at(1_000), CRITICAL_SHARE));
  assert.ok(!account.canSend(band("M"), 1_000_001, at(1_000), CRITICAL_SHARE));
});

Deno.test("routine traffic leaves a quarter of the budget to critical answers", () => {
  const account = new DutyCycleAccount();
  account.record(band("M"), 26_500_000, at(0));

  assert.ok(account.canSend(band("M"), 500_000, at(1), ROUTINE_SHARE));
  assert.ok(!account.canSend(band("M"), 500_001, at(1), ROUTINE_SHARE));
  assert.ok(account.canSend(band("M"), 9_500_000, at(1), CRITICAL_SHARE));
});

Deno.test("each sub-band has its own account", () => {
  const account = new DutyCycleAccount();
  account.record(band("M"), 36_000_000, at(0));

  assert.ok(!account.canSend(band("M"), 1, at(0), CRITICAL_SHARE));
  assert.ok(account.canSend(band("P"), 360_000_000, at(0), CRITICAL_SHARE));
});

Deno.test("a transmission counts for a whole hour and at most 10 s longer", () => {
  const account = new DutyCycleAccount();
  account.record(band("M"), 36_000_000, at(12_345));

  assert.ok(!account.canSend(band("M"), 1, at(12_345 + HOUR_MS), CRITICAL_SHARE));
  assert.ok(account.canSend(band("M"), 1, at(22_345 + HOUR_MS), CRITICAL_SHARE));
});

Deno.test("no window of an hour ever holds more than the budget", () => {
  const account = new DutyCycleAccount();
  const sent: { atMs: number; us: number }[] = [];
  for (let ms = 0; ms < 3 * HOUR_MS; ms += 1_700) {
    if (!account.canSend(band("M"), 247_000, at(ms), CRITICAL_SHARE)) continue;
    account.record(band("M"), 247_000, at(ms));
    sent.push({ atMs: ms, us: 247_000 });
  }

  assert.ok(sent.length > 3 * 140);
  for (const { atMs: start } of sent) {
    const within = sent.filter(({ atMs }) => atMs >= start && atMs < start + HOUR_MS);
    assert.ok(within.reduce((sum, { us }) => sum + us, 0) <= 36_000_000);
  }
});

Deno.test("an account that sends all the time stays small", () => {
  const account = new DutyCycleAccount();
  for (let ms = 0; ms < 2 * HOUR_MS; ms += 500) account.record(band("P"), 1, at(ms));

  assert.ok(account.export().P!.length <= 361);
});

Deno.test("a stored account goes on after a restart of the process", () => {
  const before = new DutyCycleAccount();
  before.record(band("M"), 30_000_000, at(5_000_000));
  const stored = JSON.parse(JSON.stringify(before.export()));

  const after = DutyCycleAccount.restore(stored, at(5_060_000));
  assert.equal(after.usedUs(band("M"), at(5_060_000)), 30_000_000);
  assert.ok(!after.canSend(band("M"), 7_000_000, at(5_060_000), CRITICAL_SHARE));
  assert.equal(after.usedUs(band("M"), at(5_000_000 + HOUR_MS)), 0);
});

Deno.test("after a reboot, what was sent under the old clock counts as sent now", () => {
  const before = new DutyCycleAccount();
  before.record(band("M"), 36_000_000, at(90_000_000));

  const after = DutyCycleAccount.restore(before.export(), at(20_000));
  assert.ok(!after.canSend(band("M"), 1, at(20_000 + HOUR_MS - 1), CRITICAL_SHARE));
  assert.ok(after.canSend(band("M"), 1, at(20_000 + HOUR_MS), CRITICAL_SHARE));
});
