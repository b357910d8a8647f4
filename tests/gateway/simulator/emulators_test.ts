/** The emulated modules keep the habits that hosts stumble over. */
import assert from "node:assert/strict";
import { EbyteE22Emulator } from "../../../gateway/simulator/emulate_ebyte_e22.ts";
import { Rak3172Emulator } from "../../../gateway/simulator/emulate_rak3172.ts";
import { Rn2483Emulator } from "../../../gateway/simulator/emulate_rn2483.ts";
import { Rylr998Emulator } from "../../../gateway/simulator/emulate_rylr998.ts";
import { WioE5Emulator } from "../../../gateway/simulator/emulate_wio_e5.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";

const FRAME = Uint8Array.of(0x21, 0xff);
const SIGNAL = { rssiDbm: -90, snrDb: 5 };

/** A module on the table: what it says, what it sends, and what it will do later. */
function setUp<M extends ModemEmulator>(create: (ports: EmulatorPorts) => M) {
  const later: (() => void)[] = [];
  const onAir: Uint8Array[] = [];
  let said = "";
  const modem = create({
    write: (bytes) => said += new TextDecoder("latin1").decode(bytes),
    onTransmit: (frame) => onAir.push(frame),
    after: (_delayMs, run) => later.push(run),
  });
  const ask = (text: string): string => {
    said = "";
    modem.receive(new TextEncoder().encode(text));
    return said;
  };
  const wait = (): string => {
    said = "";
    for (const run of later.splice(0)) run();
    return said;
  };
  return { modem, ask, wait, onAir, said: () => said };
}

function rak3172InP2p() {
  const table = setUp((ports) => new Rak3172Emulator(ports));
  table.ask("AT+NWM=0\r\n");
  table.wait();
  return table;
}

Deno.test("RAK3172: AT+NWM=0 answers OK without a line end, then restarts with a banner", () => {
  const table = setUp((ports) => new Rak3172Emulator(ports));
  assert.equal(table.ask("AT+PRECV=65533\r\n"), "AT_MODE_NO_SUPPORT\r\n");
  assert.equal(table.ask("AT+NWM=0\r\n"), "OK");
  assert.match(table.wait(), /^RAKwireless .*Current Work Mode: LoRa P2P\.\r\n$/s);
});

Deno.test("RAK3172: settings are refused while it receives", () => {
  const { ask } = rak3172InP2p();
  assert.equal(ask("AT+PRECV=65533\r\n"), "OK\r\n");
  assert.match(ask("AT+P2P=869525000:9:0:0:8:14\r\n"), /AT_BUSY_ERROR\r\n$/);
  assert.equal(ask("AT+PRECV=0\r\n"), "OK\r\n");
  assert.equal(ask("AT+P2P=869525000:9:0:0:8:14\r\n"), "OK\r\n");
  assert.equal(ask("AT+P2P=?\r\n"), "AT+P2P=869525000:9:0:0:8:14\r\nOK\r\n");
});

Deno.test("RAK3172: it hears only while it receives, and only what it is tuned to", () => {
  const { modem, ask, said } = rak3172InP2p();
  assert.equal(modem.hear(FRAME, SIGNAL), false);
  ask("AT+PRECV=65533\r\n");
  const tuning = { frequencyHz: 868_000_000, spreadingFactor: 7, bandwidthHz: 125_000 };
  assert.equal(modem.hear(FRAME, { ...SIGNAL, tuning: { ...tuning, spreadingFactor: 8 } }), false);
  assert.equal(modem.hear(FRAME, { ...SIGNAL, tuning }), true);
  assert.equal(said(), "OK\r\n+EVT:RXP2P:-90:5:21FF\r\n");
});

Deno.test("RAK3172: a second transmission is refused until the first is out", () => {
  const { ask, wait, onAir } = rak3172InP2p();
  assert.equal(ask("AT+PSEND=21FF\r\n"), "OK\r\n");
  assert.equal(ask("AT+PSEND=21FF\r\n"), "AT_BUSY_ERROR\r\n");
  assert.equal(wait(), "+EVT:TXP2P DONE\r\n");
  assert.deepEqual(onAir, [FRAME]);
});

Deno.test("RAK3172: receiving is not kept over a restart, and a lost command is not answered", () => {
  const { modem, ask, wait, onAir } = rak3172InP2p();
  ask("AT+PRECV=65533\r\nAT+PSEND=21FF\r\nAT+VE");
  modem.restart(false);
  wait();
  assert.deepEqual(onAir, []);
  assert.equal(modem.tuning, undefined);
  assert.equal(ask("R=?\r\n"), "AT_COMMAND_NOT_FOUND\r\n");
});

Deno.test("RYLR998: questions are answered with one line, settings with +OK", () => {
  const { ask } = setUp((ports) => new Rylr998Emulator(ports));
  assert.equal(ask("AT+BAND?\r\n"), "+BAND=915000000\r\n");
  assert.equal(ask("AT+BAND=869525000\r\n"), "+OK\r\n");
  assert.equal(ask("AT+BAND?\r\n"), "+BAND=869525000\r\n");
  assert.equal(ask("AT+PARAMETER=10,7,1,12\r\n"), "+ERR=15\r\n");
});

Deno.test("RYLR998: a frame crosses as text, and only to the address that it is for", () => {
  const { modem, ask, wait, said, onAir } = setUp((ports) => new Rylr998Emulator(ports));
  assert.equal(modem.hear(FRAME, SIGNAL), false);
  ask("AT+ADDRESS=2\r\n");
  assert.equal(modem.hear(FRAME, SIGNAL), true);
  assert.equal(said(), "+OK\r\n+RCV=1,7,VF1:If8,-90,5\r\n");
  assert.equal(ask("AT+SEND=1,8,VF1:If8\r\n"), "+ERR=5\r\n");
  assert.equal(ask("AT+SEND=1,7,VF1:If8\r\n"), "+OK\r\n");
  assert.equal(ask("AT+SEND=1,7,VF1:If8\r\n"), "+ERR=17\r\n");
  wait();
  assert.deepEqual(onAir, [FRAME]);
});

Deno.test("LoRa-E5: test commands need test mode, which a restart ends without a word", () => {
  const { modem, ask, said } = setUp((ports) => new WioE5Emulator(ports));
  assert.equal(ask("AT+TEST=RXLRPKT\r\n"), "+TEST: ERROR(-12)\r\n");
  assert.equal(ask("AT+MODE=TEST\r\n"), "+MODE: TEST\r\n");
  assert.equal(ask("AT+TEST=RXLRPKT\r\n"), "+TEST: RXLRPKT\r\n");
  modem.hear(FRAME, SIGNAL);
  assert.match(said(), /\+TEST: LEN:2, RSSI:-90, SNR:5\r\n\+TEST: RX "21FF"\r\n$/);
  const before = said();
  modem.restart(false);
  assert.equal(said(), before);
  assert.equal(modem.hear(FRAME, SIGNAL), false);
  assert.equal(ask("AT+TEST=RXLRPKT\r\n"), "+TEST: ERROR(-12)\r\n");
});

Deno.test("LoRa-E5: it echoes its settings, takes only test commands while it receives, and a transmission ends that", () => {
  const { modem, ask, wait, onAir } = setUp((ports) => new WioE5Emulator(ports));
  ask("AT+MODE=TEST\r\n");
  assert.equal(
    ask("AT+TEST=RFCFG,868.1,SF7,125,12,15,14,ON,OFF,OFF\r\n"),
    "+TEST: RFCFG F:868100000, SF7, BW125K, TXPR:12, RXPR:15, POW:14dBm, CRC:ON, IQ:OFF, NET:OFF\r\n",
  );
  ask("AT+TEST=RXLRPKT\r\n");
  assert.equal(ask("AT\r\n"), "");
  assert.equal(ask('AT+TEST=TXLRPKT,"21FF"\r\n'), '+TEST: TXLRPKT "21FF"\r\n');
  assert.equal(wait(), "+TEST: TX DONE\r\n");
  assert.deepEqual(onAir, [FRAME]);
  assert.equal(modem.tuning, undefined);
});

Deno.test("RN2483: the radio is LoRaWAN's until that is paused, and one packet ends receiving", () => {
  const { modem, ask, said } = setUp((ports) => new Rn2483Emulator(ports));
  assert.equal(ask("radio rx 0\r\n"), "busy\r\n");
  assert.equal(ask("mac pause\r\n"), "4294967245\r\n");
  assert.equal(ask("radio set wdt 0\r\n"), "ok\r\n");
  assert.equal(ask("radio rx 0\r\n"), "ok\r\n");
  assert.equal(ask("radio set sf sf7\r\nradio tx 21FF\r\n"), "busy\r\nbusy\r\n");
  assert.equal(modem.hear(FRAME, SIGNAL), true);
  assert.match(said(), /radio_rx {2}21FF\r\n$/);
  assert.equal(modem.hear(FRAME, SIGNAL), false);
  assert.equal(ask("radio get rssi\r\nradio get snr\r\n"), "-90\r\n5\r\n");
});

Deno.test("RN2483: its watchdog ends receiving unless it is switched off", () => {
  const { modem, ask, wait } = setUp((ports) => new Rn2483Emulator(ports));
  ask("mac pause\r\nradio rx 0\r\n");
  assert.equal(wait(), "radio_err\r\n");
  assert.equal(modem.tuning, undefined);
});

Deno.test("Ebyte E22: every byte that is written goes on the air, commands too", () => {
  const { ask, wait, onAir } = setUp((ports) => new EbyteE22Emulator(ports));
  assert.equal(ask("AT+DEVTYPE=?\r\n"), "");
  wait();
  wait();
  assert.deepEqual(onAir, [new TextEncoder().encode("AT+DEVTYPE=?\r\n")]);
});

Deno.test("Ebyte E22: a packet is printed as it is, its strength behind it, perhaps with a pause", () => {
  const { modem, wait, said } = setUp((ports) => new EbyteE22Emulator(ports));
  modem.hear(FRAME, SIGNAL);
  assert.equal(said(), "!\xff\xa6");
  modem.pauseMs = 100;
  modem.hear(FRAME, SIGNAL);
  assert.equal(said(), "!\xff\xa6!");
  assert.equal(wait(), "\xff\xa6");
});
