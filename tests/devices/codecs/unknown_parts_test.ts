/**
 * One rule for all formats: what nobody knows hides neither what stands before it nor what stands
 * behind it, and a message that is not understood to its end is never only a sign of life.
 */
import assert from "node:assert/strict";
import type { MessageContent } from "../../../devices/codecs/codec.ts";
import { CODECS, messageCodec, payloadCodec } from "../../../devices/codecs/codecs.ts";
import type { Reading } from "../../../devices/codecs/reading.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { bytes, dc09, eelink, ev07b, gt06, jt808, jt808Report, longGt06 } from "./made_messages.ts";

interface Case {
  /** Text, bytes, or, with a port, a LoRaWAN payload in hex. */
  readonly message: string | Uint8Array;
  readonly port?: number;
}

interface Format {
  /** Alarms with something that nobody knows before and behind them. */
  readonly alarms: readonly Case[];
  /** Signs of life, and other messages without an alarm, with something that nobody knows. */
  readonly marked: readonly Case[];
  /** Why there is no case of a kind. */
  readonly because?: string;
}

const lorawan = (port: number, ...payloads: string[]): Case[] =>
  payloads.map((message) => ({ message, port }));
const all = (...messages: (string | Uint8Array)[]): Case[] =>
  messages.map((message) => ({ message }));

const AML = 'A"ML=1;lt=50.84;lg=4.36;rd=20;top=20261123175000;lc=90;pm=W;ml=60';
const FORM = "v=1&thunderstorm_new=1&location_latitude=50.84&location_longitude=4.36";
const SOS_BLOCK = "0f 000040 00 69230000 0000 0000 64 00 0000";
const E_SOS_BLOCK = "26 40 64 0000 0000";

const FORMATS: Readonly<Record<string, Format>> = {
  "aml": {
    alarms: all(AML.replace("lt=", "zz=1;lt="), `${AML};zz=1`),
    marked: [],
    because: "every message of it is an alarm; keys that are not known are named values",
  },
  "aml-form": {
    alarms: all(FORM, `${FORM}&zz=1`),
    marked: [],
    because: "every message of it is an alarm; fields that are not known are named values",
  },
  "dc09": {
    alarms: all(
      dc09('"SIA-DCS"0001L0#1234[#1234|Nri1/?9/PA01]'),
      dc09('"SIA-DCS"0001L0#1234[#1234|Nri1/PA01/?9]'),
      dc09('"SIA-DCS"0001L0#1234[#1234|Nri1/PA01][Z?9]'),
      dc09('"NULL"0001L0#1234[#1234|Nri1/PA01]'),
    ),
    marked: all(
      dc09('"NULL"0001L0#1234[#1234|?9]'),
      dc09('"SIA-DCS"0001L0#1234[#1234|Nri1/?9]'),
      dc09('"ADM-CID"0001L0#1234[#1234|?9]'),
    ),
  },
  "setracker": {
    alarms: all(
      "[3G*6907919734*0050*ALZZ,231126,175000,V,0,N,0,E,0,0,0,0,0,22,0,0,00010000,?9,?9]",
    ),
    marked: all("[3G*6907919734*0050*LK,0,10,100,?9]"),
  },
  "queclink": {
    alarms: all("+RESP:GTSOS,?9".replace("?9", "DF0200,868487004358800,cv100,?9,?9,,?9$")),
    marked: all("+RESP:GTHBD,DF0200,868487004358800,cv100,?9,20261123175000,03A6$"),
  },
  "h02": {
    alarms: all("*HQ,135790246811220,V9,?9,?9,231126,FFFFFFFD,?9#"),
    marked: all("*HQ,135790246811220,HTBT,100,?9#", "*HQ,135790246811220,V9,?9,231126,FFFFFFFF#"),
  },
  "minifinder": {
    alarms: all("!D,22/2/14,13:40:58,56.899601,14.811541,0,0,40,176.0,98,?9,?9"),
    marked: all("!5,17,V,50,?9"),
  },
  "sigfox-button": {
    alarms: all('{ "device": "40D310", "payload": "62f1f2f3" }'),
    marked: all('{ "device": "40D310", "payload": "20f1f2f3" }'),
  },
  "eview-ev07b": {
    alarms: all(
      ev07b("03 f1 0102 05 02 00100000"),
      ev07b("05 02 00100000 03 f1 0102"),
      ev07b("05 02 00010000 05 02 00100000"),
      ev07b("05 02 00100000 09 f1"),
    ),
    marked: all(ev07b("05 14 64 000000 09 f1")),
  },
  "topin": { alarms: [], marked: [], because: "it is one message of six fixed bytes" },
  "gt06": {
    alarms: all(
      gt06(0x13, "20 06 04 0002 f1f2"),
      gt06(0x12, `${"00".repeat(26)} 20 0000 00 00`),
    ),
    marked: all(gt06(0x13, "04 06 04 0002 f1f2"), longGt06(0x70, "0001 0009 00")),
  },
  "eelink": {
    alarms: all(
      bytes(
        `454c 0000 0000 0102030405060708 ${"676799000400010101"}${
          hexOf(eelink(0x14, "69230000 00 02 0000"))
        }`,
      ),
    ),
    marked: all(
      eelink(0x03, "0021 f1f2"),
      bytes(`454c 0000 0000 0102030405060708 ${hexOf(eelink(0x03, "0021"))} f1f2f3`),
    ),
  },
  "jt808": {
    alarms: all(
      jt808(0x0200, jt808Report("00000001", "f1 04 00")),
      jt808(0x0200, jt808Report("00000000", "f1 02 0000 e7 08 0002000000000000")),
      jt808(0x0210, `1c${jt808Report("00000001")} f1f2`),
    ),
    marked: all(
      jt808(0x0002, "f1"),
      jt808(0x0200, jt808Report("00000000", "f1 04 00")),
      jt808(0x0210, `1c${jt808Report("00000000")} f1f2`),
    ),
  },
  "abeeway-at3": {
    alarms: lorawan(19, "49 64 8882 f1f2f3", "49 64 8882 10 f1f2f3"),
    marked: lorawan(19, "08 61 8ba9 041700c509902a f1f2f3"),
  },
  "abeeway-at2": {
    alarms: lorawan(17, "f1 10 f986 00 f2f3", "0a 00 f986 00 07 f1f2f3"),
    marked: lorawan(17, "05 20 df8b 00 40010203040506 f1f2f3"),
  },
  "dragino-lgt92": {
    alarms: lorawan(2, "0307e8c8 00426be8 4d20 60 004b0190000000 f1f2f3"),
    marked: lorawan(2, "0307e8c8 00426be8 0d20 60 004b0190000000 f1f2f3"),
  },
  "dragino-trackerd": {
    alarms: lorawan(7, "4d20 60 f1f2f3"),
    marked: lorawan(7, "0d20 60 f1f2f3"),
  },
  "browan-tbpb100": {
    alarms: lorawan(147, "01 fe 37 0000 040000 f1f2f3"),
    marked: lorawan(147, "00 fe 37 0000 040000 f1f2f3"),
  },
  "browan-locator": {
    alarms: lorawan(136, "01 0b 36 00000000 000000e0 f1f2f3"),
    marked: lorawan(136, "00 0b 36 00000000 000000e0 f1f2f3"),
  },
  "milesight-ws101": {
    alarms: lorawan(85, "f1f2f3 ff2e01", "ff2e01 f1f2f3", "017510 f1f2f3f4 ff2e02 ff0b01"),
    marked: lorawan(85, "017510 f1f2f3", "f1f2f3 017510", "017510 ff2e"),
  },
  "milesight-at101": {
    alarms: lorawan(1, "017564 f1f2f3 070001", "070001 f1f2f3"),
    marked: lorawan(1, "017564 f1f2f3"),
  },
  "milesight-ft101": {
    alarms: [],
    marked: lorawan(1, "03a1 a801090779bf7701 f1f2f3"),
    because: "it has no alarm",
  },
  "sensecap-t1000": {
    alarms: lorawan(
      5,
      `f1f2f3 ${SOS_BLOCK}`,
      `${SOS_BLOCK} f1f2f3`,
      `0564020501 f1f2f3f4 ${SOS_BLOCK} 0564020501`,
      `f1f2f3 ${E_SOS_BLOCK}`,
      `${E_SOS_BLOCK} f1f2f3`,
      `${E_SOS_BLOCK} 0564020501 f1f2f3`,
    ),
    marked: lorawan(5, "0564020501 f1f2f3", "f1f2f3 0564020501"),
  },
  "digital-matter-oyster": {
    alarms: lorawan(4, "2fed00 244500 00 de 04 f1f2f3"),
    marked: lorawan(4, "2fed00 244500 00 de 00 f1f2f3"),
  },
  "digital-matter-g62": {
    alarms: [],
    marked: lorawan(1, "a026f5ec16a108450a12cac9330000171c 2318 f1f2f3"),
    because: "it has no alarm",
  },
  "glamos-walker": {
    alarms: [],
    marked: lorawan(1, "ad86dd374e6803720001 f1f2f3"),
    because: "it has no alarm",
  },
  "tektelic-stork": {
    alarms: [],
    marked: [],
    because: "it has no alarm, and only that it did not find itself is read",
  },
};

function hexOf(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(codec: string, { message, port }: Case): Reading {
  if (port !== undefined) {
    const read = payloadCodec(codec)!.read(bytes(message as string), port, 0 as UnixMs);
    assert.ok(read.ok, `${codec} ${message}`);
    return read.value;
  }
  const content: MessageContent = typeof message === "string"
    ? { text: message }
    : { data: message };
  const read = messageCodec(codec)!.read(content);
  assert.ok(read.ok, `${codec} ${typeof message === "string" ? message : hexOf(message)}`);
  return read.value;
}

Deno.test("The rule of the unknown part is tried on every format, or said why it cannot be", () => {
  const formats = CODECS.map(({ name }) => name).filter((name) => name !== "vf1");
  assert.deepEqual(Object.keys(FORMATS).toSorted(), formats.toSorted());
  for (const [codec, { alarms, because, marked }] of Object.entries(FORMATS)) {
    const isTried = alarms.length > 0 && marked.length > 0;
    assert.equal(isTried, because === undefined, codec);
  }
});

for (const [codec, { alarms, marked }] of Object.entries(FORMATS)) {
  if (alarms.length > 0) {
    Deno.test(`An alarm of ${codec} is seen before and behind an unknown part`, () => {
      for (const given of alarms) {
        const { isInAlarm, kind } = read(codec, given);
        const isAlarm = ["panic", "fall", "tamper"].includes(kind) || isInAlarm === true;
        assert.ok(isAlarm, `${JSON.stringify(given)} is ${kind}`);
      }
    });
  }
  if (marked.length > 0) {
    Deno.test(`A message of ${codec} that is not understood to its end is no sign of life`, () => {
      for (const given of marked) {
        const { anomalies, kind } = read(codec, given);
        assert.notEqual(kind, "heartbeat", JSON.stringify(given));
        const isMarked = anomalies.some((word) => word === "undecoded" || word === "short-body");
        assert.ok(isMarked, JSON.stringify(given));
      }
    });
  }
}
