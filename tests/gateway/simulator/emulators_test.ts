/** The emulated modules keep the habits that hosts stumble over. */
import assert from "node:assert/strict";
import { Rak3172Emulator } from "../../../gateway/simulator/emulate_rak3172.ts";
import { Rylr998Emulator } from "../../../gateway/simulator/emulate_rylr998.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";

const FRAME = Uint8Array.of(0x21, 0xff);
const SIGNAL = { rssiDbm: -90, snrDb: 5 };

/** A module on the table: what it says, what it sends, and what it will do later. */
function bench<M extends ModemEmulator>(create: (ports: EmulatorPorts) => M) {
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
  const table = bench((ports) => new Rak3172Emulator(ports));
  table.ask("AT+NWM=0\r\n");
  table.wait();
  return table;
}

Deno.test("RAK3172: AT+NWM=0 answers OK without a line end, then begins anew with a banner", () => {
  const table = bench((ports) => new Rak3172Emulator(ports));
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
  const { ask } = bench((ports) => new Rylr998Emulator(ports));
  assert.equal(ask("AT+BAND?\r\n"), "+BAND=915000000\r\n");
  assert.equal(ask("AT+BAND=869525000\r\n"), "+OK\r\n");
  assert.equal(ask("AT+BAND?\r\n"), "+BAND=869525000\r\n");
  assert.equal(ask("AT+PARAMETER=10,7,1,12\r\n"), "+ERR=15\r\n");
});

Deno.test("RYLR998: a frame crosses as text, and only to the address that it is for", () => {
  const { modem, ask, wait, said, onAir } = bench((ports) => new Rylr998Emulator(ports));
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
