import assert from "node:assert/strict";
import { budgetUs, findSubBand } from "../../../../devices/airtime.ts";
import type { Clock, MonotonicMs, UnixMs } from "../../../../devices/time.ts";
import {
  Eu868Budget,
  UNLIMITED_AIRTIME,
} from "../../../../gateway/modems/transmission/airtime_budget.ts";
import type { LedgerEntry } from "../../../../gateway/modems/transmission/airtime_ledger.ts";
import { ModemCounters } from "../../../../gateway/modems/session/counters.ts";
import {
  DEFAULT_WAIT_MS,
  Transmitter,
} from "../../../../gateway/modems/transmission/transmitter.ts";
import { MAX_SENDINGS } from "../../../../gateway/modems/transmission/transmit_queue.ts";

const BAND_P = { frequencyHz: 869_525_000, bandwidthHz: 125_000 };
const HOUR_MS = 3_600_000;

class Fixture {
  nowMs = 10 * HOUR_MS;
  readonly ledger: LedgerEntry[] = [];
  readonly counters = new ModemCounters();
  readonly messages: string[] = [];
  readonly frames: { id: number; byte: number | undefined }[] = [];
  canSend = true;
  onAirUs = 200_000;
  readonly clock: Clock = {
    monotonicMs: () => this.nowMs as MonotonicMs,
    unixMs: () => 0 as UnixMs,
    expiryUnixMs: () => 0 as UnixMs,
    quality: () => "ntp",
    bootId: "boot-1",
  };
  readonly log = {
    debug: () => {},
    info: () => {},
    warn: (message: string) => void this.messages.push(message),
    error: () => {},
  };

  sender() {
    const { canSend, onAirUs } = this;
    return {
      protocol: { canSend, maxFrameBytes: 255, timeOnAirUs: () => onAirUs },
      send: (id: number, frame: Uint8Array) => void this.frames.push({ id, byte: frame[0] }),
    };
  }

  budget() {
    const ledger = {
      load: () => this.ledger,
      record: (entry: LedgerEntry) => void this.ledger.push(entry),
    };
    return new Eu868Budget(BAND_P, ledger, this.clock);
  }

  transmitter(budget = UNLIMITED_AIRTIME) {
    return new Transmitter(budget, this.clock, this.counters, this.log);
  }
}

Deno.test("one answer at a time is on the air", () => {
  const fixture = new Fixture();
  const transmitter = fixture.transmitter();
  transmitter.add(Uint8Array.of(1), "normal");
  transmitter.add(Uint8Array.of(2), "normal");
  transmitter.pump(fixture.sender());
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 1 }]);
  transmitter.sent(1);
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 1 }, { id: 2, byte: 2 }]);
  assert.equal(fixture.counters.snapshot().sent, 1);
});

Deno.test("a critical answer goes out when the rest has used up its three quarters", () => {
  const fixture = new Fixture();
  const budget = fixture.budget();
  const band = findSubBand(BAND_P.frequencyHz, BAND_P.bandwidthHz);
  assert.ok(band !== undefined);
  budget.spend({ us: budgetUs(band) * 0.75, isRepeat: false });
  const transmitter = fixture.transmitter(budget);
  transmitter.add(Uint8Array.of(1), "high");
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, []);
  transmitter.add(Uint8Array.of(2), "critical");
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 2 }]);
});

Deno.test("nothing goes out when the whole budget is used up, and that is counted and logged", () => {
  const fixture = new Fixture();
  const budget = fixture.budget();
  budget.spend({ us: 360_000_000, isRepeat: false });
  const transmitter = fixture.transmitter(budget);
  transmitter.add(Uint8Array.of(1), "critical");
  transmitter.pump(fixture.sender());
  fixture.nowMs += DEFAULT_WAIT_MS;
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, []);
  assert.deepEqual(fixture.counters.snapshot().unsent, { "duty-cycle": 1 });
  assert.deepEqual(fixture.messages, ["not sent: duty cycle"]);
});

Deno.test("an answer waits for the hour to go by, and then goes out", () => {
  const fixture = new Fixture();
  const budget = fixture.budget();
  budget.spend({ us: 360_000_000, isRepeat: false });
  fixture.nowMs += HOUR_MS - 8_000;
  const transmitter = fixture.transmitter(budget);
  transmitter.add(Uint8Array.of(1), "critical");
  transmitter.pump(fixture.sender());
  assert.equal(transmitter.wakeAtMs, fixture.nowMs + 5_000);
  fixture.nowMs += 18_000;
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 1 }]);
});

Deno.test("what was sent before a restart counts after it", () => {
  const fixture = new Fixture();
  fixture.budget().spend({ us: 360_000_000, isRepeat: false });
  const transmitter = fixture.transmitter(fixture.budget());
  transmitter.add(Uint8Array.of(1), "critical");
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, []);
  assert.deepEqual(fixture.ledger[0], {
    band: "P",
    bootId: "boot-1",
    uptimeMs: 10 * HOUR_MS,
    us: 360_000_000,
  });
});

Deno.test("an answer that the modem could not send is tried again, then counted", () => {
  const fixture = new Fixture();
  const transmitter = fixture.transmitter();
  transmitter.add(Uint8Array.of(1), "normal");
  for (let id = 1; id <= MAX_SENDINGS; id++) {
    transmitter.pump(fixture.sender());
    transmitter.unsent(id, "timeout");
  }
  transmitter.pump(fixture.sender());
  assert.equal(fixture.frames.length, MAX_SENDINGS);
  assert.deepEqual(fixture.counters.snapshot().unsent, { timeout: 1 });
});

Deno.test("an answer for a modem that cannot send for too long is counted", () => {
  const fixture = new Fixture();
  const transmitter = fixture.transmitter();
  transmitter.add(Uint8Array.of(1), "normal");
  transmitter.pump(undefined);
  fixture.nowMs += DEFAULT_WAIT_MS;
  transmitter.pump(undefined);
  assert.deepEqual(fixture.counters.snapshot().unsent, { "not-ready": 1 });
  assert.equal(transmitter.wakeAtMs, undefined);
});

Deno.test("an answer longer than the modem can send holds nothing back", () => {
  const fixture = new Fixture();
  const transmitter = fixture.transmitter();
  transmitter.add(new Uint8Array(256), "critical");
  transmitter.add(Uint8Array.of(2), "normal");
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 2 }]);
  assert.deepEqual(fixture.counters.snapshot().unsent, { "too-long": 1 });
});

Deno.test("an answer that was on the air when the port was lost is sent again", () => {
  const fixture = new Fixture();
  const transmitter = fixture.transmitter();
  transmitter.add(Uint8Array.of(1), "normal");
  transmitter.pump(fixture.sender());
  transmitter.interrupted();
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 1 }, { id: 2, byte: 1 }]);
});

const repeat = (fixture: Fixture) => ({
  isRepeat: true,
  untilMs: (fixture.nowMs + 10_000) as MonotonicMs,
});

Deno.test("repeats use half of the hour at most, and hold back no first answer", () => {
  const fixture = new Fixture();
  const budget = fixture.budget();
  budget.spend({ us: 180_000_000, isRepeat: true });
  const transmitter = fixture.transmitter(budget);
  transmitter.add(Uint8Array.of(1), "critical", repeat(fixture));
  transmitter.add(Uint8Array.of(2), "high");
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 2 }]);
});

Deno.test("what first answers have used leaves repeats their half", () => {
  const fixture = new Fixture();
  const budget = fixture.budget();
  budget.spend({ us: 200_000_000, isRepeat: false });
  const transmitter = fixture.transmitter(budget);
  transmitter.add(Uint8Array.of(1), "critical", repeat(fixture));
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, [{ id: 1, byte: 1 }]);
});

Deno.test("what repeats have used is known after a restart", () => {
  const fixture = new Fixture();
  fixture.budget().spend({ us: 180_000_000, isRepeat: true });
  const transmitter = fixture.transmitter(fixture.budget());
  transmitter.add(Uint8Array.of(1), "critical", repeat(fixture));
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, []);
  assert.deepEqual(fixture.budget().use, { band: "P", total: 0.5, repeats: 1 });
});

Deno.test("an answer that waits longer than its wearable listens never leaves", () => {
  const fixture = new Fixture();
  fixture.canSend = false;
  const transmitter = fixture.transmitter();
  transmitter.add(Uint8Array.of(1), "critical", { ...repeat(fixture), isRepeat: false });
  transmitter.pump(fixture.sender());
  fixture.nowMs += 10_000;
  fixture.canSend = true;
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, []);
  assert.deepEqual(fixture.counters.snapshot().unsent, { "not-ready": 1 });
});

Deno.test("an answer that comes when its wearable listens no more is not taken, and counted", () => {
  const fixture = new Fixture();
  const transmitter = fixture.transmitter();
  const untilMs = fixture.nowMs as MonotonicMs;
  transmitter.add(Uint8Array.of(1), "critical", { isRepeat: false, untilMs });
  transmitter.pump(fixture.sender());
  assert.deepEqual(fixture.frames, []);
  assert.deepEqual(fixture.counters.snapshot().unsent, { "too-late": 1 });
});
