import assert from "node:assert/strict";
import { AtProtocol } from "../../../../devices/modems/at/protocol.ts";
import { rak3172Dialect } from "../../../../devices/modems/rak3172/rak3172.ts";
import { Rak3172Emulator } from "../../../../gateway/simulator/emulate_rak3172.ts";
import { RADIO, Wire } from "../wire.ts";

function rak3172(radio = RADIO) {
  return new Wire(new AtProtocol(rak3172Dialect(radio)), (ports) => new Rak3172Emulator(ports));
}

function configured() {
  const wire = rak3172();
  wire.start();
  wire.run(20_000);
  assert.equal(wire.protocol.isConfigured, true);
  return wire;
}

const FRAME = Uint8Array.of(0x21, 0x00, 0xff);
const SIGNAL = { rssiDbm: -99, snrDb: 7 };

Deno.test("a RAK3172 is taken out of LoRaWAN mode, set, read back and asked who it is", () => {
  const wire = configured();
  const afterRestart = wire.commands.slice(wire.commands.indexOf("AT+NWM=0") + 1);
  assert.deepEqual(afterRestart, [
    "AT",
    // In the other order than before the restart.
    "AT+VER=?",
    "AT+SN=?",
    "AT+NWM=?",
    "AT+ENCRY=?",
    "AT+IQINVER=?",
    "AT+PRECV=0",
    "AT+P2P=869525000:9:0:0:12:14",
    "AT+SYNCWORD=1424",
    "AT+PRECV=65533",
    "AT+NWM=?",
    "AT+ENCRY=?",
    "AT+IQINVER=?",
    "AT+P2P=?",
    "AT+SYNCWORD=?",
    "AT+VER=?",
    "AT+HWMODEL=?",
    "AT+SN=?",
  ]);
  assert.deepEqual(wire.all("configured"), [{
    do: "configured",
    identity: {
      firmware: "RUI_4.1.0_RAK3172-E",
      model: "rak3172",
      serial: "0000000000000001",
    },
  }]);
});

Deno.test("a RAK3172 with echo on is configured", () => {
  const wire = rak3172();
  wire.modem.faults.echo = true;
  wire.start();
  wire.run(20_000);
  assert.equal(wire.protocol.isConfigured, true);
});

Deno.test("a RAK3172 that answers nothing but its setters is configured", () => {
  const wire = configured();
  const mute = rak3172();
  // Already in P2P mode, since it would not tell.
  mute.modem.receive(new TextEncoder().encode("AT+NWM=0\r\n"));
  mute.run(1_000);
  mute.modem.faults.ignore = ["AT+VER", "AT+HW", "AT+SN", "AT+NWM", "AT+EN", "AT+IQ", "AT+P2P=?"];
  mute.start();
  mute.run(30_000);
  assert.equal(mute.protocol.isConfigured, true);
  assert.equal(wire.protocol.isConfigured, true);
  mute.run(3_600_000);
  assert.equal(mute.protocol.isConfigured, true);
  assert.equal(mute.all("unconfigured").length, 0);
});

Deno.test("a RAK3172 that refuses every question is configured", () => {
  const wire = configured();
  wire.modem.faults.refuse = ["AT+VER", "AT+HW", "AT+SN", "AT+EN", "AT+IQ", "AT+P2P=?"];
  wire.modem.restart(false);
  wire.run(20_000);
  assert.equal(wire.all("configured").length, 2);
});

Deno.test("firmware that wants the bandwidth in kHz gets it", () => {
  const wire = rak3172();
  wire.modem.faults.refuse = ["AT+P2P=869525000:9:0:"];
  wire.start();
  wire.run(20_000);
  assert.ok(wire.commands.includes("AT+P2P=869525000:9:125:0:12:14"));
});

Deno.test("a setting that is refused leaves the modem receiving and is tried again", () => {
  const wire = rak3172();
  wire.modem.faults.refuse = ["AT+SYNCWORD="];
  wire.start();
  wire.run(20_000);
  assert.equal(wire.protocol.isConfigured, false);
  assert.match(
    wire.all("unconfigured")[0]?.text ?? "",
    /AT\+SYNCWORD=1424 was refused with AT_PARAM_ERROR/,
  );
  assert.equal(wire.modem.hear(FRAME, SIGNAL), true);
  assert.equal(wire.all("deliver").length, 1);

  wire.modem.faults.refuse = [];
  wire.run(120_000);
  assert.equal(wire.protocol.isConfigured, true);
});

Deno.test("a RAK3172 that is taken out of LoRaWAN mode is not reported as one that restarts by itself", () => {
  const wire = configured();
  assert.ok(wire.commands.includes("AT+NWM=0"));
  assert.deepEqual(wire.all("report"), []);
});

Deno.test("settings that no RAK3172 can have are refused with what to change", () => {
  const wire = rak3172({ ...RADIO, powerDbm: 27 });
  wire.start();
  assert.deepEqual(wire.effects, [{
    do: "unconfigured",
    text: "Cannot configure a RAK3172 as asked: the power must be 5 to 22 dBm; " +
      "change [modem.radio]",
    why: "not-configured",
  }]);
  assert.equal(wire.protocol.canSend, false);
});

Deno.test("a frame is delivered with its signal", () => {
  const wire = configured();
  wire.modem.hear(FRAME, SIGNAL);
  assert.deepEqual(wire.all("deliver"), [
    { do: "deliver", payloadForm: "bytes", payload: FRAME, ...SIGNAL },
  ]);
});

Deno.test("a frame is delivered before the modem is configured", () => {
  const protocol = new AtProtocol(rak3172Dialect(RADIO));
  const effects = protocol.feed(new TextEncoder().encode("+EVT:RXP2P:-60:11:AABB\r\n"), 0 as never);
  assert.deepEqual(effects, [{
    do: "deliver",
    payloadForm: "bytes",
    payload: Uint8Array.of(0xaa, 0xbb),
    rssiDbm: -60,
    snrDb: 11,
  }]);
});

Deno.test("a modem that restarts with lost settings gets them again", () => {
  const wire = configured();
  wire.modem.restart(true);
  assert.equal(wire.protocol.isConfigured, false);
  wire.run(20_000);
  assert.equal(wire.protocol.isConfigured, true);
  assert.ok(wire.all("report").some(({ reason }) => reason === "reset"));
  assert.equal(wire.modem.tuning?.frequencyHz, 869_525_000);
});

Deno.test("a restart in the middle of the configuration starts it again", () => {
  const wire = configured();
  wire.modem.restart(false);
  wire.run(301);
  wire.modem.restart(true);
  wire.run(20_000);
  assert.equal(wire.protocol.isConfigured, true);
  assert.equal(wire.modem.tuning?.spreadingFactor, 9);
});

Deno.test("a restart while a command waits is not followed by waiting for its answer", () => {
  const wire = configured();
  wire.modem.faults.ignore = ["AT+PSEND"];
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(10);
  wire.modem.restart(true);
  wire.run(1_000);
  assert.equal(wire.protocol.isConfigured, true);
});

Deno.test("settings that were changed behind our back are found and written again", () => {
  const wire = configured();
  wire.modem.receive(new TextEncoder().encode("AT+PRECV=0\r\nAT+P2P=868100000:7:0:0:8:14\r\n"));
  wire.run(700_000);
  assert.ok(wire.all("report").some(({ reason }) => reason === "mismatch"));
  assert.equal(wire.modem.tuning?.frequencyHz, 869_525_000);
});

Deno.test("a modem that falls silent is reported within two minutes", () => {
  const wire = configured();
  wire.modem.faults.silent = true;
  wire.run(120_000);
  assert.equal(wire.protocol.isConfigured, false);
  assert.match(wire.all("unconfigured")[0]?.text ?? "", /no answer to AT\+PRECV=0/);
  wire.modem.faults.silent = false;
  wire.run(120_000);
  assert.equal(wire.protocol.isConfigured, true);
});

Deno.test("a frame is sent when the modem says that it is out, and not before", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(7, FRAME, wire.now));
  wire.run(10);
  assert.equal(wire.protocol.canSend, false);
  assert.deepEqual(wire.all("sent"), []);
  wire.run(1_000);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 7 }]);
  assert.deepEqual(wire.onAir, [FRAME]);
  assert.equal(wire.commands.at(-1), "AT+PSEND=2100FF");
  assert.equal(wire.protocol.canSend, true);
});

Deno.test("a busy modem is asked again, a bounded number of times", () => {
  const wire = configured();
  wire.modem.faults.busyTimes = 2;
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(5_000);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);

  wire.modem.faults.busyTimes = 100;
  wire.perform(wire.protocol.send(2, FRAME, wire.now));
  wire.run(20_000);
  assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 2, why: "refused" }]);
});

Deno.test("a frame that a restart swallowed is unsent", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(10);
  wire.modem.restart(false);
  assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "reset" }]);
});

Deno.test("late answers are given to no later command", () => {
  const wire = configured();
  wire.modem.faults.answerDelayMs = 2_500;
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(2_400);
  assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "timeout" }]);
  wire.modem.faults.answerDelayMs = 0;
  wire.run(30_000);
  assert.ok(wire.all("report").some(({ reason }) => reason === "unsolicited"));
  assert.equal(wire.protocol.isConfigured, true);
});

Deno.test("a frame that comes between a command and its OK is delivered, and the OK counts", () => {
  const wire = rak3172();
  wire.modem.faults.answerDelayMs = 100;
  wire.start();
  for (let step = 0; step < 30; step++) {
    wire.run(50);
    wire.perform(
      wire.protocol.feed(new TextEncoder().encode("+EVT:RXP2P:-60:11:AABB\r\n"), wire.now),
    );
  }
  wire.run(20_000);
  assert.equal(wire.all("deliver").length, 30);
  assert.equal(wire.protocol.isConfigured, true);
  assert.deepEqual(wire.all("report").map(({ reason }) => reason), []);
});

Deno.test("an event glued to an OK is read, and so is the OK", () => {
  const wire = configured();
  wire.modem.faults.ignore = ["AT+PSEND"];
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  const glued = new TextEncoder().encode("OK+EVT:RXP2P:-60:11:AABB\r\n+EVT:TXP2P DONE\r\n");
  wire.perform(wire.protocol.feed(glued, wire.now));
  assert.equal(wire.all("deliver").length, 1);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
});
