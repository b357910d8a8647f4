import assert from "node:assert/strict";
import { writeCap } from "../../../handlers/formats/cap.ts";
import { writeGeoJson } from "../../../handlers/formats/representations.ts";
import type { OutgoingEvent } from "../../../handlers/formats/outgoing_event.ts";
import { writePidfLo } from "../../../handlers/formats/pidf_lo.ts";

const PANIC: OutgoingEvent = {
  specversion: "1.0",
  id: "b7c1b7c1b7c1b7c1b7c1b7c1b7c1b7c1",
  source: "urn:vigil:5415:gw-1",
  type: "vigil.panic.v1",
  subject: "device/d-7q2k",
  time: "2026-11-23T17:50:00.123Z",
  datacontenttype: "application/json",
  sequence: "00000000000000000417",
  priority: "critical",
  incident: "3f0a3f0a3f0a3f0a3f0a3f0a3f0a3f0a",
  hash: "ab".repeat(32),
  data: {
    device: "d-7q2k",
    assignment: { reference: "2026/00123", expires: "2027-05-23", state: "active" },
    alarm: 7,
    position: { lat: 51.1932743, lon: 4.363482, accuracyM: 17, fixAgeS: 12, source: "gnss" },
    batteryPercent: 81,
    flags: ["moving"],
    sinceTriggerS: 2,
    authenticity: "verified",
    late: false,
    drill: false,
    clock: { quality: "ntp", bootId: "boot", monotonicMs: 123_456 },
  },
};

const withData = (data: Partial<OutgoingEvent["data"]>): OutgoingEvent => ({
  ...PANIC,
  data: { ...PANIC.data, ...data },
});
const WITHOUT_POSITION: OutgoingEvent = {
  ...PANIC,
  data: { device: "d-1", clock: PANIC.data.clock },
};

Deno.test("A panic in CAP is an alert for dispatch only", async (t) => {
  await t.assertSnapshot(writeCap(PANIC, PANIC));
});

Deno.test("What belongs to an incident updates the event that opened it", () => {
  const cancel = { ...PANIC, id: "c".repeat(32), type: "vigil.cancel-requested.v1" };

  const xml = writeCap(cancel, PANIC);

  assert.ok(xml.includes("<msgType>Update</msgType>"));
  assert.ok(
    xml.includes(
      "<references>gw-1@5415,b7c1b7c1b7c1b7c1b7c1b7c1b7c1b7c1,2026-11-23T17:50:00-00:00</references>",
    ),
  );
  assert.ok(writeCap(cancel).includes("<msgType>Alert</msgType>"));
});

Deno.test("A drill is an Exercise and a test is a Test, never Actual", () => {
  assert.ok(writeCap(PANIC).includes("<status>Actual</status>"));
  assert.ok(writeCap(withData({ drill: true })).includes("<status>Exercise</status>"));
  const test = { ...withData({ drill: true }), type: "vigil.test.v1" };
  assert.ok(writeCap(test).includes("<status>Test</status>"));
});

Deno.test("CAP without a position has no area", () => {
  assert.ok(!writeCap(WITHOUT_POSITION).includes("<area>"));
});

Deno.test("CAP says what is strange about a position, and what an event of the gateway is about", () => {
  const parameter = (name: string, value: string) =>
    new RegExp(`<valueName>${name}</valueName>\\s*<value>${value}</value>`);
  assert.doesNotMatch(writeCap(PANIC), /<valueName>(anomalies|subject)</);
  assert.match(
    writeCap(withData({ anomalies: ["position-jump", "battery"] })),
    parameter("anomalies", "position-jump battery"),
  );
  const event = {
    ...PANIC,
    type: "vigil.device-not-charged.v1",
    data: { reason: "battery-not-risen", details: { hours: 25 }, clock: PANIC.data.clock },
  };
  const xml = writeCap(event);
  assert.match(xml, /<event>device-not-charged<\/event>/);
  assert.match(xml, parameter("subject", "device/d-7q2k"));
  assert.match(xml, parameter("reason", "battery-not-risen"));
  assert.match(xml, parameter("hours", "25"));
});

Deno.test("Nothing that a device or a person wrote can become markup", () => {
  const xml = writeCap(withData({ device: `<a b="c">&\u0000\u0007` }));
  assert.ok(xml.includes("<value>&lt;a b=&quot;c&quot;&gt;&amp;</value>"));
});

Deno.test("A panic in GeoJSON is a Feature at its place, longitude first", () => {
  const feature = JSON.parse(writeGeoJson(PANIC));
  assert.deepEqual(
    [feature.type, feature.id, feature.geometry],
    ["Feature", PANIC.id, { type: "Point", coordinates: [4.363482, 51.1932743] }],
  );
  assert.deepEqual(feature.properties, PANIC);
});

Deno.test("GeoJSON without a position is a Feature without a place", () => {
  assert.equal(JSON.parse(writeGeoJson(WITHOUT_POSITION)).geometry, null);
});

Deno.test("A position in PIDF-LO is a circle of its accuracy, latitude first", async (t) => {
  await t.assertSnapshot(writePidfLo(PANIC));
});

Deno.test("A position of unknown accuracy in PIDF-LO is a point", () => {
  const xml = writePidfLo(withData({ position: { lat: -1, lon: 2, source: "gnss" } }))!;
  assert.ok(xml.includes('<gml:Point srsName="urn:ogc:def:crs:EPSG::4326">'));
  assert.ok(xml.includes("<gml:pos>-1.0000000 2.0000000</gml:pos>"));
});

Deno.test("An event without a position has no PIDF-LO", () => {
  assert.equal(writePidfLo(WITHOUT_POSITION), undefined);
});
