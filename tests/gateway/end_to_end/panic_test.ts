/** A press of the button, from the radio to dispatch and back, on every make of modem. */
import assert from "node:assert/strict";
import { encodeHex } from "../../../devices/hex.ts";
import { SIMULATED_KINDS, type SimulatedKind } from "../../../gateway/simulator/simulated_modem.ts";
import type { SentMessage } from "../../../gateway/simulator/wearable_radio.ts";
import { hashOfEvent } from "../../support/canonical_json.ts";
import { Dispatch, type ReceivedEvent } from "../../support/dispatch.ts";
import { Mosquitto, Subscriber } from "../../support/mosquitto.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const FIX = { lat: 51.1932743, lon: 4.363482, accuracyM: 17, fixAgeS: 12 };

for (const kind of SIMULATED_KINDS) {
  Deno.test(`A panic that a ${kind} hears reaches MQTT and the poll, and is answered 8, then 9`, async () => {
    await using broker = await Mosquitto.start();
    await using box = new GatewayBox();
    await using field = new RadioField(box.folder);
    const modem = field.plugIn(kind);
    box.configure([{ kind, port: `${box.folder}/lora-1` }], PULL + mqtt(broker.url));
    const wearable = await field.issue(box);
    const reference = ["--reference", "2026/00123", "--expires", "2099-05-23"];
    await box.json("device", "assign", wearable.uid, ...reference);
    const token = await box.token("dispatch", "dispatch-pull");
    await using subscriber = await Subscriber.start(broker.port, "vigil/v1/5415/gw-1/events/#");
    const dispatch = new Dispatch(await box.start(), token);
    await listening(modem);

    const message = wearable.press({ fix: FIX, flags: ["moving"], batteryPercent: 81 });
    const polled = await dispatch.first("panic");
    await until("the panic is published", () => subscriber.on("events/critical").length > 0);
    const published = JSON.parse(subscriber.on("events/critical")[0]!.payload);

    const { streamsequence, previoushash, ...event } = polled;
    assert.deepEqual(published, event);
    assert.equal(streamsequence, 2);
    assert.match(previoushash, /^[0-9a-f]{64}$/);
    checkEvent(event, message, signalOf(kind));

    await answered(message, "stored");
    assert.deepEqual(message.answers, ["stored"], "dispatch has not acknowledged yet");
    await dispatch.acknowledge(polled);
    await answered(message, "received");
    assert.deepEqual(message.answers, ["stored", "received"]);
    assert.deepEqual(wearable.unconfirmed, []);
    assert.deepEqual(new Set(field.answers.map((hex) => hex.slice(0, 2))), new Set(["30", "31"]));
  });
}

/** What a make tells of a packet: an Ebyte E22 nothing of the noise, and a message has no signal. */
function signalOf(kind: SimulatedKind): object {
  if (kind === "cellular") return {};
  return kind === "ebyte-e22" ? { rssiDbm: -88 } : { rssiDbm: -88, snrDb: 2 };
}

function mqtt(url: string): string {
  return `[[destination]]\nname = "dispatch-mqtt"\ntype = "mqtt"\nurl = "${url}"\n`;
}

/** Every member, and no other. */
function checkEvent(event: ReceivedEvent, message: SentMessage, signal: object): void {
  const { data } = event;
  const [reception] = data.receptions;
  assert.deepEqual(event, {
    specversion: "1.0",
    id: event.id,
    source: "urn:vigil:5415:gw-1",
    type: "vigil.panic.v1",
    subject: "device/sim-001",
    time: event.time,
    datacontenttype: "application/json",
    sequence: event.sequence,
    priority: "critical",
    incident: event.incident,
    hash: hashOfEvent(event),
    data: {
      device: "sim-001",
      assignment: { reference: "2026/00123", expires: "2099-05-23", state: "active" },
      alarm: 1,
      position: {
        lat: data.position.lat,
        lon: data.position.lon,
        accuracyM: 17,
        fixAgeS: 12,
        source: "gnss",
      },
      batteryPercent: 81,
      flags: ["moving"],
      sinceTriggerS: 0,
      authenticity: "verified",
      late: false,
      drill: false,
      anomalies: [],
      receptions: [{ modem: "lora-1", at: reception.at, ...signal }],
      clock: data.clock,
      frame: { codec: "vf1", hex: encodeHex(message.frame) },
    },
  });
  assert.match(event.id, /^[0-9a-f]{32}$/);
  assert.match(event.incident, /^[0-9a-f]{32}$/);
  assert.match(event.sequence, /^\d{20}$/);
  assert.ok(Math.abs(Date.parse(event.time) - Date.now()) < 60_000);
  assert.equal(event.time, reception.at);
  assert.ok(Math.abs(data.position.lat - FIX.lat) < 0.000_02);
  assert.ok(Math.abs(data.position.lon - FIX.lon) < 0.000_02);
  assert.deepEqual(Object.keys(data.clock).sort(), ["bootId", "monotonicMs", "quality"]);
}
