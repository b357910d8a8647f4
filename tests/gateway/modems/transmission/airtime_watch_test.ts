import assert from "node:assert/strict";
import {
  Eu868Budget,
  UNLIMITED_AIRTIME,
} from "../../../../gateway/modems/transmission/airtime_budget.ts";
import { AirtimeWatch } from "../../../../gateway/modems/transmission/airtime_watch.ts";
import type { LedgerEntry } from "../../../../gateway/modems/transmission/airtime_ledger.ts";
import type { GatewayEventFacts } from "../../../../handlers/events/gateway_events.ts";
import { TestClock } from "../../../support/clocks.ts";

/** One per cent: 36 s of an hour. */
const BAND_M = { frequencyHz: 868_100_000, bandwidthHz: 125_000 };
const HOUR_MS = 3_600_000;

class Watched {
  readonly clock = new TestClock();
  readonly raised: GatewayEventFacts[] = [];
  readonly ledger: LedgerEntry[] = [];
  watch = this.restart();

  restart(): AirtimeWatch {
    const ledger = {
      load: () => this.ledger,
      record: (entry: LedgerEntry) => void this.ledger.push(entry),
    };
    const budget = new Eu868Budget(BAND_M, ledger, this.clock);
    return this.watch = new AirtimeWatch("lora-1", budget, (facts) => this.raised.push(facts));
  }

  spend(seconds: number, isRepeat = false): void {
    this.watch.spend({ us: seconds * 1_000_000, isRepeat });
  }

  get codes(): string[] {
    return this.watch.degradations.map(({ code }) => code);
  }
}

Deno.test("Air time is reported as low at four fifths of the hour, once, while answers still go out", () => {
  const watched = new Watched();
  watched.spend(28);
  assert.deepEqual([watched.raised, watched.codes], [[], []]);
  watched.spend(1);
  watched.spend(1);
  assert.deepEqual(watched.raised, [{
    name: "airtime-low",
    reason: "hour",
    subject: "modem/lora-1",
    details: { band: "M", usedPercent: 81, repeatsPercent: 0 },
  }]);
  assert.deepEqual(watched.codes, ["airtime-low"]);
  const answer = { us: 200_000, urgency: "critical", isRepeat: false } as const;
  assert.equal(watched.watch.allows(answer), true);
});

Deno.test("When not even the most urgent answer may be sent, air time is exhausted", () => {
  const watched = new Watched();
  watched.spend(35.9);
  assert.deepEqual(watched.codes, ["airtime-low"]);
  const answer = { us: 200_000, urgency: "critical", isRepeat: false } as const;
  assert.equal(watched.watch.allows(answer), false);
  assert.deepEqual(watched.codes, ["airtime-exhausted"]);
  watched.clock.advance(HOUR_MS + 10_000);
  assert.deepEqual(watched.codes, []);
});

Deno.test("The half for repeats is reported as well, before it is used up", () => {
  const watched = new Watched();
  watched.spend(15, true);
  assert.deepEqual(watched.raised.map(({ reason, details }) => [reason, details]), [
    ["repeats", { band: "M", usedPercent: 42, repeatsPercent: 83 }],
  ]);
  assert.deepEqual(watched.codes, ["airtime-low"]);
});

Deno.test("After a restart the same hour is not reported again, and the next time is", () => {
  const watched = new Watched();
  watched.spend(30);
  watched.restart();
  watched.spend(1);
  assert.equal(watched.raised.length, 1);
  assert.deepEqual(watched.codes, ["airtime-low"]);
  watched.clock.advance(HOUR_MS + 10_000);
  watched.spend(1);
  watched.spend(30);
  assert.equal(watched.raised.length, 2);
});

Deno.test("Where there is no limit nothing is reported", () => {
  const raised: GatewayEventFacts[] = [];
  const watch = new AirtimeWatch("cable", UNLIMITED_AIRTIME, (facts) => raised.push(facts));
  watch.spend({ us: 3_600_000_000, isRepeat: true });
  assert.deepEqual([raised, watch.degradations, watch.use], [[], [], undefined]);
});
