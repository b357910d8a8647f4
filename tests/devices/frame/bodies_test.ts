import assert from "node:assert/strict";
import fc from "fast-check";
import type { Flag } from "../../../devices/event.ts";
import { encodeHex } from "../../../devices/hex.ts";
import {
  decodeConfigBody,
  decodeRekeyBody,
  decodeStageBody,
  encodeConfigBody,
  encodeRekeyBody,
  encodeStageBody,
} from "../../../devices/frame/answer_bodies.ts";
import {
  decodeAccuracy,
  decodeFixAge,
  encodeAccuracy,
  encodeFixAge,
  positionOf,
} from "../../../devices/frame/fix.ts";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import {
  type AlarmReport,
  decodeAlarmBody,
  decodeHeartbeatBody,
  decodeRekeyOkBody,
  encodeAlarmBody,
  encodeHeartbeatBody,
  encodeRekeyOkBody,
} from "../../../devices/frame/uplink_bodies.ts";
import { bytes, type DecodedAlarm, vectors, withoutNulls } from "./vectors.ts";

const ALARM_VECTORS = vectors.up.filter(({ type }) => type >= 1 && type <= 5);
const HEARTBEAT_VECTORS = vectors.up.filter(({ type }) => type === UP_TYPE.heartbeat);

Deno.test("every alarm body of the vectors is read to its exact values", () => {
  for (const { name, bodyHex, decoded } of ALARM_VECTORS) {
    const { position: expected, refused, extraBytes: _, ...known } = decoded as DecodedAlarm;

    const { position, fix, ...read } = decodeAlarmBody(bytes(bodyHex));
    assert.deepEqual(read, { ...withoutNulls(known), anomalies: refused }, name);
    assert.deepEqual(position, fix && positionOf(fix), name);
    // Powers of two with fractions differ in their last bit from one runtime to the next.
    const metres = (value?: number | null) => value?.toPrecision(15);
    assert.equal(metres(fix?.accuracyM), metres(expected?.accuracyM), name);
    assert.deepEqual(
      [fix?.lat, fix?.lon, fix?.fixAgeS],
      [expected?.lat, expected?.lon, expected?.fixAgeS ?? undefined],
      name,
    );
  }
});

Deno.test("every alarm body of the vectors that refuses nothing is written to its bytes", () => {
  const whole = ALARM_VECTORS.filter(({ decoded }) =>
    (decoded as DecodedAlarm).refused.length === 0
  );
  assert.ok(whole.length > 60);
  for (const { name, bodyHex, decoded } of whole) {
    const { position, ...rest } = decoded as DecodedAlarm;
    // Without a fix the vectors fill accuracy and fix age with what no wearable has to say.
    if (position === null) continue;
    const report = { ...withoutNulls(rest), fix: withoutNulls(position) } as unknown as AlarmReport;

    assert.equal(encodeHex(encodeAlarmBody(report)), bodyHex.slice(0, 28), name);
  }
});

Deno.test("heartbeat and rekey-ok bodies of the vectors are read and written", () => {
  assert.equal(HEARTBEAT_VECTORS.length, 3);
  for (const { bodyHex, decoded } of HEARTBEAT_VECTORS) {
    const { batteryPercent, flags, uptimeH } = decoded as {
      batteryPercent: number;
      flags: Flag[];
      uptimeH: number;
    };
    const values = { batteryPercent, flags, uptimeHours: uptimeH };

    assert.deepEqual(decodeHeartbeatBody(bytes(bodyHex)), { ...values, anomalies: [] });
    assert.equal(encodeHex(encodeHeartbeatBody(values)), bodyHex);
  }
  assert.deepEqual(decodeRekeyOkBody(bytes("01")), { kid: 1, anomalies: [] });
  assert.equal(encodeHex(encodeRekeyOkBody(1)), "01");
});

Deno.test("answer bodies of the vectors are read and written", () => {
  for (const { name, type, bodyHex, decoded } of vectors.down) {
    const values: { [name: string]: unknown } = decoded;
    const body = bytes(bodyHex);
    if (type === 13) {
      assert.deepEqual(decodeRekeyBody(body), { newKid: values["kid"] });
      assert.equal(encodeHex(encodeRekeyBody(Number(values["kid"]))), bodyHex, name);
    } else if (type === 14) {
      const config = {
        heartbeatS: Number(values["heartbeatS"]),
        repeatS: Number(values["repeatS"]),
      };
      assert.deepEqual(decodeConfigBody(body), config);
      assert.equal(encodeHex(encodeConfigBody(config)), bodyHex, name);
    } else {
      assert.deepEqual(decodeStageBody(body), { status: 0, timeS: values["time"] });
      assert.equal(encodeHex(encodeStageBody(Number(values["time"]))), bodyHex, name);
    }
  }
});

Deno.test("a position in an event has 7 decimals and whole metres, at least 1", () => {
  const fix = { lat: 51.19327425956726, lon: 4.3634819984436035, accuracyM: 16.5, fixAgeS: 12 };

  assert.deepEqual(positionOf(fix), {
    lat: 51.1932743,
    lon: 4.363482,
    accuracyM: 17,
    fixAgeS: 12,
    source: "gnss",
  });
  assert.equal(positionOf({ ...fix, accuracyM: 1 }).accuracyM, 1);
  assert.equal(positionOf({ lat: 0, lon: 0, accuracyM: 0.3 }).accuracyM, 1);
  assert.deepEqual(positionOf({ lat: 1, lon: 2 }), { lat: 1, lon: 2, source: "gnss" });
});

Deno.test("a body that ends anywhere keeps what is whole and is short", () => {
  const whole = encodeAlarmBody({
    alarm: 7,
    fix: { lat: 51, lon: 4, accuracyM: 8, fixAgeS: 3 },
    batteryPercent: 80,
    flags: ["duress"],
    sinceTriggerS: 2,
  });
  const known = Array.from({ length: 15 }, (_, sizeBytes) => {
    const { anomalies, ...rest } = decodeAlarmBody(whole.subarray(0, sizeBytes));
    assert.deepEqual(anomalies, sizeBytes < 14 ? ["short-body"] : []);
    return rest;
  });

  assert.equal(known[1]?.alarm, 0);
  assert.equal(known[2]?.alarm, 7);
  assert.equal(known[7]?.position, undefined);
  assert.deepEqual(Object.keys(known[8]?.fix ?? {}), ["lat", "lon"]);
  assert.equal(known[9]?.fix?.accuracyM, 8);
  assert.equal(known[10]?.fix?.fixAgeS, 3);
  assert.equal(known[11]?.batteryPercent, 80);
  assert.deepEqual([known[11]?.flags, known[12]?.flags], [[], ["duress"]]);
  assert.deepEqual([known[13]?.sinceTriggerS, known[14]?.sinceTriggerS], [undefined, 2]);
});

Deno.test("a heartbeat with an impossible battery or too short a body is marked", () => {
  assert.deepEqual(decodeHeartbeatBody(bytes("ff000001")), {
    flags: [],
    uptimeHours: 1,
    anomalies: [],
  });
  assert.deepEqual(decodeHeartbeatBody(bytes("c8200001")).anomalies, ["battery"]);
  assert.deepEqual(decodeHeartbeatBody(bytes("32")), {
    batteryPercent: 50,
    flags: [],
    anomalies: ["short-body"],
  });
  assert.deepEqual(decodeRekeyOkBody(new Uint8Array(0)), { anomalies: ["short-body"] });
});

Deno.test("a fix age is never said younger than it is", () => {
  assert.deepEqual([0, 127, 128, 180, 181, 7_740, 7_741].map(encodeFixAge), [
    0,
    127,
    128,
    128,
    129,
    254,
    255,
  ]);
  for (let seconds = 0; seconds <= 7_740; seconds++) {
    const said = decodeFixAge(encodeFixAge(seconds));
    assert.ok(said !== undefined && said >= seconds && said < seconds + 60, `${seconds}`);
  }
});

Deno.test("every step of accuracy and fix age that can be said is read and written", () => {
  for (let value = 0; value <= 254; value++) {
    assert.equal(encodeAccuracy(decodeAccuracy(value)), value);
    assert.equal(encodeFixAge(decodeFixAge(value)), value);
  }
  assert.equal(decodeAccuracy(255), undefined);
  assert.equal(decodeFixAge(255), undefined);
  assert.equal(encodeAccuracy(0), 0);
  assert.equal(encodeAccuracy(1e6), 254);
});

Deno.test("what a wearable cannot say exactly is said as the nearest it can", () => {
  const report = { alarm: 1, sinceTriggerS: 70_000, fix: { lat: 90, lon: -180 } };

  const { fix, sinceTriggerS } = decodeAlarmBody(encodeAlarmBody(report));
  assert.deepEqual(fix, { lat: 89.99998927116394, lon: -179.99997854232788 });
  assert.equal(sinceTriggerS, 65_535);
});

Deno.test("a gateway that does not know the time answers with 0", () => {
  assert.equal(encodeHex(encodeStageBody(0)), "0000000000");
  assert.equal(encodeHex(encodeStageBody(-5)), "0000000000");
  assert.equal(encodeHex(encodeStageBody(2 ** 32)), "0000000000");
});

Deno.test("no body makes a decoder throw, and what is read is within its range", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (body) => {
      decodeHeartbeatBody(body);
      decodeRekeyOkBody(body);
      decodeStageBody(body);
      decodeRekeyBody(body);
      decodeConfigBody(body);
      const { position, batteryPercent } = decodeAlarmBody(body);
      assert.ok(batteryPercent === undefined || batteryPercent <= 100);
      assert.ok(position === undefined || Math.abs(position.lat) < 90);
      assert.ok(position === undefined || Math.abs(position.lon) < 180);
      assert.ok((position?.accuracyM ?? 1) >= 1);
    }),
    { numRuns: 10_000 },
  );
});
