/** Which make a module is, asked of every emulated make. */
import assert from "node:assert/strict";
import { identifyE22 } from "../../../devices/modems/ebyte_e22/setup.ts";
import {
  identificationOf,
  IDENTIFICATIONS,
  type Identified,
  identify,
} from "../../../devices/modems/identification.ts";
import { latin1Bytes } from "../../../devices/modems/at/line_reader.ts";
import { CellularEmulator } from "../../../gateway/simulator/emulate_cellular.ts";
import { EbyteE22Emulator } from "../../../gateway/simulator/emulate_ebyte_e22.ts";
import type { ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";
import { OneShotWire } from "./one_shot_wire.ts";
import { EBYTE_E22, MAKES, RAK3172, SIGNAL, UPLINK, WIO_E5 } from "./makes.ts";

const ASKED = MAKES.filter(({ commands }) => commands !== undefined);

/** Asks as each make is asked, in order, until it is known which it is. */
function askAll(wire: OneShotWire<ModemEmulator>): { kind?: string; answer?: Identified } {
  for (const identification of IDENTIFICATIONS) {
    const answer = wire.send(identify(identification));
    if (answer.found === "this make") return { kind: identification.kind, answer };
    if (answer.found === "ebyte-e22 in configuration mode") return { answer };
  }
  return {};
}

for (const { name, createModem } of ASKED) {
  Deno.test(`${name}: is found out by questions, with its firmware or serial number`, () => {
    const { kind, answer } = askAll(new OneShotWire(createModem));
    assert.equal(kind, name);
    assert.ok(answer?.found === "this make");
    assert.ok(answer.identity.firmware !== undefined && answer.identity.serial !== undefined);
  });

  Deno.test(`${name}: is found out though it repeats each command`, () => {
    const wire = new OneShotWire(createModem);
    wire.modem.faults.echo = true;
    assert.equal(askAll(wire).kind, name);
  });
}

Deno.test("nothing that is asked writes a setting, and nothing is asked that leaves for a loader", () => {
  for (const { createModem } of ASKED) {
    const wire = new OneShotWire(createModem);
    askAll(wire);
    for (const text of wire.written) {
      assert.match(text, /^(AT|AT\+[A-Z]+(=\?|\?)?|AT\+TEST=STOP|AT\+ID=DevEui|sys get \w+)\r\n$/);
      assert.doesNotMatch(text, /IAP/);
    }
    assert.deepEqual(wire.onAir, []);
  }
});

Deno.test("a port without an answer is given up within two seconds a make", () => {
  const wire = new OneShotWire(RAK3172.createModem);
  wire.modem.faults.silent = true;
  for (const identification of IDENTIFICATIONS) {
    const startedAtMs = wire.nowMs;
    assert.deepEqual(wire.send(identify(identification)), { found: "nobody" });
    assert.ok(wire.nowMs - startedAtMs <= 2_000);
  }
});

Deno.test("a module of another make is distinguished from none", () => {
  const answer = new OneShotWire(RAK3172.createModem).send(identify(identificationOf("cellular")!));
  assert.equal(answer.found, "another");
});

Deno.test("an alarm that is heard while a module is asked who it is is delivered", () => {
  const wire = new OneShotWire(WIO_E5.createModem);
  const say = (text: string) => wire.modem.receive(new TextEncoder().encode(text));
  say("AT+MODE=TEST\r\nAT+TEST=RXLRPKT\r\n");
  wire.modem.faults.answerDelayMs = 100;
  wire.after(0, () => wire.modem.hear(UPLINK, SIGNAL));
  wire.send(identify(identificationOf("wio-e5")!));
  assert.deepEqual(wire.delivered, [UPLINK]);
});

Deno.test("an Ebyte E22 in configuration mode gives itself away, and can then be asked", () => {
  const wire = new OneShotWire((ports) => new EbyteE22Emulator(ports));
  wire.modem.isConfiguring = true;
  assert.deepEqual(askAll(wire).answer, { found: "ebyte-e22 in configuration mode" });
  assert.equal(wire.send(identifyE22())?.model, "Ebyte E22");
  assert.deepEqual(wire.onAir, []);
});

Deno.test("an Ebyte E22 takes no questions, so there are none for it", () => {
  assert.equal(identificationOf("ebyte-e22"), undefined);
  assert.equal(EBYTE_E22.commands, undefined);
});

Deno.test("cellular: who it is, is not taken from a call that rings meanwhile", () => {
  const wire = new OneShotWire((ports) => new CellularEmulator(ports));
  wire.modem.faults.answerDelayMs = 100;
  for (let atMs = 20; atMs < 1_000; atMs += 40) {
    wire.after(atMs, () => wire.modem.babble(latin1Bytes("\r\nRING\r\n\r\nNO CARRIER\r\n")));
  }
  const answer = wire.send(identify(identificationOf("cellular")!));
  assert.ok(answer.found === "this make");
  assert.equal(answer.identity.model, "SIMCOM_SIM7600E-H");
});
