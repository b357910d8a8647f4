/** An alarm is an alarm, whatever stands where its place, its battery or its time should be. */
import assert from "node:assert/strict";
import { messageCodec, payloadCodec } from "../../../devices/codecs/codecs.ts";
import { crc16X25, crc16Xmodem } from "../../../devices/codecs/crc16.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";

const NONSENSE = ["", "?", "NaN", "-", "999999999999", "1e99", "0x10", "ÿ"];

/** Alarms as text, and between which words stand the values that may be nonsense. */
const TEXTS: readonly (readonly [codec: string, before: string, values: string, after: string])[] =
  [
    [
      "h02",
      "*HQ,355488020119695,V1,",
      "050418,A,2827.61232,N,07703.84822,E,0.00,0,031015",
      ",FFFFFFFD#",
    ],
    ["minifinder", "!D,", "22/2/14,13:40:58,56.899601,14.811541,0,0", ",40,176.0,98,5,16,0"],
    ["minifinder", "!D,22/2/14,13:40:58,56.899601,14.811541,0,0,40,", "176.0,98,5", ",16,0"],
    [
      "setracker",
      "[3G*6907919734*003e*AL_LTE,",
      "170525,214118,A,51.1,N,4.3,E,0,0,0,0,0,22,0,0",
      ",00010000,0,0,0]",
    ],
    [
      "queclink",
      "+RESP:GTSOS,DF0200,868487004358800,cv100,,",
      "00,1,1,0.0,0,138.0,114.015465,22.537372,20210714115224,0460",
      ",0001$",
    ],
  ];

for (const [codec, before, values, after] of TEXTS) {
  Deno.test(`An alarm of ${codec} is kept with nonsense anywhere in "${values}"`, () => {
    const fields = values.split(",");
    for (let at = 0; at < fields.length; at++) {
      for (const nonsense of NONSENSE) {
        const text = `${before}${fields.with(at, nonsense).join(",")}${after}`;
        const read = messageCodec(codec)!.read({ text });
        assert.ok(read.ok && read.value.kind === "panic", text);
      }
    }
  });
}

Deno.test("An alarm of AML is kept with nonsense in every value", () => {
  for (const nonsense of NONSENSE) {
    const values = ["lt", "lg", "rd", "top", "lc", "pm"].map((key) => `${key}=${nonsense}`);
    const read = messageCodec("aml")!.read({ text: `A"ML=1;${values.join(";")};ml=1` });
    assert.ok(read.ok && read.value.kind === "panic", nonsense);
  }
});

Deno.test("A place of an AML form that cannot be read is named, and the alarm kept", () => {
  const text = "v=1&location_latitude=here&location_longitude=4.3&location_time=soon";
  const read = messageCodec("aml-form")!.read({ text });

  assert.deepEqual(read.ok && read.value, {
    kind: "panic",
    flags: [],
    anomalies: ["position", "clock"],
  });
});

Deno.test("A watch's alarm whose end was lost is kept", () => {
  const text = "[3G*6907919734*003e*AL_LTE,170525,214118,V,0,N,0,E,0,0,0,0,0,22,0";
  const read = messageCodec("setracker")!.read({ text });

  assert.equal(read.ok && read.value.kind, "panic");
  assert.deepEqual(read.ok && read.value.anomalies, ["short-body"]);
});

Deno.test("A Sigfox alarm is kept without a device's name", () => {
  const read = messageCodec("sigfox-button")!.read({ text: '{"device": 7, "payload": "62"}' });

  assert.equal(read.ok && read.value.kind, "panic");
});

Deno.test("A GT06 alarm with the right CRC is kept without a whole place", () => {
  const counted = Uint8Array.of(0x0b, 0x16, 0x17, 0x09, 0x13, 0x0f, 0x01, 0x02, 0x03, 0x5f);
  const crc = crc16X25(counted);
  const data = Uint8Array.of(0x78, 0x78, ...counted, crc >> 8, crc & 0xff, 0x0d, 0x0a);

  const read = messageCodec("gt06")!.read({ data });

  assert.equal(read.ok && read.value.kind, "panic");
  assert.deepEqual(read.ok && read.value.anomalies, ["short-body"]);
});

Deno.test("An EV07B alarm with the right CRC is kept, though a field behind it has no end", () => {
  const body = Uint8Array.of(0x01, 0x05, 0x02, 0x00, 0x10, 0x00, 0x00, 0x0d, 0x20, 0x01);
  const crc = crc16Xmodem(body);
  const header = [0xab, 0x10, body.length, 0, crc & 0xff, crc >> 8, 0, 0];

  const read = messageCodec("eview-ev07b")!.read({ data: Uint8Array.of(...header, ...body) });

  assert.equal(read.ok && read.value.kind, "panic");
  assert.deepEqual(read.ok && read.value.anomalies, ["short-body"]);
});

Deno.test("An Eelink warning is kept with a list of cells of unknown length before it", () => {
  // C19 with bit 7 of its mask, and one byte more of cells.
  const data = decodeHex("676714001600035f74a2948201360104591100a716012200020400")!;

  const read = messageCodec("eelink")!.read({ data });

  assert.equal(read.ok && read.value.kind, "panic");
});

/** Payloads in alarm, and of how many bytes it takes to see that. */
const PAYLOADS = [
  { codec: "abeeway-at3", port: 19, hex: "4858ffff10", seenFrom: 1 },
  { codec: "abeeway-at2", port: 17, hex: "0358f28e790ee0b9e5b0b383b9", seenFrom: 2 },
  { codec: "browan-locator", port: 136, hex: "010b3600000000000000e0", seenFrom: 1 },
  { codec: "dragino-lgt92", port: 2, hex: "015a785406cf33d84d2060004b019000", seenFrom: 9 },
  {
    codec: "sensecap-t1000",
    port: 5,
    hex: "060000400064a8ad9d06cc22a00159b3f000cd000664",
    seenFrom: 4,
  },
  { codec: "sensecap-t1000", port: 5, hex: "11010000406923000000cd00065a", seenFrom: 5 },
  {
    codec: "sensecap-t1000",
    port: 5,
    hex: "20405a00cd000600010002000302a0b3ccd358e6a4a0b3ccd358e7a4",
    seenFrom: 2,
  },
  { codec: "milesight-ws101", port: 85, hex: "ff2e01017510", seenFrom: 3 },
] as const;

for (const { codec, hex, port, seenFrom } of PAYLOADS) {
  Deno.test(`An alarm of ${codec}, ${hex.slice(0, 4)}…, is kept, wherever its payload ends behind byte ${seenFrom}`, () => {
    const whole = decodeHex(hex)!;
    for (let size = seenFrom; size <= whole.length; size++) {
      const read = payloadCodec(codec)!.read(whole.slice(0, size), port, 0 as UnixMs);
      assert.ok(read.ok, `${size} bytes`);
      assert.ok(read.value.kind === "panic" || read.value.isInAlarm, `${size} bytes`);
    }
  });
}
