import assert from "node:assert/strict";
import { textOf } from "../../../../devices/codecs/sms/content.ts";
import { decodeTpdu } from "../../../../devices/codecs/sms/decode.ts";
import {
  encodeSubmit,
  partsOfText,
  type SmsSubmission,
  type SubmitPdu,
} from "../../../../devices/codecs/sms/encode.ts";
import type { SmsSubmit } from "../../../../devices/codecs/sms/tpdu.ts";

const TO_DUTY = { to: "+32470123456", wantsReport: true, partReference: 0x4c };

function written(submission: SmsSubmission): readonly SubmitPdu[] {
  const encoded = encodeSubmit(submission);
  assert.ok(encoded.ok, JSON.stringify(encoded));
  return encoded.value;
}

function readBack({ pduHex, sizeBytes }: SubmitPdu): SmsSubmit {
  const read = decodeTpdu(pduHex, sizeBytes);
  assert.ok(read.ok && read.value.kind === "submit", JSON.stringify(read));
  return read.value;
}

/** Published SMS-SUBMIT PDUs of the forms that are written here, without their service centre. */
const PUBLISHED: readonly (readonly [string, string, Omit<SmsSubmission, "partReference">])[] = [
  [
    "sms-021",
    "0011000B915155551532F40008003A041404300020043704340440043004320441044204320443043504420020043A043E0440043E043B044C002C0020043404350442043A04300021",
    {
      to: "+15555551234",
      content: { text: "Да здравствует король, детка!" },
      wantsReport: false,
      validityMinutes: 5,
    },
  ],
  [
    "sms-024",
    "0011000B915155661632F40000001954747A0E4ACF41F27298CDCE83C6EF371B0481402010",
    {
      to: "+15556661234",
      content: { text: "This is really cool ΔΔΔΔΔ" },
      wantsReport: false,
      validityMinutes: 1,
    },
  ],
  [
    "sms-025",
    "0001000B915155661632F400001954747A0E4ACF41F27298CDCE83C6EF371B0481402010",
    { to: "+15556661234", content: { text: "This is really cool ΔΔΔΔΔ" }, wantsReport: false },
  ],
  [
    "sms-043",
    "0011000B914316565811F90000AA04E8373B0C",
    {
      to: "+34616585119",
      content: { text: "hola" },
      wantsReport: false,
      validityMinutes: 4 * 24 * 60,
    },
  ],
  [
    "sms-049",
    "0021000B914356143254F6000006E8721E947F03",
    { to: "+34654123456", content: { text: "hey yo" }, wantsReport: true },
  ],
  [
    "sms-054",
    "001100098156355476F80008AA0E0420044304410441043A04380439",
    {
      to: "655345678",
      content: { text: "Русский" },
      wantsReport: false,
      validityMinutes: 4 * 24 * 60,
    },
  ],
  [
    "sms-066",
    "0001000B917228214365F700040C48656C6C6F20776F726C6421",
    {
      to: "+27821234567",
      content: { data: new TextEncoder().encode("Hello world!") },
      wantsReport: false,
    },
  ],
  [
    "sms-072",
    "001100099121436587F90008F40A4E16754C60A8597DFF01",
    {
      to: "+123456789",
      content: { text: "世界您好！" },
      wantsReport: false,
      validityMinutes: 52 * 7 * 24 * 60,
    },
  ],
];

for (const [id, pduHex, submission] of PUBLISHED) {
  Deno.test(`${id} is written as its source does`, () => {
    const sizeBytes = pduHex.length / 2 - 1;
    assert.deepEqual(written({ ...submission, partReference: 0 }), [{ pduHex, sizeBytes }]);
  });
}

Deno.test("a text of 160 septets is one message, of 161 two; € counts for two", () => {
  assert.equal(partsOfText("a".repeat(160)), 1);
  assert.equal(partsOfText("a".repeat(161)), 2);
  assert.equal(partsOfText("a".repeat(158) + "€"), 1);
  assert.equal(partsOfText("a".repeat(159) + "€"), 2);
});

Deno.test("one character that the 7-bit alphabet lacks leaves 70 for a message", () => {
  assert.equal(partsOfText("ê".repeat(70)), 1);
  assert.equal(partsOfText("ê".repeat(71)), 2);
});

Deno.test("no part ends within an escape or half a character", () => {
  const [euro, smile] = [
    "a".repeat(152) + "€" + "b".repeat(20),
    "ê".repeat(66) + "🚨" + "ê".repeat(20),
  ];
  const texts = (text: string) =>
    written({ ...TO_DUTY, content: { text } }).map((pdu) => textOf(readBack(pdu).content));
  assert.deepEqual(texts(euro), ["a".repeat(152), "€" + "b".repeat(20)]);
  assert.deepEqual(texts(smile), ["ê".repeat(66), "🚨" + "ê".repeat(20)]);
});

Deno.test("the parts of a long text carry their number and one reference, and ask for a report each", () => {
  const parts = written({ ...TO_DUTY, content: { text: "0123456789".repeat(40) } });
  const read = parts.map(readBack);
  assert.deepEqual(read.map(({ content }) => content.part), [
    { reference: 0x4c, total: 3, number: 1 },
    { reference: 0x4c, total: 3, number: 2 },
    { reference: 0x4c, total: 3, number: 3 },
  ]);
  assert.equal(read.map(({ content }) => textOf(content)).join(""), "0123456789".repeat(40));
  for (const { pduHex, sizeBytes } of parts) {
    assert.equal(pduHex.slice(0, 4), "0061");
    assert.ok(sizeBytes <= 164);
  }
});

Deno.test("data goes to its port, 133 octets in one message", () => {
  const data = Uint8Array.from({ length: 133 }, (_, index) => index);
  const [pdu, ...more] = written({ ...TO_DUTY, content: { data, port: 7_700 } });
  assert.deepEqual(more, []);
  const { content } = readBack(pdu!);
  assert.deepEqual(content.ports, { destination: 7_700, source: 7_700 });
  assert.deepEqual(content.body, data);
  assert.equal(written({ ...TO_DUTY, content: { data: new Uint8Array(134), port: 1 } }).length, 2);
});

Deno.test("an empty text is one empty message", () => {
  const [pdu] = written({ ...TO_DUTY, content: { text: "" } });
  assert.equal(pdu!.pduHex, "0021000B912374103254F6000000");
});

Deno.test("what is no number and what is too long is refused", () => {
  for (const to of ["", "+", "0470/12.34.56", "Vigil", "+123456789012345678901"]) {
    assert.deepEqual(encodeSubmit({ ...TO_DUTY, to, content: { text: "x" } }), {
      ok: false,
      error: { code: "not-a-number", to },
    });
  }
  assert.equal(partsOfText("a".repeat(255 * 153)), 255);
  assert.deepEqual(encodeSubmit({ ...TO_DUTY, content: { text: "a".repeat(255 * 153 + 1) } }), {
    ok: false,
    error: { code: "too-long" },
  });
});

Deno.test("a validity is rounded up to what its octet can say", () => {
  const octet = (validityMinutes: number) =>
    written({ ...TO_DUTY, content: { text: "" }, validityMinutes })[0]!.pduHex.slice(-4, -2);
  assert.deepEqual(
    [0, 5, 6, 720, 721, 1_440, 1_441, 43_200, 43_201, 635_040, 1e9].map(octet),
    ["00", "00", "01", "8F", "90", "A7", "A8", "C4", "C5", "FF", "FF"],
  );
});
