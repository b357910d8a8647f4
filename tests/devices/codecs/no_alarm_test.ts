/** What is known to be no alarm is read without a mark, so that a mark means something. */
import assert from "node:assert/strict";
import { messageCodec, payloadCodec } from "../../../devices/codecs/codecs.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { bytes } from "./made_messages.ts";

const STATUSES = [
  { codec: "abeeway-at2", port: 17, what: "debugging", hex: "0f00f98622 0500" },
  { codec: "abeeway-at2", port: 18, what: "proximity", hex: "0c48649020 0400000000" },
  { codec: "abeeway-at2", port: 18, what: "a text", hex: "0d0000001c 616263" },
  { codec: "abeeway-at2", port: 18, what: "that more is to come", hex: "0001" },
  { codec: "abeeway-at3", port: 19, what: "a query", hex: "1860ffff 04013f" },
  { codec: "abeeway-at3", port: 19, what: "an answer to a setting", hex: "a162ffff 10 02010234" },
  { codec: "abeeway-at3", port: 19, what: "telemetry", hex: "2864ffff 56010380" },
  { codec: "digital-matter-oyster", port: 2, what: "an acknowledgement", hex: "53ab78" },
  { codec: "digital-matter-oyster", port: 3, what: "statistics", hex: "53ab783c0421f98e940ab3" },
  { codec: "digital-matter-g62", port: 3, what: "statistics", hex: "a026f5ec16a1" },
] as const;

for (const { codec, hex, port, what } of STATUSES) {
  Deno.test(`What ${codec} says of ${what} is a status that is understood`, () => {
    const read = payloadCodec(codec)!.read(bytes(hex), port, 0 as UnixMs);

    assert.ok(read.ok);
    assert.deepEqual([read.value.kind, read.value.anomalies], ["status", []]);
  });
}

Deno.test("An alarm of Abeeway shows in whatever it says of itself", () => {
  for (
    const [codec, hex] of [["abeeway-at3", "5860ffff 04013f"], [
      "abeeway-at2",
      "0f10f98622",
    ]] as const
  ) {
    const read = payloadCodec(codec)!.read(bytes(hex), 17, 0 as UnixMs);
    assert.ok(read.ok && read.value.isInAlarm === true, codec);
  }
});

Deno.test("A field tester that says nothing of its place only tries", () => {
  const read = payloadCodec("milesight-ft101")!.read(bytes("ff0bff ff0101"), 1, 0 as UnixMs);

  assert.deepEqual(read, { ok: true, value: { kind: "test", flags: [], anomalies: [] } });
});

Deno.test("Places of H02 are read with signs before their numbers, and below a degree", () => {
  const placeOf = (lat: string, lon: string) => {
    const text = `*HQ,135790246811220,V1,121557,A,${lat},S,${lon},W,0.1,158,231126,FFFFFFFF#`;
    const read = messageCodec("h02")!.read({ text });
    return read.ok ? read.value.position : read;
  };

  const place = { lat: -50.05568, lon: -4.85, source: "gnss" };
  assert.deepEqual(placeOf("5003.3408", "00451.0000"), place);
  assert.deepEqual(placeOf("-50-3.3408", "-4-51.0000"), place);
  assert.deepEqual(placeOf("5003.3408", "51.0000"), { ...place, lon: -0.85 });
});
