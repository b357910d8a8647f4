/** A simulated wearable has one radio and keeps to the law, as a real one does. */
import assert from "node:assert/strict";
import { timeOnAirUs } from "../../../devices/airtime.ts";
import { SimulatedWearable } from "../../../gateway/simulator/wearable.ts";
import { LISTEN_MS, REPEAT_MS } from "../../../gateway/simulator/wearable_radio.ts";

const HOUR_MS = 3_600_000;
/** As at SF9 in the sub-band that the configuration's default lies in. */
const MODULATION = {
  spreadingFactor: 9,
  bandwidthHz: 125_000,
  codingRate: 5,
  preambleSymbols: 8,
};
const DUTY_CYCLE = 0.1;

/** A wearable whose time is moved by hand, and what it put on the air when. */
function wearableOnAir(listenMs?: number) {
  const sent: { atMs: number; frame: Uint8Array }[] = [];
  const due: { atMs: number; run: () => void }[] = [];
  let nowMs = 0;
  const wearable = new SimulatedWearable(
    { uid: "d-1", kid: 1, rootKey: new Uint8Array(16), epoch: 0 },
    {
      transmit: (frame) => void sent.push({ atMs: nowMs, frame }),
      after: (delayMs, run) => {
        const timer = { atMs: nowMs + delayMs, run };
        due.push(timer);
        return () => void (due.includes(timer) && due.splice(due.indexOf(timer), 1));
      },
      nowMs: () => nowMs,
      ...(listenMs === undefined ? {} : { listenMs }),
    },
  );
  const goTo = (atMs: number) => {
    for (;;) {
      const next = due.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > atMs) break;
      due.splice(due.indexOf(next), 1);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = atMs;
  };
  return { wearable, sent, goTo };
}

Deno.test("An unconfirmed alarm is repeated at its pace", () => {
  const { goTo, sent, wearable } = wearableOnAir();
  wearable.press();
  goTo(3 * REPEAT_MS);
  assert.deepEqual(sent.map(({ atMs }) => atMs), [0, 8_000, 16_000, 24_000]);
});

Deno.test("However many alarms stay unconfirmed, an hour of repeats stays within the duty cycle", () => {
  const { goTo, sent, wearable } = wearableOnAir();
  for (let alarm = 0; alarm < 30; alarm++) {
    wearable.press();
    wearable.test();
    goTo((alarm + 1) * 20_000);
  }
  goTo(HOUR_MS);
  const onAirMs = sent.reduce((sum, { frame }) => sum + timeOnAirUs(MODULATION, frame.length), 0) /
    1_000;
  assert.ok(onAirMs <= DUTY_CYCLE * HOUR_MS, `${onAirMs} ms on air`);
  assert.ok(wearable.unconfirmed.length === 60);
  for (const message of wearable.unconfirmed) assert.ok(message.transmissions > 3);
});

Deno.test("Messages are repeated in turn: the one that was sent longest ago comes next", () => {
  const { goTo, sent, wearable } = wearableOnAir();
  const first = wearable.press();
  goTo(1_000);
  const second = wearable.test();
  goTo(1_000 + 4 * REPEAT_MS);
  assert.deepEqual(
    sent.slice(2).map(({ frame }) => frame === first.frame ? "first" : "second"),
    ["first", "second", "first", "second"],
  );
  assert.equal(second.transmissions, 3);
});

Deno.test("A wearable that listens for a time after it has sent hears nothing later", () => {
  const { goTo, wearable } = wearableOnAir(LISTEN_MS);
  wearable.heartbeat();
  assert.equal(wearable.isListening, true);
  goTo(LISTEN_MS);
  assert.equal(wearable.isListening, true);
  goTo(LISTEN_MS + 1);
  assert.equal(wearable.isListening, false);
  wearable.heartbeat();
  assert.equal(wearable.isListening, true);
});
