import assert from "node:assert/strict";
import { timeOnAirUs } from "../../../../devices/airtime.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import { Eu868Budget } from "../../../../gateway/modems/transmission/airtime_budget.ts";
import { ModemCounters } from "../../../../gateway/modems/session/counters.ts";
import { Transmitter } from "../../../../gateway/modems/transmission/transmitter.ts";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";

/** One per cent: 36 s of an hour. */
const BAND_M = { frequencyHz: 868_100_000, bandwidthHz: 125_000 };
const SF9 = { spreadingFactor: 9, bandwidthHz: 125_000, codingRate: 5, preambleSymbols: 8 };
const RECORDINGS = 20;
const PLAYED_FOR_S = 256;

/** What an intake answers, through one modem with a duty cycle. */
class Air {
  readonly #counters = new ModemCounters();
  readonly #transmitter: Transmitter;
  #frames: Uint8Array[] = [];
  #taken = 0;

  constructor(readonly intake: Intake) {
    const { clock, log } = intake;
    const budget = new Eu868Budget(BAND_M, { load: () => [], record: () => {} }, clock);
    this.#transmitter = new Transmitter(budget, clock, this.#counters, log);
  }

  /** Sends what may be sent now of all that was answered. */
  transmit(): Uint8Array[] {
    for (const { hex, sending, urgency } of this.intake.sent.slice(this.#taken)) {
      this.#transmitter.add(decodeHex(hex)!, urgency, sending);
    }
    this.#taken = this.intake.sent.length;
    this.#frames = [];
    for (let before = -1; before < this.#frames.length;) {
      before = this.#frames.length;
      this.#transmitter.pump({
        protocol: {
          canSend: true,
          maxFrameBytes: 255,
          timeOnAirUs: ({ length }) => timeOnAirUs(SF9, length),
        },
        send: (id, frame) => {
          this.#frames.push(frame);
          this.#transmitter.sent(id);
        },
      });
    }
    return this.#frames;
  }
}

Deno.test("Recordings that are replayed for minutes leave the next wearable its answers", async () => {
  await using intake = await Intake.open();
  const air = new Air(intake);
  const wearable = await Wearable.issue(intake);
  const recordings = Array.from({ length: RECORDINGS }, () => wearable.panic());
  for (const frame of recordings) await intake.hear(frame);
  air.transmit();
  for (let second = 1; second <= PLAYED_FOR_S; second++) {
    intake.clock.advance(1_000);
    // At other times nothing is answered: an attacker who knows the rule plays just then.
    if (!Number.isInteger(Math.log2(second + 1))) continue;
    for (const frame of recordings) await intake.hear(frame);
    air.transmit();
  }

  const victim = await Wearable.issue(intake, "d-victim", 9);
  await intake.hear(victim.panic());
  assert.deepEqual(air.transmit().map((frame) => victim.open(frame)?.type), [8]);
});
