/** What is measured where: confirmations of destinations, and what is heard of wearables. */
import assert from "node:assert/strict";
import type { MeasurementKind } from "../../../db/store.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import { MeasuredListener } from "../../../handlers/measurements/measurements.ts";
import { Forwarding } from "../../support/forwarding.ts";

const BROKER = {
  name: "a",
  type: "mqtt",
  required: true,
  priorities: PRIORITIES,
  unverified: true,
} as const;

Deno.test("A confirmation is measured once, from the first reception on, by its priority", async () => {
  await using forwarding = await Forwarding.openWith([BROKER]);
  const { core: { confirmations, measurements }, store } = forwarding;
  const [panic] = await forwarding.append("critical");
  await forwarding.append("normal", 3);
  const destination = { ...forwarding.of("a").destination, onlyOffered: false };
  const acknowledgement = { id: decodeHex(panic!)!, offeredAtUnixMs: Date.now() };
  await confirmations.confirm(destination, [acknowledgement]);
  await confirmations.confirm(destination, [acknowledgement]);
  await confirmations.confirm(destination, [], [{ lane: 4, ordinals: [1, 2, 3] }]);
  await measurements.flush();
  const counts = (kind: MeasurementKind) =>
    store.read.measurements.series("destination/a", kind, 0, Date.now() + 1_000)
      .map(({ count, sum }) => kind === "confirmed" ? sum : count);
  assert.deepEqual(counts("confirm-critical-ms"), [1]);
  assert.deepEqual(counts("offered-to-confirmed-ms"), [1]);
  assert.deepEqual(counts("heard-to-offered-ms"), [1]);
  assert.deepEqual(counts("confirmed"), [4]);
});

Deno.test("A wearable is measured at heartbeats only, a modem at everything that it hears", () => {
  const recorded: string[] = [];
  const silent = { heard() {}, heardThrough() {} };
  const listener = new MeasuredListener(silent, {
    record: (subject, kind, value) => void recorded.push(`${subject} ${kind} ${value}`),
  });
  const frame = { uid: "d-1", at: 1 as MonotonicMs, epoch: 1, epochBefore: 1 };
  const battery = { batteryPercent: 81, flags: [], saysCharging: true };
  listener.heard({ ...frame, isHeartbeat: false, battery });
  listener.heardThrough("lora-1", frame.at, { uid: "d-1", isHeartbeat: false, rssiDbm: -99 });
  assert.deepEqual(recorded.splice(0), ["modem/lora-1 rssi-dbm -99"]);
  listener.heard({ ...frame, isHeartbeat: true, battery });
  listener.heardThrough("lora-1", frame.at, {
    uid: "d-1",
    isHeartbeat: true,
    rssiDbm: -99,
    snrDb: 6.5,
  });
  assert.deepEqual(recorded, [
    "wearable/d-1 battery-percent 81",
    "modem/lora-1 rssi-dbm -99",
    "modem/lora-1 snr-db 6.5",
    "wearable/d-1/lora-1 rssi-dbm -99",
    "wearable/d-1/lora-1 snr-db 6.5",
  ]);
});
