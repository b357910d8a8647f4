import assert from "node:assert/strict";
import { SmsAssembler } from "../../../../devices/codecs/sms/assembler.ts";
import { decodeTpdu } from "../../../../devices/codecs/sms/decode.ts";
import type { SmsCoding, SmsDeliver } from "../../../../devices/codecs/sms/tpdu.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import type { MonotonicMs, UnixMs } from "../../../../devices/time.ts";

const SENT_AT = Date.UTC(2026, 2, 1, 12) as UnixMs;
const LIMITS = { gapAfterMs: 30_000, windowMs: 600_000, maxMessages: 3 };

interface PartOptions {
  readonly body?: string;
  readonly coding?: SmsCoding;
  readonly sender?: string;
  readonly total?: number;
  readonly reference?: number;
  readonly sentAtUnixMs?: UnixMs;
}

/** A part of a message in UCS-2; `body` is hex. */
function part(number: number, options: PartOptions = {}): SmsDeliver {
  const { total = 3, reference = 7, body = `004${number}`, sender = "+32470123456" } = options;
  return {
    kind: "deliver",
    sender,
    sentAt: { unixMs: options.sentAtUnixMs ?? SENT_AT, zoneMinutes: 60 },
    content: {
      coding: options.coding ?? { alphabet: "ucs2" },
      body: decodeHex(body)!,
      part: { reference, total, number },
    },
  };
}

function at(ms: number): MonotonicMs {
  return ms as MonotonicMs;
}

/** What an assembler gave out, short: text or data, whether whole, tags. */
function shown(given: ReturnType<SmsAssembler<string>["take"]>) {
  return given.map(({ message: { text, data, isComplete }, tags }) => [
    text ?? [...data!],
    isComplete,
    tags.join(" "),
  ]);
}

Deno.test("a message that is no part is given out at once", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  const read = decodeTpdu(
    "07912143658709F1040B918100551512F20000111010214365000AE8329BFD4697D9EC37",
  );
  assert.ok(read.ok && read.value.kind === "deliver");
  assert.deepEqual(assembler.take(read.value, "a", at(0)), [{
    message: {
      sender: "+18005551212",
      text: "hellohello",
      sentAtUnixMs: Date.UTC(2011, 0, 1, 12, 34, 56),
      isComplete: true,
    },
    tags: ["a"],
  }]);
  assert.equal(assembler.wakeAtMs, undefined);
});

Deno.test("parts in any order become one message when the last of them is there", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assert.deepEqual(assembler.take(part(3), "c", at(0)), []);
  assert.deepEqual(assembler.take(part(1), "a", at(1)), []);
  assert.deepEqual(shown(assembler.take(part(2), "b", at(2))), [["ABC", true, "c a b"]]);
});

Deno.test("a character that is cut between two parts is whole again", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(2, { total: 2, body: "dea80021" }), "b", at(0));
  const [given] = assembler.take(part(1, { total: 2, body: "0041d83d" }), "a", at(0));
  assert.equal(given?.message.text, "A🚨!");
});

Deno.test("an escape that is cut from its character between two parts is read with it", () => {
  const gsm7 = { alphabet: "gsm7", locking: 0, single: 0 } as const;
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 2, body: "411b", coding: gsm7 }), "a", at(0));
  const [given] = assembler.take(part(2, { total: 2, body: "65", coding: gsm7 }), "b", at(0));
  assert.equal(given?.message.text, "A€");
});

Deno.test("parts in different alphabets are read each in its own", () => {
  const gsm7 = { alphabet: "gsm7", locking: 0, single: 0 } as const;
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 2, body: "00", coding: gsm7 }), "a", at(0));
  assert.deepEqual(shown(assembler.take(part(2, { total: 2 }), "b", at(0))), [["@B", true, "a b"]]);
});

Deno.test("the data of several parts is joined, with the port of the first that came", () => {
  const coding = { alphabet: "data" } as const;
  const assembler = new SmsAssembler<string>(LIMITS);
  const second = part(2, { total: 2, body: "03", coding });
  assembler.take(
    { ...second, content: { ...second.content, ports: { destination: 7_700, source: 1 } } },
    "b",
    at(0),
  );
  const [given] = assembler.take(part(1, { total: 2, body: "0102", coding }), "a", at(0));
  assert.deepEqual([...given!.message.data!], [1, 2, 3]);
  assert.equal(given!.message.port, 7_700);
  assert.equal(given!.message.text, undefined);
});

Deno.test("what lacks parts is given out with gaps after a short time, and once more when they come", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 4 }), "a", at(1_000));
  assembler.take(part(4, { total: 4 }), "d", at(9_000));
  assert.equal(assembler.wakeAtMs, 31_000);
  assert.deepEqual(assembler.tick(at(30_999)), []);
  assert.deepEqual(shown(assembler.tick(at(31_000))), [["A\ufffd\ufffdD", false, "a d"]]);
  assert.equal(assembler.wakeAtMs, 601_000);
  assembler.take(part(3, { total: 4 }), "c", at(40_000));
  assert.deepEqual(shown(assembler.tick(at(40_000))), [["A\ufffdCD", false, "c"]]);
  assert.deepEqual(shown(assembler.take(part(2, { total: 4 }), "b", at(50_000))), [
    ["ABCD", true, "b"],
  ]);
});

Deno.test("a part that comes after the window begins a message of its own", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 2 }), "a", at(0));
  assert.deepEqual(shown(assembler.tick(at(30_000))), [["A\ufffd", false, "a"]]);
  assert.deepEqual(assembler.take(part(2, { total: 2 }), "b", at(600_000)), []);
  assert.deepEqual(shown(assembler.tick(at(630_000))), [["\ufffdB", false, "b"]]);
  assembler.tick(at(1_200_000));
  assert.equal(assembler.wakeAtMs, undefined);
});

Deno.test("a part that comes twice changes nothing, and gives a message that is whole again", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 2 }), "a", at(0));
  assert.deepEqual(assembler.take(part(1, { total: 2 }), "a again", at(1)), []);
  assert.deepEqual(shown(assembler.take(part(2, { total: 2 }), "b", at(2))), [
    ["AB", true, "a a again b"],
  ]);
  assert.deepEqual(shown(assembler.take(part(1, { total: 2 }), "late", at(3))), [
    ["AB", true, "late"],
  ]);
});

Deno.test("another part in the same place begins a new message; the first is given out as it is", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 2 }), "a", at(0));
  const given = assembler.take(part(1, { total: 2, body: "0058" }), "x", at(1));
  assert.deepEqual(shown(given), [["A\ufffd", false, "a"]]);
  assert.deepEqual(shown(assembler.take(part(2, { total: 2 }), "b", at(2))), [
    ["XB", true, "x b"],
  ]);
});

Deno.test("the same words sent again under the same reference are a new message", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  const later = { total: 2, sentAtUnixMs: SENT_AT + 60_000 as UnixMs };
  assembler.take(part(1, { total: 2 }), "a", at(0));
  assembler.take(part(2, { total: 2 }), "b", at(1));
  assert.deepEqual(assembler.take(part(1, later), "c", at(60_000)), []);
  assert.deepEqual(shown(assembler.take(part(2, later), "d", at(60_001))), [
    ["AB", true, "c d"],
  ]);
});

Deno.test("parts that were sent an hour apart are two messages, though both come now", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  assembler.take(part(1, { total: 2 }), "a", at(0));
  const later = part(2, { total: 2, sentAtUnixMs: SENT_AT + 3_600_000 as UnixMs });
  assert.deepEqual(shown(assembler.take(later, "b", at(1))), [["A\ufffd", false, "a"]]);
});

Deno.test("senders, references and counts keep messages apart", () => {
  const assembler = new SmsAssembler<string>({ ...LIMITS, maxMessages: 9 });
  assembler.take(part(1, { total: 2 }), "a", at(0));
  for (const other of [{ sender: "1733" }, { reference: 8 }, { total: 5 }]) {
    assert.deepEqual(assembler.take(part(2, { total: 2, ...other }), "x", at(0)), []);
  }
  assert.equal(assembler.tick(at(30_000)).length, 4);
});

Deno.test("more messages than can be kept push out the oldest, as it is", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  for (const reference of [1, 2, 3]) {
    assert.deepEqual(assembler.take(part(1, { reference }), `${reference}`, at(0)), []);
  }
  assert.deepEqual(shown(assembler.take(part(1, { reference: 4 }), "4", at(0))), [
    ["A\ufffd\ufffd", false, "1"],
  ]);
});

Deno.test("a part that its sender cut leaves the message incomplete", () => {
  const assembler = new SmsAssembler<string>(LIMITS);
  const { content, ...rest } = part(1, { total: 1 });
  const [given] = assembler.take({ ...rest, content: { ...content, isCut: true } }, "a", at(0));
  assert.equal(given?.message.isComplete, false);
});
