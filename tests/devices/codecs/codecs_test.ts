import assert from "node:assert/strict";
import fc from "fast-check";
import { CAPABILITIES, type Capability } from "../../../devices/codecs/codec.ts";
import { CODECS, messageCodec, payloadCodec } from "../../../devices/codecs/codecs.ts";
import { MESSAGE_CODECS } from "../../../devices/codecs/message_codecs.ts";
import { PAYLOAD_CODECS } from "../../../devices/codecs/payload_codecs.ts";
import type { Read, Reading } from "../../../devices/codecs/reading.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";
import vectors from "../../vectors/devices.json" with { type: "json" };

interface DeviceVector {
  readonly codec: string;
  readonly port?: number;
  readonly hex?: string;
  readonly text?: string;
  readonly expect?: Reading;
}
const VECTORS = vectors as unknown as readonly DeviceVector[];
const NOW = Date.UTC(2026, 10, 23) as UnixMs;
const PROBLEMS = ["unsupported", "malformed", "bad-checksum", "bad-tag"];

/** A result of the promised form, in which nothing impossible is said. */
function assertSane(read: Read): void {
  if (!read.ok) return assert.ok(PROBLEMS.includes(read.error.code));
  const { batteryPercent, deviceTime, position } = read.value;
  if (position !== undefined) {
    assert.ok(Math.abs(position.lat) <= 90 && Math.abs(position.lon) <= 180);
    const { accuracyM = 1 } = position;
    assert.ok(Number.isSafeInteger(accuracyM) && accuracyM >= 1 && accuracyM <= 20_100_000);
  }
  if (batteryPercent !== undefined) assert.ok(batteryPercent >= 0 && batteryPercent <= 100);
  // RFC 3339 has four digits for the year.
  if (deviceTime !== undefined) assert.equal(new Date(deviceTime).toISOString().length, 24);
}

/** A good message with some bytes, or characters, changed, or with its end cut off. */
const damaged = fc.tuple(
  fc.constantFrom(...VECTORS),
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
  fc.nat(),
).map(([vector, changes, cut]) => {
  const bytes = vector.hex === undefined
    ? new TextEncoder().encode(vector.text)
    : decodeHex(vector.hex)!;
  for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
  return { vector, bytes: bytes.subarray(0, bytes.length - cut % (bytes.length + 1)) };
});

Deno.test("No codec throws or says what cannot be, whatever is done to a good message", () => {
  fc.assert(
    fc.property(damaged, ({ vector, bytes }) => {
      const { codec, port, text } = vector;
      if (port !== undefined) return assertSane(payloadCodec(codec)!.read(bytes, port, NOW));
      const content = text === undefined
        ? { data: bytes }
        : { text: new TextDecoder().decode(bytes) };
      assertSane(messageCodec(codec)!.read(content));
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("No codec throws or says what cannot be, whatever bytes or text it is given", () => {
  const input = fc.tuple(
    fc.uint8Array({ maxLength: 80 }),
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.integer({ min: 0, max: 255 }),
  );
  fc.assert(
    fc.property(input, ([data, text, port]) => {
      for (const codec of PAYLOAD_CODECS) assertSane(codec.read(data, port, NOW));
      for (const codec of MESSAGE_CODECS) {
        for (const content of [{ data }, { text }, {}]) {
          codec.begins(content);
          assertSane(codec.read(content));
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

Deno.test("An accuracy wider than the Earth and a time beyond all calendars are nonsense", () => {
  const form = `v=1&location_latitude=51&location_longitude=4&location_accuracy=1e300` +
    `&location_time=8e15`;
  for (
    const [codec, text] of [
      ["aml", 'A"ML=1;lt=51;lg=4;rd=999999999999;pm=W;ml=1'],
      ["aml", 'A"ML=2;et=999999999999;lo=51,4,999999999999;ls=W'],
      ["aml-form", form],
    ] as const
  ) assertSane(messageCodec(codec)!.read({ text }));
});

Deno.test("No truncation of an alarm with a checksum is an alarm", () => {
  const checked = VECTORS.filter(({ codec, expect }) =>
    ["dc09", "eview-ev07b", "gt06", "jt808"].includes(codec) && expect !== undefined
  );
  for (const { codec, hex, text = "" } of checked) {
    const whole = hex === undefined ? text : decodeHex(hex)!;
    for (let size = 0; size < whole.length; size++) {
      const cut = whole.slice(0, size);
      const content = typeof cut === "string" ? { text: cut } : { data: cut };
      assert.equal(messageCodec(codec)!.read(content).ok, false);
    }
  }
});

Deno.test("What a vector shows that a codec can say stands in the table", () => {
  for (const { codec, expect } of VECTORS) {
    if (expect === undefined) continue;
    const says = CODECS.find(({ name }) => name === codec)!.says;
    const shown: Capability[] = [
      ...CAPABILITIES.filter((capability) => capability === expect.kind),
      ...(expect.position === undefined ? [] : ["position" as const]),
      ...(expect.batteryPercent === undefined ? [] : ["battery" as const]),
      ...(expect.deviceTime === undefined ? [] : ["clock" as const]),
    ];
    for (const capability of shown) assert.ok(says.includes(capability), `${codec} ${capability}`);
  }
});

Deno.test("Every format has a name of its own and at least one vector", () => {
  const names = CODECS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const shown = new Set(VECTORS.map(({ codec }) => codec));
  const without = names.filter((name) => !shown.has(name));
  // VF1 has vectors of its own; of the locator nobody publishes a message.
  assert.deepEqual(without, ["vf1", "browan-locator"]);
});

Deno.test("The documentation says of every format what the table says", async () => {
  const page = new URL("../../../docs/adding-a-codec.md", import.meta.url);
  const rows = (await Deno.readTextFile(page)).split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const expected = CODECS.map(({ name, describes, says, proof, isAnswerable }) => [
    `\`${name}\``,
    describes,
    says.join(", ") || "nothing of use",
    proof,
    isAnswerable ? "yes" : "no",
  ]);

  assert.deepEqual(rows.map(([name, devices, _, ...rest]) => [name, devices, ...rest]), expected);
});
