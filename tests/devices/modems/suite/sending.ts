/** What every make keeps when it sends. */
import assert from "node:assert/strict";
import toaVectors from "../../../vectors/toa-vectors.json" with { type: "json" };
import { ANSWER, answerMs, configured, type Make, SIGNAL, UPLINK } from "../makes.ts";
import type { Wire } from "../wire.ts";
import type { ModemEmulator } from "../../../../gateway/simulator/modem_emulator.ts";

/** Symbols from this length on are sent with low data rate optimization. */
const LONG_SYMBOL_MS = 16.38;

export function describeSending(make: Make): void {
  describeTransmission(make);
  describeFailures(make);
  describeAirtime(make);
}

function describeTransmission(make: Make): void {
  const { name } = make;

  Deno.test(`${name}: a frame is sent when it is out, not before, and the modem hears again`, () => {
    const wire = configured(make);
    send(wire, 7, ANSWER);
    wire.run(answerMs(make) * 0.9);
    assert.equal(wire.protocol.canSend, false);
    assert.deepEqual(wire.all("sent"), []);
    wire.run(2_000);
    assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 7 }]);
    assert.deepEqual(wire.onAir, [ANSWER]);
    assert.equal(wire.protocol.canSend, true);
    assertHears(wire);
  });

  Deno.test(`${name}: one frame after another is sent`, () => {
    const wire = configured(make);
    for (let id = 1; id <= 4; id++) {
      send(wire, id, ANSWER);
      wire.run(3_000);
    }
    assert.deepEqual(wire.all("sent").map(({ id }) => id), [1, 2, 3, 4]);
    assert.equal(wire.onAir.length, 4);
  });

  Deno.test(`${name}: an answer goes out right behind the packet that it answers`, () => {
    const wire = configured(make);
    wire.modem.hear(UPLINK, SIGNAL);
    while (!wire.protocol.canSend || wire.all("deliver").length === 0) wire.run(1);
    send(wire, 1, ANSWER);
    wire.run(3_000);
    assert.deepEqual(wire.onAir, [ANSWER]);
    assertHears(wire);
  });

  Deno.test(`${name}: the longest frame is sent, a longer one is unsent`, () => {
    const wire = configured(make);
    const { maxFrameBytes } = wire.protocol;
    assert.ok(maxFrameBytes >= ANSWER.length);
    send(wire, 1, new Uint8Array(maxFrameBytes).fill(0x30));
    wire.run(10_000);
    assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
    assert.equal(wire.onAir[0]?.length, maxFrameBytes);
    send(wire, 2, new Uint8Array(maxFrameBytes + 1));
    assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 2, why: "refused" }]);
    assert.equal(wire.protocol.canSend, true);
  });
}

function describeFailures(make: Make): void {
  const { name, commands } = make;

  Deno.test(`${name}: a restart while a frame is on the air ends it, once`, () => {
    const wire = configured(make);
    send(wire, 1, ANSWER);
    wire.run(answerMs(make) / 2);
    wire.modem.restart(true);
    wire.run(make.recoverMs + 10_000);
    assert.equal(wire.all("sent").length + wire.all("unsent").length, 1);
    assert.equal(wire.protocol.canSend, true);
    assertHears(wire);
  });

  if (commands === undefined) return;

  Deno.test(`${name}: a modem that does not answer makes a frame unsent, and hears again`, () => {
    const wire = configured(make);
    wire.modem.faults.ignore = [commands.transmit];
    send(wire, 1, ANSWER);
    wire.run(20_000);
    assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "timeout" }]);
    assertHears(wire);
  });

  Deno.test(`${name}: a frame that is refused is unsent, and the modem hears again`, () => {
    const wire = configured(make);
    wire.modem.faults.refuse = [commands.transmit];
    send(wire, 1, ANSWER);
    wire.run(20_000);
    assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "refused" }]);
    assertHears(wire);
  });

  if (!commands.reportsBusy) return;

  Deno.test(`${name}: a busy modem is asked again, a bounded number of times`, () => {
    const wire = configured(make);
    wire.modem.faults.busyTimes = 2;
    send(wire, 1, ANSWER);
    wire.run(5_000);
    assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
    wire.modem.faults.busyTimes = 100;
    send(wire, 2, ANSWER);
    wire.run(20_000);
    assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 2, why: "refused" }]);
    assertHears(wire);
  });

  Deno.test(`${name}: a busy modem hears while it is left alone`, () => {
    const wire = configured(make);
    wire.modem.faults.busyTimes = 1;
    send(wire, 1, ANSWER);
    wire.run(200);
    assertHears(wire);
    wire.run(5_000);
    assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
  });
}

function describeAirtime(make: Make): void {
  Deno.test(`${make.name}: time on air is that of the vectors, its own bytes included`, () => {
    const compared = toaVectors.filter((vector) => agrees(make, vector)).length;
    assert.ok(compared >= 3, `${compared} vectors compared`);
  });
}

/** False when no frame of this make is on the air as the vector's packet is. */
function agrees(make: Make, vector: (typeof toaVectors)[number]): boolean {
  const { sf, bwKHz = 125, preamble = 8, cr, payloadLen, expectUs } = vector;
  const isLong = 2 ** sf / bwKHz >= LONG_SYMBOL_MS;
  const usual = vector.explicitHeader && vector.crc && vector.ldro === isLong && cr === "4/5";
  const frameBytes = Array.from({ length: 240 }, (_, index) => index + 1)
    .find((bytes) => make.onAirBytes(bytes) === payloadLen);
  if (!usual || expectUs === undefined || frameBytes === undefined) return false;
  const protocol = make.createProtocol({
    ...make.radio,
    spreadingFactor: sf,
    bandwidthHz: bwKHz * 1_000,
    preambleSymbols: preamble,
  });
  assert.equal(protocol.timeOnAirUs(new Uint8Array(frameBytes)), expectUs);
  return true;
}

function send(wire: Wire<ModemEmulator>, id: number, frame: Uint8Array): void {
  wire.perform(wire.protocol.send(id, frame, wire.now));
}

function assertHears(wire: Wire<ModemEmulator>): void {
  const before = wire.all("deliver").length;
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true, "it listens");
  wire.run(300);
  assert.equal(wire.all("deliver").length, before + 1);
}
