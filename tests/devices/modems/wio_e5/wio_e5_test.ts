import assert from "node:assert/strict";
import { AtProtocol } from "../../../../devices/modems/at/protocol.ts";
import { latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";
import { wioE5Dialect } from "../../../../devices/modems/wio_e5/wio_e5.ts";
import { readWioE5Line } from "../../../../devices/modems/wio_e5/reader.ts";
import { ANSWER, configured, SIGNAL, UPLINK, WIO_E5, wired } from "../makes.ts";
import { RADIO } from "../wire.ts";

const RFCFG = "AT+TEST=RFCFG,869.525,SF9,125,12,15,14,ON,OFF,OFF";

Deno.test("a LoRa-E5 is stopped, put into test mode, set, identified and made to receive", () => {
  const wire = configured(WIO_E5);
  assert.deepEqual(wire.commands, [
    "AT+TEST=STOP",
    "AT+ID=DevEui",
    "AT+VER",
    "AT+MODE=TEST",
    RFCFG,
    "AT+VER",
    "AT+ID=DevEui",
    "AT+TEST=RXLRPKT",
  ]);
  assert.deepEqual(wire.all("configured"), [{
    do: "configured",
    identity: { firmware: "4.0.11", serial: "00:00:00:00:00:00:00:01" },
  }]);
});

Deno.test("a LoRa-E5 that still receives from an earlier run is set up", () => {
  const wire = wired(WIO_E5);
  wire.modem.receive(latin1Bytes("AT+MODE=TEST\r\nAT+TEST=RXLRPKT\r\n"));
  wire.start();
  wire.run(2_000);
  assert.equal(wire.protocol.isConfigured, true);
  assert.ok(wire.all("report").every(({ reason }) => reason === "unsolicited"), "no time is lost");
});

Deno.test("a LoRa-E5 that echoes other values than it was given is not configured", () => {
  const echoes = [
    "F:868100000, SF9, BW125K, TXPR:12, RXPR:15, POW:14dBm, CRC:ON, IQ:OFF, NET:OFF",
    "F:869525000, SF7, BW125K, TXPR:12, RXPR:15, POW:14dBm, CRC:ON, IQ:OFF, NET:OFF",
    "F:869525000, SF9, BW125K, TXPR:12, RXPR:15, POW:14dBm, CRC:ON, IQ:OFF, NET:ON",
    "F:869525000, SF9, BW125K",
  ];
  for (const echo of echoes) assert.equal(answerRfcfg(echo), "mismatch", echo);
});

Deno.test("a LoRa-E5 with newer firmware, which writes PNET for NET, is configured", () => {
  const echo = "F:869525000, SF9, BW125K, TXPR:12, RXPR:15, POW:14dBm, CRC:ON, IQ:OFF, PNET:OFF";
  assert.equal(answerRfcfg(echo), undefined);
});

/** What is reported when the settings are answered so. */
function answerRfcfg(echo: string): string | undefined {
  const protocol = new AtProtocol(wioE5Dialect(RADIO));
  protocol.start(0 as never);
  const lines = [
    "+TEST: ERROR(-12)",
    "+ID: DevEui, 00:00:00:00:00:00:00:01",
    "+VER: 4.0.11",
    "+MODE: TEST",
    `+TEST: RFCFG ${echo}`,
  ];
  const effects = lines.flatMap((line, index) => {
    const now = index * 100 as never;
    return [...protocol.tick(now), ...protocol.feed(latin1Bytes(`${line}\r\n`), now)];
  });
  const reports = effects.filter((effect) => effect.do === "report");
  return reports.find(({ reason }) => reason !== "refused")?.reason;
}

Deno.test("a restart of which a LoRa-E5 says nothing is found within a minute", () => {
  const wire = configured(WIO_E5);
  wire.modem.restart(false);
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), false);
  wire.run(61_000);
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true);
});

Deno.test("a restart of which a LoRa-E5 says nothing is found at once by a transmission", () => {
  const wire = configured(WIO_E5);
  wire.modem.restart(false);
  wire.perform(wire.protocol.send(1, ANSWER, wire.now));
  wire.run(1_000);
  assert.deepEqual(wire.all("unsent"), [{ do: "unsent", id: 1, why: "refused" }]);
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true);
});

Deno.test("a LoRa-E5 receives again right behind a transmission", () => {
  const wire = configured(WIO_E5);
  wire.perform(wire.protocol.send(1, ANSWER, wire.now));
  while (wire.onAir.length === 0) wire.run(1);
  wire.run(1);
  assert.deepEqual(wire.commands.slice(-2).map((command) => command.slice(0, 15)), [
    "AT+TEST=TXLRPKT",
    "AT+TEST=RXLRPKT",
  ]);
  assert.equal(wire.modem.hear(UPLINK, SIGNAL), true);
});

Deno.test("an answer between the two lines of a LoRa-E5 packet does not part them", () => {
  const protocol = new AtProtocol(wioE5Dialect(RADIO));
  const text = '+TEST: LEN:1, RSSI:-26, SNR:13\r\n+TEST: TX DONE\r\n+TEST: RX "AB"\r\n';
  assert.deepEqual(protocol.feed(latin1Bytes(text), 0 as never), [
    { do: "deliver", payloadForm: "bytes", payload: Uint8Array.of(0xab), rssiDbm: -26, snrDb: 13 },
  ]);
});

Deno.test("a LoRa-E5 packet of another length than its first line says is malformed", () => {
  const protocol = new AtProtocol(wioE5Dialect(RADIO));
  const text = '+TEST: LEN:3, RSSI:-26, SNR:13\r\n+TEST: RX "ABCD"\r\n';
  assert.deepEqual(protocol.feed(latin1Bytes(text), 0 as never).map((effect) => effect.do), [
    "report",
  ]);
});

Deno.test("a LoRa-E5 line has to match as a whole", () => {
  assert.equal(readWioE5Line("+TEST: TX DONE 1").kind, "info");
  assert.equal(readWioE5Line("+AT: OK then").kind, "info");
  assert.equal(readWioE5Line("+TEST: ERROR(-12) x").kind, "info");
  assert.equal(readWioE5Line('+TEST: RX "AB" x').kind, "odd");
  assert.equal(readWioE5Line("+RESET: OK").kind, "reset");
});
