import assert from "node:assert/strict";
import { BURST_GAP_MS, REST_WITHIN_MS } from "../../../../devices/modems/ebyte_e22/bursts.ts";
import { EbyteE22Protocol } from "../../../../devices/modems/ebyte_e22/ebyte_e22.ts";
import type { ModemEffect } from "../../../../devices/modems/modem.ts";
import { EbyteE22Emulator } from "../../../../gateway/simulator/emulate_ebyte_e22.ts";
import { ANSWER, EBYTE_E22, SIGNAL, UPLINK } from "../makes.ts";
import { Wire } from "../wire.ts";

const STRENGTH = 256 + SIGNAL.rssiDbm;

function plugged(strength = true) {
  const wire = new Wire(
    new EbyteE22Protocol(EBYTE_E22.radio),
    (ports) => new EbyteE22Emulator(ports),
  );
  wire.modem.appendsStrength = strength;
  wire.start();
  return wire;
}

/** Feeds chunks, each after a pause, and lets the last be the last. */
function hear(...chunks: readonly (readonly [afterMs: number, bytes: Uint8Array])[]) {
  const protocol = new EbyteE22Protocol(EBYTE_E22.radio);
  const effects: ModemEffect[] = [];
  let now = 0;
  for (const [afterMs, bytes] of chunks) {
    now += afterMs;
    effects.push(...protocol.tick(now as never), ...protocol.feed(bytes, now as never));
  }
  for (let ms = 0; ms <= 2 * REST_WITHIN_MS; ms += 10) {
    effects.push(...protocol.tick((now + ms) as never));
  }
  return {
    frames: effects.filter((effect) => effect.do === "deliver"),
    lostBytes: effects.reduce((sum, it) => sum + (it.do === "report" ? it.sizeBytes : 0), 0),
  };
}

const bytes = (...parts: readonly (Uint8Array | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => typeof part === "number" ? [part] : [...part]));

Deno.test("an Ebyte E22 is configured at once, and not one byte is written to it", () => {
  const wire = plugged();
  assert.deepEqual(wire.effects, [{ do: "configured", identity: {} }]);
  wire.run(24 * 3_600_000);
  assert.deepEqual(wire.commands, []);
  assert.deepEqual(wire.onAir, []);
});

Deno.test("a frame goes to an Ebyte E22 as it is, and nothing else", () => {
  const wire = plugged();
  wire.perform(wire.protocol.send(1, ANSWER, wire.now));
  wire.run(3_000);
  assert.equal(wire.commands.length, 1);
  assert.deepEqual(wire.onAir, [ANSWER]);
});

Deno.test("a frame is delivered with or without the byte for its strength", () => {
  for (const strength of [true, false]) {
    const wire = plugged(strength);
    wire.modem.hear(UPLINK, SIGNAL);
    wire.run(BURST_GAP_MS);
    const [frame] = wire.all("deliver");
    assert.deepEqual(frame?.payload, UPLINK);
    assert.equal(frame?.rssiDbm, strength ? -99 : undefined);
  }
});

Deno.test("frames that are printed without a pause are parted", () => {
  const other = UPLINK.toReversed();
  other[0] = UPLINK[0]!;
  assert.deepEqual(
    hear([0, bytes(UPLINK, other)]).frames.map(({ payload }) => payload),
    [UPLINK, other],
  );
  const heardFrames = hear([0, bytes(UPLINK, STRENGTH, other, STRENGTH + 1)]).frames;
  assert.deepEqual(heardFrames.map(({ payload }) => payload), [UPLINK, other]);
  assert.deepEqual(heardFrames.map(({ rssiDbm }) => rssiDbm), [-99, -98]);
});

Deno.test("a frame that is printed with a pause in it is put together", () => {
  const wire = plugged();
  wire.modem.pauseMs = 200;
  wire.modem.hear(UPLINK, SIGNAL);
  wire.run(1_000);
  assert.deepEqual(wire.all("deliver").map(({ payload }) => payload), [UPLINK]);
  assert.deepEqual(wire.all("report"), []);
});

Deno.test("a frame whose end never came does not harm the next", () => {
  const { frames, lostBytes } = hear(
    [0, UPLINK.subarray(0, 20)],
    [200, bytes(UPLINK, STRENGTH)],
  );
  assert.deepEqual(frames.map(({ payload }) => payload), [UPLINK]);
  assert.equal(lostBytes, 20);
});

Deno.test("the beginning of a frame waits for its rest for a bounded time, then it is counted", () => {
  const { frames, lostBytes } = hear(
    [0, UPLINK.subarray(0, 20)],
    [REST_WITHIN_MS + BURST_GAP_MS + 10, UPLINK.subarray(20)],
  );
  assert.deepEqual(frames, []);
  assert.equal(lostBytes, 35);
});

Deno.test("bytes that dribble in do not renew the time that a beginning waits", () => {
  const { frames } = hear(
    [0, UPLINK.subarray(0, 20)],
    [200, UPLINK.subarray(20, 25)],
    [200, UPLINK.subarray(25, 30)],
    [200, UPLINK.subarray(30)],
  );
  assert.deepEqual(frames, []);
});

Deno.test("a stray byte that looks like a beginning is no part of the frame after it", () => {
  const { frames, lostBytes } = hear([0, UPLINK.subarray(0, 1)], [100, UPLINK]);
  assert.deepEqual(frames.map(({ payload }) => payload), [UPLINK]);
  assert.equal(lostBytes, 1);
});

Deno.test("of a burst that is longer than is kept, the newest frame is heard", () => {
  const { frames, lostBytes } = hear([0, bytes(...Array(20).fill(UPLINK))]);
  assert.equal(frames.length, 1);
  assert.equal(lostBytes, 19 * UPLINK.length);
});

Deno.test("a frame right behind noise is heard", () => {
  const { frames, lostBytes } = hear([0, bytes(1, 2, 3, UPLINK, STRENGTH)]);
  assert.deepEqual(frames.map(({ payload, rssiDbm }) => [payload, rssiDbm]), [[UPLINK, -99]]);
  assert.equal(lostBytes, 3);
});

Deno.test("what is no uplink is counted and not delivered: foreign packets, answers, noise", () => {
  const foreign = [new Uint8Array(35), ANSWER, UPLINK.subarray(1), Uint8Array.of(0x20)];
  for (const packet of foreign) {
    const { frames, lostBytes } = hear([0, packet]);
    assert.deepEqual(frames, []);
    assert.equal(lostBytes, packet.length);
  }
});

Deno.test("a module that is in configuration mode is reported", () => {
  const wire = plugged();
  wire.modem.babble(Uint8Array.of(0xff, 0xff, 0xff));
  wire.run(1_000);
  assert.match(wire.all("report")[0]?.text ?? "", /configuration mode .* M0 and M1 low/);
});
