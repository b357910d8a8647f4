/** What every make keeps when it receives. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { decodeHex, encodeHex } from "../../../../devices/hex.ts";
import type { ModemEffect, ModemProtocol } from "../../../../devices/modems/modem.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import vectors from "../../../vectors/lora-lines.json" with { type: "json" };
import { configured, type Make, MAKES, SIGNAL, UPLINK, wired } from "../makes.ts";

interface Vector {
  readonly id: string;
  readonly dialect: string;
  readonly line?: string;
  readonly lineHex?: string;
  readonly expect: {
    readonly payloadHex?: string;
    readonly rssi?: number;
    readonly snr?: number;
    readonly malformed?: boolean;
    readonly error?: number | string;
    /** Of LoRaWAN: no frame from a wearable. */
    readonly fPort?: number;
  };
}

const CHUNK_SIZES = [1, 2, 3, 7, 64, 100_000];
/** Fewer digits are in every report by chance. */
const MIN_TELLING_DIGITS = 8;
/** Longer than any reader waits for the rest of something. */
const SILENCE_MS = 3_000;

export function describeReceiving(make: Make): void {
  describeVectors(make);
  describePackets(make);
  describeNoise(make);
}

function describeVectors({ name, dialects, createProtocol, radio }: Make): void {
  for (const vector of vectors as Vector[]) {
    if (!dialects.includes(vector.dialect)) continue;
    Deno.test(`${name}: ${vector.id} means what is known of it, however it is cut`, () => {
      for (const size of CHUNK_SIZES) {
        const protocol = createProtocol(radio);
        protocol.start(at(0));
        check(feed(protocol, bytesOf(vector), size), vector);
      }
    });
  }
}

function check(effects: readonly ModemEffect[], { dialect, expect }: Vector): void {
  const delivered = effects.filter((effect) => effect.do === "deliver");
  const isFrame = expect.payloadHex !== undefined && expect.fPort === undefined &&
    !dialect.endsWith("-lorawan");
  assert.equal(delivered.length, isFrame ? 1 : 0);
  for (const { payload, rssiDbm, snrDb } of delivered) {
    assert.equal(encodeHex(payload), expect.payloadHex?.toLowerCase());
    assert.deepEqual([rssiDbm, snrDb], [expect.rssi, expect.snr]);
  }
  const reports = effects.filter((effect) => effect.do === "report");
  if (expect.malformed) assert.ok(reports.some(({ reason }) => reason === "malformed"));
  const { payloadHex, error } = expect;
  if (payloadHex !== undefined && payloadHex.length >= MIN_TELLING_DIGITS) {
    assert.ok(!JSON.stringify(reports).includes(payloadHex), "a payload is in no report");
  }
  // The first command is waiting for its answer.
  if (error !== undefined) assert.ok(reports.some(({ reason }) => reason === "refused"));
  if (typeof error === "number") assert.ok(reports.some(({ text }) => text.includes(`${error}`)));
}

function describePackets(make: Make): void {
  const { name, createProtocol, radio, packet, payload, signal } = make;

  Deno.test(`${name}: a frame is delivered with its signal, again and again`, () => {
    const wire = configured(make);
    for (let count = 1; count <= 5; count++) {
      assert.equal(wire.modem.hear(UPLINK, SIGNAL), true, "it listens");
      wire.run(1_000);
      assert.equal(wire.all("deliver").length, count);
    }
    const payloadForm = wire.protocol.payloadForm;
    assert.deepEqual(wire.all("deliver").at(-1), {
      do: "deliver",
      payloadForm,
      payload: payload(UPLINK),
      ...signal,
    });
  });

  Deno.test(`${name}: a frame is delivered before the modem is configured`, () => {
    const [effect] = feed(createProtocol(radio), packet(UPLINK), 100);
    assert.ok(effect?.do === "deliver");
    assert.deepEqual(effect.payload, payload(UPLINK));
  });

  Deno.test(`${name}: a frame that comes between a command and its answer is delivered`, () => {
    const wire = wired(make);
    wire.modem.faults.answerDelayMs = 100;
    wire.start();
    for (let step = 0; step < 30; step++) {
      wire.run(70);
      wire.perform(wire.protocol.feed(packet(UPLINK), wire.now));
    }
    wire.run(60_000);
    assert.equal(wire.all("deliver").length, 30);
    assert.equal(wire.protocol.isConfigured, true);
    const reasons = wire.all("report").map(({ reason }) => reason);
    for (const odd of ["garbage", "malformed", "mismatch", "timeout"] as const) {
      assert.ok(!reasons.includes(odd), odd);
    }
  });
}

function describeNoise({ name, createProtocol, radio, packet }: Make): void {
  Deno.test(`${name}: a packet behind a million bytes of garbage is read`, () => {
    const protocol = createProtocol(radio);
    const garbage = new Uint8Array(1e6).fill(0x55);
    const effects = [...protocol.feed(garbage, at(0)), ...feed(protocol, packet(UPLINK), 100)];
    assert.equal(effects.filter((effect) => effect.do === "deliver").length, 1);
    assert.ok(lostBytes(effects) > 0.99e6, "what was lost is counted");
  });

  Deno.test(`${name}: whatever comes, nothing is thrown and an alarm behind it is heard`, () => {
    fc.assert(fc.property(fc.array(fc.tuple(piece, fc.nat(3_000)), { maxLength: 40 }), (pieces) => {
      const protocol = createProtocol(radio);
      let now = 0;
      protocol.start(at(now));
      for (const [chunk, afterMs] of pieces) {
        protocol.feed(chunk, at(now += afterMs));
        protocol.tick(at(now));
      }
      // A line end and a silence bring every reader back into step.
      feed(protocol, latin1("\r\n"), 2, now);
      const effects = feed(protocol, packet(UPLINK), 100, now + 2 * SILENCE_MS);
      assert.equal(effects.filter((effect) => effect.do === "deliver").length, 1);
    }));
  });
}

// Pieces that readers act on, so that chance finds more than garbage.
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom(...MAKES.map((make) => make.packet(UPLINK))),
  fc.constantFrom(...MAKES.map((make) => make.packet(UPLINK).subarray(0, 20))),
  fc.constantFrom(...(vectors as Vector[]).map(bytesOf)),
  fc.constantFrom("+RCV=", "+EVT:", "1,240,", ",-60,11\r\n", "+TEST: RX ", "radio_rx ").map(latin1),
  fc.constantFrom(
    "OK\r\n",
    "+OK\r\n",
    "ok\r\n",
    "busy\r\n",
    "+TEST: RXLRPKT\n",
    "0\r\n",
    "+READY\r",
  )
    .map(latin1),
);

/** Feeds in chunks, then lets time pass. */
function feed(
  protocol: ModemProtocol,
  bytes: Uint8Array,
  chunkSize: number,
  fromMs = 0,
): ModemEffect[] {
  const effects: ModemEffect[] = [];
  for (let from = 0; from < bytes.length; from += chunkSize) {
    effects.push(...protocol.feed(bytes.subarray(from, from + chunkSize), at(fromMs)));
  }
  for (let ms = 0; ms <= SILENCE_MS; ms += 50) effects.push(...protocol.tick(at(fromMs + ms)));
  return effects;
}

function lostBytes(effects: readonly ModemEffect[]): number {
  return effects.reduce(
    (sum, effect) => sum + (effect.do === "report" ? effect.sizeBytes : 0),
    0,
  );
}

function bytesOf({ line, lineHex }: Vector): Uint8Array {
  return (lineHex === undefined ? undefined : decodeHex(lineHex)) ?? latin1(`${line}\r\n`);
}

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

function at(ms: number): MonotonicMs {
  return ms as MonotonicMs;
}
