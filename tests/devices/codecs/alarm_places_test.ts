/** Wherever a format can say alarm, an alarm is seen there, and only there. */
import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { messageCodec, payloadCodec } from "../../../devices/codecs/codecs.ts";
import type { Reading } from "../../../devices/codecs/reading.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { bytes, dc09, eelink, ev07b, gt06, jt808, jt808Report, longGt06 } from "./made_messages.ts";

function readMessage(codec: string, message: string | Uint8Array, key?: Uint8Array): Reading {
  const content = typeof message === "string" ? { text: message } : { data: message };
  const read = messageCodec(codec)!.read(content, key);
  assert.ok(read.ok, `${codec}: ${JSON.stringify(read)}`);
  return read.value;
}

function readBlock(payload: string, port = 5): Reading {
  const read = payloadCodec("sensecap-t1000")!.read(bytes(payload), port, 0 as UnixMs);
  assert.ok(read.ok, payload);
  return read.value;
}

/** Blocks of SenseCAP trackers: their number, whole length, and where their byte of events is. */
const BLOCKS = [
  { number: 0x06, size: 22, eventsAt: 3 },
  { number: 0x07, size: 42, eventsAt: 3 },
  { number: 0x08, size: 35, eventsAt: 3 },
  { number: 0x09, size: 18, eventsAt: 3 },
  { number: 0x0a, size: 38, eventsAt: 3 },
  { number: 0x0b, size: 31, eventsAt: 3 },
  { number: 0x0f, size: 17, eventsAt: 3 },
  { number: 0x10, size: 13, eventsAt: 3 },
  { number: 0x11, size: 14, eventsAt: 4 },
  { number: 0x1a, size: 28, eventsAt: 3 },
  { number: 0x1b, size: 48, eventsAt: 3 },
  { number: 0x1c, size: 41, eventsAt: 3 },
  { number: 0x1d, size: 20, eventsAt: 4 },
  { number: 0x1f, size: 21, eventsAt: 1 },
  { number: 0x20, size: 14, eventsAt: 1, list: { countAt: 13, max: 5 } },
  { number: 0x21, size: 14, eventsAt: 1, list: { countAt: 13, max: 3 } },
  { number: 0x22, size: 15, eventsAt: 1 },
  { number: 0x23, size: 8, eventsAt: 1, list: { countAt: 7, max: 5 } },
  { number: 0x24, size: 8, eventsAt: 1, list: { countAt: 7, max: 3 } },
  { number: 0x25, size: 13, eventsAt: 1 },
  { number: 0x26, size: 7, eventsAt: 1 },
] as const;
const MAC_AND_RSSI = 7;

for (const layout of BLOCKS) {
  const { eventsAt, number, size } = layout;
  const name = number.toString(16).padStart(2, "0").toUpperCase();
  const counts = "list" in layout ? [0, 1, layout.list.max] : [0];

  const made = (count: number, events: number): string => {
    const block = new Uint8Array(size + count * MAC_AND_RSSI);
    block[0] = number;
    block[eventsAt] = events;
    if ("list" in layout) block[layout.list.countAt] = count;
    return encodeHex(block);
  };

  Deno.test(`SOS and a press in block ${name} of a SenseCAP tracker are alarms, alone and in company`, () => {
    for (const count of counts) {
      for (const events of [0x40, 0x80, 0x41]) {
        for (const payload of [made(count, events), `0564020501${made(count, events)}0564020501`]) {
          assert.equal(readBlock(payload).kind, "panic", payload);
          assert.deepEqual(readBlock(payload).anomalies, [], payload);
        }
      }
    }
  });

  Deno.test(`Other events in block ${name} of a SenseCAP tracker are no alarm and are read whole`, () => {
    for (const count of counts) {
      const { anomalies, kind } = readBlock(made(count, 0x3f));
      assert.ok(["position", "status"].includes(kind));
      assert.deepEqual(anomalies, []);
    }
  });
}

Deno.test("A SenseCAP tracker gives place, time and battery from where each block has them", () => {
  const place = { lat: 50.846696, lon: 4.352428, source: "gnss" };
  const placed = (lonLat: string) => lonLat.replace("PLACE", "004269ac 0307dbe8");
  const cases = [
    { hex: "1a 000040 00 69230000 PLACE 00cd 0006 0001 0002 0003 5a", deviceTime: 1763901440000 },
    { hex: "1f 40 5a 00cd 0006 0001 0002 0003 PLACE" },
    { hex: "22 40 5a 00cd 0006 PLACE" },
  ];
  for (const { hex, deviceTime } of cases) {
    assert.deepEqual(readBlock(placed(hex)), {
      kind: "panic",
      flags: [],
      anomalies: [],
      batteryPercent: 90,
      position: place,
      ...(deviceTime === undefined ? {} : { deviceTime }),
    });
  }
});

Deno.test("A SenseCAP tracker's SOS is seen on whatever port it comes, but for a service's own", () => {
  assert.equal(readBlock("2640640000 0000", 2).kind, "panic");
  for (const port of [192, 199]) {
    assert.equal(payloadCodec("sensecap-t1000")!.read(bytes("26"), port, 0 as UnixMs).ok, false);
  }
});

const FIX = "1a0b17113200 c8 0574a93e 0077d5a8 00 1400";
const CELL = "00ce 01 2503 00e7a0";

/** Where GT06 and its relatives say SOS in the terminal byte, 20, and nowhere else. */
const TERMINAL_BYTES = [
  { what: "a heartbeat", type: 0x13, content: "20 06 04 00 02" },
  { what: "a short heartbeat", type: 0x13, content: "20 06 04" },
  { what: "an alarm with place", type: 0x16, content: `${FIX} 08${CELL} 20 06 04 00 02` },
  {
    what: "an alarm without length of its cell",
    type: 0x16,
    content: `${FIX} ${CELL} 20 4e04 04 00`,
  },
  { what: "an alarm of a later kind", type: 0x26, content: `${FIX} 08${CELL} 20 06 04 00 02` },
  { what: "an alarm with fence", type: 0x27, content: `${FIX} 08${CELL} 20 06 04 00 02 ff` },
  { what: "an alarm of several fences", type: 0xa4, content: `${FIX} 08${CELL} 20 06 04 00 02 ff` },
  { what: "an alarm without place", type: 0x19, content: `${CELL} 20 06 04 00 02` },
  {
    what: "an alarm of new cells",
    type: 0xa5,
    content: `00ce01 00002503 000000000000e7a0 20 06 04 00 02`,
  },
  {
    what: "a place with state behind its cell",
    type: 0x12,
    content: `${FIX} ${CELL} 20 4e04 04 00`,
  },
  {
    what: "an alarm with altitude",
    type: 0x32,
    content: `${FIX} 0a00ce0001 2503 0000e7a0 20 06 04 00 02 0010`,
  },
  {
    what: "an alarm with modules",
    type: 0x39,
    content: `${FIX} 04 00ce01 00002503 000000000000e7a0 0000 20 06 04 00 02 001802 0190`,
  },
] as const;

for (const { content, type, what } of TERMINAL_BYTES) {
  Deno.test(`SOS in the terminal byte of ${what} of GT06 is a panic, another state is none`, () => {
    assert.equal(readMessage("gt06", gt06(type, content)).kind, "panic");
    const quiet = content.replace(/ 20 (?=4e|06)/, " 02 ").replace(/^20/, "02");
    assert.ok(
      ["heartbeat", "position", "status"].includes(readMessage("gt06", gt06(type, quiet)).kind),
    );
    // Where volts stand behind it, 7 is that it goes too fast.
    const seven = content.replace(/ 20 (?=4e|06)/, " 38 ").replace(/^20/, "38");
    const expected = content.includes("4e04") ? "position" : "tamper";
    assert.equal(readMessage("gt06", gt06(type, seven)).kind, expected);
  });
}

Deno.test("A weak signal where other GT06 alarms have their alarm byte is no SOS", () => {
  const message = gt06(0x16, `${FIX} ${CELL} 02 4e04 01 00`);

  assert.equal(readMessage("gt06", message).kind, "position");
});

Deno.test("SOS in the alarm byte of a GT06 heartbeat is a panic", () => {
  assert.equal(readMessage("gt06", gt06(0x13, "44 06 04 01 02")).kind, "panic");
});

Deno.test("SOS in the alarm byte of a GT06 message about Wi-Fi is a panic", () => {
  const content = "1a0b17113200 00ce 01 00 00 00 01 010203040506 40 01 02";
  assert.equal(readMessage("gt06", gt06(0xa9, content)).kind, "panic");
});

Deno.test("The button of a camera that speaks GT06 is a panic in all three forms", () => {
  const place = "0574a93e 0077d5a8 1400";
  for (
    const content of [
      "1a0b17113200 01 0000",
      `1a0b17113200 ${place} 01 0000 41424344`,
      `ffff01 1a0b17113200 c8 ${place} 0000 008a 01 0000 41424344`,
    ]
  ) {
    assert.equal(readMessage("gt06", gt06(0x95, content)).kind, "panic", content);
    assert.notEqual(
      readMessage("gt06", gt06(0x95, content.replace(" 01 0000", " 91 0000"))).kind,
      "panic",
    );
  }
});

Deno.test("An opened case in a module of a long GT06 message is a tamper, with its place", () => {
  const place = "0033 0012 69230000 08 0010 0574a93e 0077d5a8 00 1400";
  const reading = readMessage("gt06", longGt06(0x70, `${place} 0034 0006 23 00000000 00`));

  assert.equal(reading.kind, "tamper");
  assert.deepEqual(reading.position, { lat: 50.8508789, lon: 4.3630444, source: "gnss" });
});

Deno.test("Alarm bits 16 and 17 of JT/T 808 are a tamper, 18 a low battery, SOS more than both", () => {
  const kinds = ["00010000", "00020000", "00040000", "00030001"]
    .map((alarms) => readMessage("jt808", jt808(0x0200, jt808Report(alarms))).kind);

  assert.deepEqual(kinds, ["tamper", "tamper", "battery-low", "panic"]);
});

Deno.test("An SOS of a JT/T 808 terminal that escapes nothing is a panic", () => {
  const escaped = jt808(0x0200, jt808Report("00000001", "f1 02 7da0"));
  const plain = encodeHex(escaped).replace("7d01a0", "7da0");

  assert.equal(readMessage("jt808", escaped).kind, "panic");
  assert.equal(readMessage("jt808", bytes(plain)).kind, "panic");
});

Deno.test("SOS in the extras of a JT/T 808 report is a panic", () => {
  for (const extras of ["e7 08 0002000000000000", "e7 08 0008000000000000", "e8 02 0c01"]) {
    const reading = readMessage("jt808", jt808(0x0200, jt808Report("00000000", extras)));
    assert.equal(reading.kind, "panic", extras);
  }
});

Deno.test("An SOS among several reports of JT/T 808 is a panic, late when they were kept back", () => {
  const quiet = `001c${jt808Report("00000000")}`;
  const alarm = `001c${jt808Report("00000001")}`;
  for (const reports of [quiet + alarm, alarm + quiet]) {
    assert.equal(readMessage("jt808", jt808(0x0704, `000200${reports}`)).isLate, undefined);
    const { isLate, kind } = readMessage("jt808", jt808(0x0704, `000201${reports}`));
    assert.deepEqual([kind, isLate], ["panic", true]);
  }
});

Deno.test("An SOS in a later message of one EV07B frame is a panic", () => {
  const reading = readMessage("eview-ev07b", ev07b("05 02 01000000 05 14 50000000 05 02 00100000"));

  assert.equal(reading.kind, "panic");
});

Deno.test("The alarm of an older Eelink tracker is a panic, with its place, in an envelope too", () => {
  const alarm = eelink(0x04, "69230000 05749d40 0077d240 00 0000 00ce00012503 00e7a0 01 02");
  const envelope = Uint8Array.of(
    ...bytes("454c 0000 0000 0102030405060708"),
    ...eelink(0x03, "0021"),
    ...alarm,
  );
  for (const message of [alarm, envelope]) {
    const { kind, position } = readMessage("eelink", message);
    assert.equal(kind, "panic");
    assert.ok(Math.abs(position!.lat - 50.84) < 0.1);
  }
});

Deno.test("An SOS of a Queclink with a long version, or an MEID, is a panic", () => {
  for (const ids of ["8020040703,866314060299813", "210102,A10000458356CE"]) {
    assert.equal(readMessage("queclink", `+RESP:GTSOS,${ids},,,00,1,1,0.0,0,1.0$`).kind, "panic");
  }
});

Deno.test("SOS in the status of an H02 message is a panic, in whatever form its places come", () => {
  for (
    const text of [
      "*HQ,1700086468,LINK,180902,15,0,84,0,0,240517,FFFFFFFD#",
      "*HQ,4109179024,NBR,103732,206,1,0,1,8106,32010,23,100217,FFFBFFFF,5#",
      "*HQ,353111080001055,V3,044855,20601,01,001450,011473,158,-62,0292,0,X,030817,FFFFFFFD#",
      "*HQ,4209951296,V19,214452,A,5051.0178,N,00421.5029,E,0,0,200417,,1.2.3.4,8944,FFFBFFFF#",
      "*HQ,,V1,173212,A,5051.78879,N,00421.19021,E,0.00,0,290418,FFFFFFFD#",
    ]
  ) {
    assert.equal(readMessage("h02", text).kind, "panic", text);
    const quiet = text.replace(/FFFFFFFD|FFFBFFFF/, "FFFFFFFF");
    assert.ok(["position", "status"].includes(readMessage("h02", quiet).kind), quiet);
  }
});

Deno.test("A watch's alarm whose status names none is an alarm that is not understood", () => {
  const text = "[3G*6907919734*0050*AL,231126,175000,V,0,N,0,E,0,0,0,0,0,22,0,0,00000000,0,0]";
  const { anomalies, kind } = readMessage("setracker", text);

  assert.deepEqual([kind, anomalies], ["panic", ["undecoded"]]);
});

Deno.test("A DC-09 panic without its line is a panic that says what is wrong with its form", () => {
  const { anomalies, bearer, kind } = readMessage(
    "dc09",
    dc09('"SIA-DCS"0001#1234[#1234|Nri1/PA01]'),
  );

  assert.deepEqual([kind, bearer, anomalies], ["panic", "1234", ["form"]]);
});

Deno.test("A panic among several codes of one DC-09 event is a panic", () => {
  for (const codes of ["Nri1/BA01/PA02", "Nri1/PA02/BA01", "NBA01/PA02", "Nti17:50/ri1/PA02^a ^"]) {
    assert.equal(
      readMessage("dc09", dc09(`"SIA-DCS"0001L0#1234[#1234|${codes}]`)).kind,
      "panic",
      codes,
    );
  }
});

Deno.test("A DC-09 event that was kept back is late", () => {
  assert.equal(readMessage("dc09", dc09('"SIA-DCS"0001L0#1234[#1234|Ori1/PA01]')).isLate, true);
});

/** A DC-09 message whose content, a multiple of 16 bytes, is encrypted in CBC, block by block. */
function secretDc09(token: string, key: Uint8Array, clear: string, tail = ""): string {
  let before = new Uint8Array(16);
  let hex = "";
  for (let at = 0; at < clear.length; at += 16) {
    const block = before.map((byte, index) => byte ^ clear.charCodeAt(at + index));
    const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
    before = new Uint8Array(cipher.update(block));
    cipher.final();
    hex += encodeHex(before);
  }
  return dc09(`"*${token}"0001L0#1234[${hex.toUpperCase()}${tail}`);
}

for (const size of [16, 24, 32]) {
  const key = new Uint8Array(size).fill(7);
  const end = "]_17:50:00,11-23-2026";
  const padded = (text: string) => "x".repeat((32 - text.length % 16) % 16 + 15) + text;
  const fitted = (text: string) => {
    const short = padded(text);
    return "y".repeat((16 - short.length % 16) % 16) + short;
  };

  Deno.test(`Everything DC-09 encrypts under ${size} bytes of key is read`, () => {
    const cases = [
      { token: "NULL", clear: fitted("|"), kind: "heartbeat" },
      { token: "NULL", clear: fitted(`|${end}`), kind: "heartbeat" },
      { token: "NULL", clear: fitted(end), kind: "heartbeat" },
      { token: "NULL", clear: fitted("|"), tail: end, kind: "heartbeat" },
      { token: "SIA-DCS", clear: fitted(`|Nri1/PA01${end}`), kind: "panic" },
      { token: "SIA-DCS", clear: fitted("|Nri1/PA01"), tail: end, kind: "panic" },
      { token: "ADM-CID", clear: fitted(`|1120 01 007${end}`), kind: "panic" },
    ];
    for (const { clear, kind, tail, token } of cases) {
      const reading = readMessage("dc09", secretDc09(token, key, clear, tail), key);
      assert.deepEqual([reading.kind, reading.anomalies], [kind, []], `${token} ${clear}`);
    }
  });

  Deno.test(`What DC-09 encrypted under another ${size} bytes of key is refused`, () => {
    const text = secretDc09("SIA-DCS", key, fitted(`|Nri1/PA01${end}`));
    const read = messageCodec("dc09")!.read({ text }, new Uint8Array(size).fill(8));

    assert.deepEqual(read, { ok: false, error: { code: "bad-tag" } });
  });
}
