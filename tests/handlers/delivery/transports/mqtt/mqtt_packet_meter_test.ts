import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import mqttPacket, { type Packet } from "mqtt-packet";
import { MqttPacketMeter } from "../../../../../handlers/delivery/transports/mqtt/mqtt_packet_meter.ts";

const publish = (sizeBytes: number) =>
  mqttPacket.generate({
    cmd: "publish",
    topic: "t",
    payload: Buffer.alloc(sizeBytes),
    qos: 0,
    dup: false,
    retain: false,
  } as Packet);

Deno.test("MqttPacketMeter passes whole packets up to its limit, however they are cut", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 0, max: 990 }), { maxLength: 20 }),
    fc.integer({ min: 1, max: 700 }),
    (sizes, step) => {
      const bytes = new Uint8Array(sizes.flatMap((size) => [...publish(size)]));
      const meter = new MqttPacketMeter(1_000);
      for (let at = 0; at < bytes.length; at += step) {
        assert.equal(meter.feed(bytes.subarray(at, at + step)), undefined);
      }
    },
  ));
});

Deno.test("MqttPacketMeter refuses a packet by its length, before one byte of its body", () => {
  // PUBLISH, 250 000 000 bytes to come.
  const meter = new MqttPacketMeter(131_072);
  assert.equal(meter.feed(publish(131_000)), undefined);
  assert.deepEqual(meter.feed(new Uint8Array([0x30, 0x80, 0xe5, 0x9a, 0x77])), {
    code: "too-large",
    sizeBytes: 250_000_000,
  });
});

Deno.test("MqttPacketMeter refuses a length of more than four bytes", () => {
  const meter = new MqttPacketMeter(1_000);
  assert.deepEqual(meter.feed(new Uint8Array([0x30, 0x80, 0x80, 0x80])), undefined);
  assert.deepEqual(meter.feed(new Uint8Array([0x80])), { code: "malformed" });
});
