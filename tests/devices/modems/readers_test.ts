/** What readers do with what no modem should say. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { MAX_LINE_BYTES } from "../../../devices/modems/at/line_reader.ts";
import type { Line } from "../../../devices/modems/line.ts";
import { readRui3Line, rui3Reader } from "../../../devices/modems/rak3172/rui3.ts";
import { Rylr998Reader, STALE_MS } from "../../../devices/modems/rylr998/reader.ts";
import type { MonotonicMs } from "../../../devices/time.ts";

const at = (ms: number) => ms as MonotonicMs;
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const frames = (lines: readonly Line[]) => lines.filter(({ kind }) => kind === "frame");

const RAK_PACKET = "+EVT:RXP2P:-60:11:AABB\r\n";
const RYLR_PACKET = "+RCV=1,2,AB,-60,11\r\n";

Deno.test("a RAK packet behind a million bytes of garbage without a line end is read", () => {
  const reader = rui3Reader();
  const lines = [...reader.feed(new Uint8Array(1e6).fill(0x55)), ...reader.feed(bytes(RAK_PACKET))];
  assert.equal(frames(lines).length, 1);
  const garbage = lines.reduce((sum, line) => sum + (line.kind === "odd" ? line.sizeBytes : 0), 0);
  assert.ok(garbage > 1e6 - MAX_LINE_BYTES);
});

Deno.test("a RYLR998 packet behind a million bytes of garbage without a line end is read", () => {
  const reader = new Rylr998Reader();
  const lines = reader.feed(new Uint8Array(1e6).fill(0x55), at(0));
  lines.push(...reader.feed(bytes(RYLR_PACKET), at(0)));
  assert.equal(frames(lines).length, 1);
});

Deno.test("the longest RAK packet behind garbage is read", () => {
  const reader = rui3Reader();
  reader.feed(new Uint8Array(MAX_LINE_BYTES - 300).fill(0x55));
  const packet = `+EVT:RXP2P:-120:-20:${"AB".repeat(255)}\r\n`;
  assert.equal(frames(reader.feed(bytes(packet))).length, 1);
});

Deno.test("bytes that are no UTF-8 harm nothing", () => {
  const reader = rui3Reader();
  const lines = reader.feed(bytes(`\xff\xfe\xc0\x00\x80${RAK_PACKET}`));
  assert.deepEqual(lines.map(({ kind }) => kind), ["odd", "frame"]);
});

Deno.test("a RAK line has to match as a whole", () => {
  assert.equal(readRui3Line("OK then").kind, "info");
  assert.equal(readRui3Line("+EVT:RXP2P:-60:11:AABB:CC").kind, "odd");
  assert.equal(readRui3Line("not AT_ERROR").kind, "info");
  assert.deepEqual(readRui3Line("AT_COMMAND_NOT_FOUND"), {
    kind: "final",
    ok: false,
    code: "AT_COMMAND_NOT_FOUND",
  });
});

Deno.test("a RAK banner is a restart, also glued to the OK that announced it", () => {
  assert.equal(readRui3Line("OKRAKwireless RAK3172-E Example").kind, "reset");
  assert.equal(readRui3Line("Current Work Mode: LoRa P2P.").kind, "reset");
});

Deno.test("an answer between the two lines of an old RAK packet does not part them", () => {
  const reader = rui3Reader();
  const lines = reader.feed(bytes("+EVT:RXP2P, RSSI -54, SNR 12\r\nOK\r\n+EVT:30313334\r\n"));
  assert.deepEqual(lines, [
    { kind: "final", ok: true },
    { kind: "frame", payload: bytes("0134"), rssiDbm: -54, snrDb: 12 },
  ]);
});

Deno.test("a damaged packet's payload is in no report", () => {
  const rak = rui3Reader().feed(bytes("+EVT:RXP2P:-60:11:AAB\r\n+EVT:5ECRE7\r\n"));
  assert.doesNotMatch(JSON.stringify(rak), /AAB/);
  const rylr = new Rylr998Reader().feed(bytes("+RCV=0,6,alarm,-45,53\r\n"), at(0));
  assert.doesNotMatch(JSON.stringify(rylr), /alarm/);
});

Deno.test("a RYLR998 packet may hold what ends lines and begins packets", () => {
  const payload = "+OK\r\n+RCV=1,2,\x00,";
  const reader = new Rylr998Reader();
  const lines = reader.feed(bytes(`+RCV=1,${payload.length},${payload},-60,11\r\n+OK\r\n`), at(0));
  assert.deepEqual(lines, [
    { kind: "frame", payload: bytes(payload), rssiDbm: -60, snrDb: 11 },
    { kind: "final", ok: true },
  ]);
});

Deno.test("a RYLR998 packet that stays unfinished holds back what follows for a second only", () => {
  const reader = new Rylr998Reader();
  assert.deepEqual(reader.feed(bytes(`+RCV=1,200,cut off${RYLR_PACKET}`), at(0)), []);
  assert.equal(reader.wakeAtMs, STALE_MS);
  assert.equal(frames(reader.tick(at(STALE_MS))).length, 1);
  assert.equal(reader.wakeAtMs, undefined);
});

Deno.test("a RYLR998 packet that says to be longer than any holds nothing back", () => {
  const lines = new Rylr998Reader().feed(bytes(`+RCV=1,241,x\r\n${RYLR_PACKET}`), at(0));
  assert.deepEqual(lines.map(({ kind }) => kind), ["odd", "frame"]);
});

Deno.test("a RYLR998 packet glued to an OK is read, and so is the OK", () => {
  const lines = new Rylr998Reader().feed(bytes(`+OK${RYLR_PACKET}`), at(0));
  assert.deepEqual(lines.map(({ kind }) => kind), ["final", "frame"]);
});
