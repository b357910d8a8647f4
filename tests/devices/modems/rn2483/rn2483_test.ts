import assert from "node:assert/strict";
import { AtProtocol } from "../../../../devices/modems/at/protocol.ts";
import { latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";
import { rn2483Dialect } from "../../../../devices/modems/rn2483/rn2483.ts";
import { readRn2483Line } from "../../../../devices/modems/rn2483/reader.ts";
import { Rn2483Emulator } from "../../../../gateway/simulator/emulate_rn2483.ts";
import { ANSWER, configured as setUp, RN2483, SIGNAL, UPLINK } from "../makes.ts";
import { RADIO, Wire } from "../wire.ts";

function configured() {
  const wire = new Wire(new AtProtocol(rn2483Dialect(RADIO)), (ports) => new Rn2483Emulator(ports));
  wire.start();
  wire.run(5_000);
  assert.equal(wire.protocol.isConfigured, true);
  return wire;
}

Deno.test("an RN2483 is paused, stopped, set, read back, identified and made to receive", () => {
  const wire = setUp(RN2483);
  const names = ["mod", "freq", "sf", "bw", "cr", "crc", "iqi", "sync", "prlen", "pwr", "wdt"];
  assert.deepEqual(wire.commands, [
    "sys get hweui",
    "sys get ver",
    "sys get hweui",
    "mac pause",
    "radio rxstop",
    "radio set mod lora",
    "radio set freq 869525000",
    "radio set sf sf9",
    "radio set bw 125",
    "radio set cr 4/5",
    "radio set crc on",
    "radio set iqi off",
    "radio set sync 12",
    "radio set prlen 12",
    "radio set pwr 14",
    "radio set wdt 0",
    "mac pause",
    ...names.map((name) => `radio get ${name}`),
    "sys get hweui",
    "sys get ver",
    "radio rx 0",
  ]);
  assert.deepEqual(wire.all("configured"), [{
    do: "configured",
    identity: { model: "RN2483", firmware: "1.0.5", serial: "0000000000000001" },
  }]);
});

Deno.test("the version that an RN2483 was asked for is no restart, the same text unasked is", () => {
  const wire = configured();
  assert.deepEqual(wire.all("report"), []);
  wire.modem.babble(latin1Bytes("RN2483 1.0.5 Oct 31 2018 15:06:52\r\n"));
  assert.deepEqual(wire.all("report").map(({ reason }) => reason), ["reset"]);
  assert.equal(wire.protocol.isConfigured, false);
});

Deno.test("an RN2483 receives again before it is asked for the signal of a packet", () => {
  const wire = configured();
  const before = wire.commands.length;
  wire.modem.hear(UPLINK, SIGNAL);
  wire.run(0);
  assert.deepEqual(wire.commands.slice(before, before + 1), ["radio rx 0"]);
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true);
  wire.run(1_000);
  assert.deepEqual(wire.commands.slice(before), [
    "radio rx 0",
    "radio get rssi", // of the first packet; its snr is no longer to be had
    "radio rx 0",
    "radio get rssi",
    "radio get snr",
  ]);
  assert.deepEqual(wire.all("deliver").map(({ snrDb }) => snrDb), [undefined, 7]);
});

Deno.test("a packet whose signal an RN2483 does not give is delivered without it, in time", () => {
  const wire = configured();
  wire.modem.faults.ignore = ["radio get rssi"];
  wire.modem.hear(UPLINK, SIGNAL);
  wire.run(260);
  assert.equal(wire.all("deliver").length, 1);
});

Deno.test("firmware that does not know of a signal is not asked again", () => {
  const wire = configured();
  wire.modem.faults.refuse = ["radio get rssi"];
  for (let count = 1; count <= 3; count++) {
    wire.modem.hear(UPLINK, SIGNAL);
    wire.run(1_000);
  }
  assert.equal(wire.commands.filter((command) => command === "radio get rssi").length, 1);
  assert.deepEqual(wire.all("deliver").map(({ snrDb }) => snrDb), [7, 7, 7]);
  assert.deepEqual(wire.all("report"), []);
});

Deno.test("a packet that is held when an RN2483 restarts is delivered", () => {
  const wire = configured();
  wire.modem.hear(UPLINK, SIGNAL);
  wire.modem.restart(true);
  assert.equal(wire.all("deliver").length, 1);
});

Deno.test("an RN2483 receives again after a reception that failed", () => {
  const wire = configured();
  wire.modem.hearDamaged();
  assert.equal(wire.modem.tuning, undefined);
  wire.run(10);
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true);
  assert.deepEqual(wire.all("report").map(({ reason }) => reason), ["radio-error"]);
});

Deno.test("an RN2483 whose packet was damaged on the cable is made to receive at once", () => {
  const wire = configured();
  // The host gets half a line, and the modem has ended its reception.
  wire.modem.receive(latin1Bytes("radio rxstop\r\n"));
  wire.modem.babble(latin1Bytes("radio_rx  2\r\n"));
  wire.run(10);
  assert.notEqual(wire.modem.tuning, undefined);
});

Deno.test("an RN2483 that misses the command to receive gets it again within seconds", () => {
  const wire = configured();
  wire.modem.faults.ignore = ["radio rx 0"];
  wire.modem.hear(UPLINK, SIGNAL);
  wire.run(1_000);
  wire.modem.faults.ignore = [];
  wire.run(5_000);
  assert.notEqual(wire.modem.tuning, undefined);
});

Deno.test("a packet that comes while an RN2483 is set up does not put it back to receiving", () => {
  const wire = new Wire(new AtProtocol(rn2483Dialect(RADIO)), (ports) => new Rn2483Emulator(ports));
  wire.modem.receive(latin1Bytes("mac pause\r\nradio set wdt 0\r\nradio rx 0\r\n"));
  wire.start();
  wire.modem.hear(UPLINK, SIGNAL);
  wire.run(5_000);
  assert.equal(wire.all("deliver").length, 1);
  assert.equal(wire.protocol.isConfigured, true);
  assert.ok(wire.all("report").every(({ reason }) => reason === "unsolicited"));
  assert.equal(wire.commands.filter((command) => command === "radio rx 0").length, 1);
});

Deno.test("an RN2483 that stopped receiving unseen is deaf for a minute at most", () => {
  const wire = configured();
  wire.modem.receive(latin1Bytes("radio rxstop\r\n"));
  assert.equal(wire.modem.tuning, undefined);
  wire.run(61_000);
  assert.notEqual(wire.modem.tuning, undefined);
});

Deno.test("an RN2483 that restarted unheard is found out by its watchdog", () => {
  const wire = configured();
  wire.modem.faults.silent = true;
  wire.modem.restart(true);
  wire.modem.faults.silent = false;
  wire.run(65_000);
  assert.deepEqual(wire.modem.tuning?.frequencyHz, 869_525_000);
});

Deno.test("the pause of LoRaWAN, which ends after 49 days, is renewed", () => {
  const wire = configured();
  const pauses = () => wire.commands.filter((command) => command === "mac pause").length;
  const before = pauses();
  wire.run(1_200_000);
  assert.ok(pauses() > before);
});

Deno.test("an RN2483 stops receiving before it transmits, and receives again afterwards", () => {
  const wire = configured();
  const before = wire.commands.length;
  wire.perform(wire.protocol.send(1, ANSWER, wire.now));
  wire.run(2_000);
  const said = wire.commands.slice(before).map((command) => command.split(" ", 2).join(" "));
  assert.deepEqual(said, ["radio rxstop", "radio tx", "radio rx"]);
});

Deno.test("a packet that comes while an RN2483 is being stopped is delivered, and the answer sent", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, ANSWER, wire.now));
  wire.modem.hear(UPLINK, SIGNAL);
  wire.run(2_000);
  assert.equal(wire.all("deliver").length, 1);
  assert.deepEqual(wire.onAir, [ANSWER]);
  assert.deepEqual(wire.all("report"), [], "it is not told to receive while it transmits");
  assert.notEqual(wire.modem.tuning, undefined);
});

Deno.test("a transmission that an RN2483 says has failed is unsent", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, ANSWER, wire.now));
  wire.run(10);
  wire.modem.babble(latin1Bytes("radio_err\r\n"));
  assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "refused" }]);
});

Deno.test("an RN2483 whose LoRaWAN cannot be paused is not configured", () => {
  const protocol = new AtProtocol(rn2483Dialect(RADIO));
  protocol.start(0 as never);
  const SERIAL = "0000000000000001";
  for (const [at, line] of [SERIAL, "RN2483 1.0.5 Oct 31 2018 15:06:52", SERIAL].entries()) {
    protocol.feed(latin1Bytes(`${line}\r\n`), at * 100 as never);
    protocol.tick(at * 100 + 99 as never);
  }
  const effects = protocol.feed(latin1Bytes("0\r\n"), 400 as never);
  assert.ok(effects.some((effect) => effect.do === "report" && effect.reason === "mismatch"));
});

Deno.test("an RN2483 line has to match as a whole", () => {
  assert.equal(readRn2483Line("ok then").kind, "info");
  assert.equal(readRn2483Line("busy now").kind, "info");
  assert.equal(readRn2483Line("radio_rx  ABC").kind, "odd");
  assert.equal(readRn2483Line("radio_rx  AB -60 7").kind, "odd");
  assert.equal(readRn2483Line("radio_err").kind, "failed");
});
