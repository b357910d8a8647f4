import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { compressBody, decompressBody } from "../../../db/schema/compressed_body.ts";

/** As a position frame makes it. */
const POSITION =
  '{"data":{"anomalies":[],"assignment":{"reference":"2026/00123","state":"active"},' +
  '"authenticity":"verified","batteryPercent":81,"clock":{"bootId":' +
  '"424c50b4-5db5-46f0-a2bc-25fbd5ee5a25","monotonicMs":123456,"quality":"ntp"},' +
  '"device":"d-7q2k","drill":false,"flags":["moving"],"frame":{"codec":"vf1","hex":"' +
  '07587e3dbd7ddf5b9556ed167321da72d574e0b80613f8e4c10ec0e73a276dc2baca39"},"late":false,' +
  '"position":{"accuracyM":17,"fixAgeS":12,"lat":51.1932743,"lon":4.363482,"source":"gnss"},' +
  '"receptions":[{"at":"2026-11-24T16:25:03.694Z","modem":"lora-1","rssiDbm":-99,"snrDb":6}],' +
  '"sinceTriggerS":2},"datacontenttype":"application/json",' +
  '"id":"b6db16f15ac4882729e48e3fc72ac595","priority":"low","source":"urn:vigil:5415:gw-1",' +
  '"specversion":"1.0","subject":"device/d-7q2k","time":"2026-11-24T16:25:03.694Z",' +
  '"type":"vigil.position.v1"}';

Deno.test("The body of an event takes less than a quarter of its length, and comes back as it was", () => {
  const compressed = compressBody(POSITION);
  assert.ok(compressed.length < POSITION.length / 4, `${compressed.length} bytes`);
  assert.equal(decompressBody(compressed), POSITION);
});

Deno.test("The same body is always kept as the same bytes", () => {
  assert.equal(
    Buffer.from(compressBody(POSITION)).toString("hex"),
    "8184323032362f30303132338638318b02424c50b45db546f0a2bc25fbd5ee5a258c3132333435368d64" +
      "2d3771326b90940107587e3dbd7ddf5b9556ed167321da72d574e0b80613f8e4c10ec0e73a276dc2baca" +
      "399731379b31329c35312e313933323734339d342e3336333438329e0501a20e6005cea03939a436a532" +
      "a704b6db16f15ac4882729e48e3fc72ac595ae353431353a67772d31af642d3771326bb20501a20e6005" +
      "ceb7",
  );
});

/** A heartbeat as the first version compressed it: do not change it. */
const FIRST_VERSION =
  "8184323032362f3030313233878b02424c50b45db546f0a2bc25fbd5ee5a258c3132333435368d642d37" +
  "71326b90960107587e3dbd7ddf5b9556ed167321da72d574e0b80613f8e4c10ec0e73a276dc2baca3998" +
  "0501a20e6005cea03939a804b6db16f15ac4882729e48e3fc72ac595ae353431353a67772d31af642d37" +
  "71326bb20501a20e6005cebb";

Deno.test("What the first version compressed can still be read", () => {
  const event = JSON.parse(decompressBody(Uint8Array.fromHex(FIRST_VERSION)));
  assert.equal(event.type, "vigil.heartbeat.v1");
  assert.equal(event.id, "b6db16f15ac4882729e48e3fc72ac595");
  assert.equal(event.data.clock.bootId, "424c50b4-5db5-46f0-a2bc-25fbd5ee5a25");
  assert.equal(event.data.receptions[0].at, "2026-11-24T16:25:03.694Z");
});

Deno.test("Whatever a body says comes back as it was", () => {
  const digits = (length: number) =>
    fc.string({
      unit: fc.constantFrom(..."0123456789abcdef"),
      minLength: length,
      maxLength: length,
    });
  const piece = fc.oneof(
    fc.json(),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(...POSITION.split(/(?<=[:,])/)),
    fc.uuid(),
    digits(32),
    digits(64),
    digits(71),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom(
      "2026-02-31T00:00:00.000Z",
      "1960-01-01T00:00:00.000Z",
      "2026-13-01T25:00:00.000Z",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      assert.equal(decompressBody(compressBody(text)), text.toWellFormed());
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("Damaged bytes of a body are read without an error", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decompressBody(bytes) === "string"));
});
