import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../devices/time.ts";
import { ModemHearing } from "../../../handlers/supervision/modem_hearing.ts";

const at = (ms: number) => ms as MonotonicMs;
const ready = (name: string) => ({ name, isReady: true });
const EXPECTED = { shortestPeriodMs: 60_000, count: 2 };

Deno.test("ModemHearing calls the only modem deaf after four periods, and hearing at the next frame", () => {
  const hearing = new ModemHearing();
  const modems = [ready("lora-1")];
  assert.deepEqual(hearing.look(modems, EXPECTED, at(0)), []);
  assert.deepEqual(hearing.look(modems, EXPECTED, at(239_999)), []);
  assert.deepEqual(hearing.look(modems, EXPECTED, at(240_000)), [
    { modem: "lora-1", became: "deaf", quietMs: 240_000, expectedWithinMs: 60_000 },
  ]);
  assert.deepEqual(hearing.look(modems, EXPECTED, at(300_000)), []);

  hearing.heardThrough("lora-1", at(310_000));
  assert.deepEqual(hearing.look(modems, EXPECTED, at(310_500)), [
    { modem: "lora-1", became: "hearing", quietMs: 500, expectedWithinMs: 60_000 },
  ]);
});

Deno.test("ModemHearing expects of one of several modems only what it has heard before", () => {
  const hearing = new ModemHearing();
  const modems = [ready("lora-1"), ready("lora-2")];
  hearing.look(modems, EXPECTED, at(0));
  hearing.heardThrough("lora-1", at(1_000));
  const changes = hearing.look(modems, EXPECTED, at(241_000));
  assert.deepEqual(changes.map(({ modem }) => modem), ["lora-1"]);
});

Deno.test("ModemHearing counts from when a modem listens, and leaves a lost one alone", () => {
  const hearing = new ModemHearing();
  hearing.look([ready("lora-1")], EXPECTED, at(0));
  hearing.look([{ name: "lora-1", isReady: false }], EXPECTED, at(200_000));
  assert.deepEqual(hearing.look([ready("lora-1")], EXPECTED, at(300_000)), []);
  assert.deepEqual(hearing.look([ready("lora-1")], EXPECTED, at(539_999)), []);
  assert.equal(hearing.look([ready("lora-1")], EXPECTED, at(540_000)).length, 1);
});

Deno.test("ModemHearing calls a deaf modem deaf once, however often it is opened again, until it hears", () => {
  const hearing = new ModemHearing();
  const modems = [ready("lora-1")];
  hearing.look(modems, EXPECTED, at(0));
  assert.equal(hearing.look(modems, EXPECTED, at(240_000)).length, 1);
  for (let ms = 250_000; ms < 1_000_000; ms += 10_000) {
    assert.deepEqual(hearing.look([{ name: "lora-1", isReady: false }], EXPECTED, at(ms)), []);
    assert.deepEqual(hearing.look(modems, EXPECTED, at(ms + 5_000)), []);
  }
  hearing.heardThrough("lora-1", at(1_000_000));
  assert.equal(hearing.look(modems, EXPECTED, at(1_000_000))[0]?.became, "hearing");
});

Deno.test("ModemHearing does not take one wearable that is off for a deaf modem", () => {
  const hearing = new ModemHearing();
  const modems = [ready("lora-1")];
  for (
    const expected of [{ shortestPeriodMs: 60_000, count: 1 }, {
      shortestPeriodMs: undefined,
      count: 0,
    }]
  ) {
    hearing.look(modems, expected, at(0));
    assert.deepEqual(hearing.look(modems, expected, at(9_000_000)), []);
  }
});
