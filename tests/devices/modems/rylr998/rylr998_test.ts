import assert from "node:assert/strict";
import { AtProtocol } from "../../../../devices/modems/at/protocol.ts";
import { rylr998Dialect } from "../../../../devices/modems/rylr998/rylr998.ts";
import { Rylr998Emulator } from "../../../../gateway/simulator/emulate_rylr998.ts";
import { RADIO, Wire } from "../wire.ts";

function rylr998(radio = RADIO) {
  return new Wire(new AtProtocol(rylr998Dialect(radio)), (ports) => new Rylr998Emulator(ports));
}

function configured() {
  const wire = rylr998();
  wire.start();
  wire.run(5_000);
  assert.equal(wire.protocol.isConfigured, true);
  return wire;
}

const FRAME = Uint8Array.of(0x21, 0x00, 0xff);
const SIGNAL = { rssiDbm: -99, snrDb: 7 };

Deno.test("a RYLR998 gets its settings, each is read back, and it says who it is", () => {
  const wire = configured();
  assert.deepEqual(wire.commands, [
    "AT",
    "AT+UID?",
    "AT+VER?",
    "AT+ADDRESS=2",
    "AT+NETWORKID=18",
    "AT+BAND=869525000",
    "AT+PARAMETER=9,7,1,12",
    "AT+CRFOP=14",
    "AT+ADDRESS?",
    "AT+NETWORKID?",
    "AT+BAND?",
    "AT+PARAMETER?",
    "AT+CRFOP?",
    "AT+VER?",
    "AT+UID?",
  ]);
  assert.deepEqual(wire.all("configured"), [{
    do: "configured",
    identity: {
      firmware: "RYLR998_REYAX_V1.2.2",
      model: "RYLR998",
      serial: "0000000000000001",
    },
  }]);
});

Deno.test("spreading factors that a RYLR998 cannot do are refused with what to change", () => {
  const wire = rylr998({ ...RADIO, spreadingFactor: 10 });
  wire.start();
  assert.deepEqual(wire.effects, [{
    do: "unconfigured",
    text: "Cannot configure a RYLR998 as asked: spreading_factor must be 5 to 9 at this " +
      "bandwidth; change [modem.radio]",
    why: "not-configured",
  }]);
});

Deno.test("a preamble that needs network id 18 is refused with any other", () => {
  const wire = rylr998({ ...RADIO, networkId: 6, preambleSymbols: 8 });
  wire.start();
  assert.match(wire.all("unconfigured")[0]?.text ?? "", /12 symbols unless network_id is 18/);
});

Deno.test("what arrives is delivered as text, as it came", () => {
  const wire = configured();
  wire.modem.hear(FRAME, SIGNAL);
  const payload = new TextEncoder().encode("VF1:IQD_");
  assert.deepEqual(wire.all("deliver"), [{
    do: "deliver",
    payloadForm: "text",
    payload,
    ...SIGNAL,
  }]);
});

Deno.test("a frame goes out as text to the address of all wearables, in one write", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(5_000);
  assert.equal(wire.commands.at(-1), "AT+SEND=1,8,VF1:IQD_");
  assert.deepEqual(wire.onAir, [FRAME]);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
});

Deno.test("the next frame has to wait for the time on air of the last", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  const onAirMs = wire.protocol.timeOnAirUs(FRAME) / 1_000;
  wire.run(onAirMs);
  assert.equal(wire.protocol.canSend, false);
  wire.run(200);
  assert.equal(wire.protocol.canSend, true);
});

Deno.test("a modem whose last transmission is not over is asked again", () => {
  const wire = configured();
  wire.modem.faults.busyTimes = 1;
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(5_000);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
  assert.equal(wire.commands.filter((command) => command.startsWith("AT+SEND")).length, 2);
});

Deno.test("a frame longer than a packet's text is unsent", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, new Uint8Array(178), wire.now));
  assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "refused" }]);
  assert.equal(wire.protocol.canSend, true);
});

Deno.test("the longest frame that fits is sent", () => {
  const wire = configured();
  wire.perform(wire.protocol.send(1, new Uint8Array(wire.protocol.maxFrameBytes), wire.now));
  wire.run(5_000);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
});

Deno.test("a RYLR998 that says +READY gets its settings again", () => {
  const wire = configured();
  wire.modem.restart(true);
  assert.equal(wire.protocol.isConfigured, false);
  wire.run(5_000);
  assert.equal(wire.protocol.isConfigured, true);
  assert.equal(wire.modem.tuning?.frequencyHz, 869_525_000);
});

Deno.test("a RYLR998 that adds +OK to its answers is configured", () => {
  const protocol = new AtProtocol(rylr998Dialect(RADIO));
  let at = 0;
  let sent = protocol.start(at as never);
  for (let step = 0; step < 40 && !protocol.isConfigured; step++) {
    const command = sent.find((effect) => effect.do === "write");
    const text = command === undefined ? "" : new TextDecoder().decode(command.bytes).trim();
    const answer = /\?$/.test(text) ? `+${text.slice(3, -1)}=${VALUES.get(text) ?? "X"}\r\n` : "";
    sent = text === "" ? protocol.tick((at += 50) as never) : [];
    if (text !== "") {
      sent = protocol.feed(new TextEncoder().encode(`${answer}+OK\r\n`), (at += 1) as never);
    }
  }
  assert.equal(protocol.isConfigured, true);
});

const VALUES = new Map([
  ["AT+ADDRESS?", "2"],
  ["AT+NETWORKID?", "18"],
  ["AT+BAND?", "869525000"],
  ["AT+PARAMETER?", "9,125,5,12"],
  ["AT+CRFOP?", "14"],
]);

Deno.test("a failed reception is no answer to a command", () => {
  const wire = configured();
  wire.modem.faults.answerDelayMs = 100;
  wire.perform(wire.protocol.send(1, FRAME, wire.now));
  wire.run(10);
  wire.modem.babble(new TextEncoder().encode("+ERR=12\r\n"));
  wire.run(5_000);
  assert.deepEqual(wire.all("sent"), [{ do: "sent", id: 1 }]);
  assert.equal(wire.all("report")[0]?.reason, "radio-error");
});
