/**
 * A panic behind a backlog on a cellular uplink. The least possible time is half a round trip and the
 * bytes of its own PUBLISH. The backlog itself would take minutes; the measure does not wait for it.
 */
import { setTimeout as delay } from "node:timers/promises";
import mqttPacket from "mqtt-packet";
import { topicsOf } from "../../../handlers/formats/mqtt_topics.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { Arrivals, arrivedWithin } from "../arrivals.ts";
import { fillStore } from "../fill_store.ts";
import { GatewayPlace } from "../gateway_process.ts";
import { Link } from "../link.ts";
import { BARE, CELLULAR } from "../link_pace.ts";
import { Mosquitto } from "../mosquitto.ts";
import { processTree } from "../processes.ts";
import { RunDelay } from "../run_delay.ts";
import { BENCH_GATEWAY } from "../sample_events.ts";
import { percentile } from "../statistics.ts";
import type { BenchContext } from "../context.ts";
import { waitFor } from "../wait.ts";
import { benchIdentities, FrameSource, register } from "../wearables.ts";

const WEARABLES = 10;
/** Far more than leaves meanwhile. */
const BACKLOG = 20_000;
const EVERY_MS = 1_000;
const LIMIT_MS = 60_000;
const BITS = 8;
const TOPIC = topicsOf(BENCH_GATEWAY).events.critical;

export async function benchSlowLink({ folder, progress, scale }: BenchContext) {
  await using broker = await Mosquitto.start({ folder });
  await using link = await Link.to(broker.port);
  using reports = await Arrivals.at(broker.port, { clientId: "reports" });
  using panics = await Arrivals.at(broker.port, { topic: TOPIC });
  await using place = new GatewayPlace({ folder, brokerUrl: `mqtt://127.0.0.1:${link.port}` });
  const sources = await fill(place);
  link.shape(CELLULAR);
  await using gateway = await place.start();
  await gateway.modemListens();
  await waitFor("the backlog leaves", () => reports.count > 0);
  const delays = RunDelay.of(() => processTree(gateway.pid));
  const samples: number[] = [];
  const floors: number[] = [];
  for (let n = 0; n < scale.slowPanics; n++) {
    const frame = sources[n % WEARABLES]!.panic();
    const atMs = await gateway.hear(frame);
    samples.push(await arrivedWithin(panics, encodeHex(frame), LIMIT_MS) - atMs);
    floors.push(leastMs(panics.lastJson));
    progress.count(n + 1, scale.slowPanics);
    await delay(EVERY_MS);
  }
  const share = delays.share();
  link.shape(BARE); // or its farewell would wait for what is under way
  return {
    "slow-link-p50": {
      ours: percentile(samples, 0.5),
      floor: percentile(floors, 0.5),
      delay: { ours: share },
      note: `of ${samples.length}, 256 kbit/s, 100 ms, ${BACKLOG.toLocaleString("en")} reports`,
    },
  };
}

/** A store that owes a backlog; the wearables whose buttons are pressed. */
async function fill(place: GatewayPlace): Promise<FrameSource[]> {
  const identities = benchIdentities(WEARABLES);
  using store = place.openStore();
  await register(store, identities);
  await fillStore(store, place.storePath, BACKLOG, () => {});
  return identities.map((identity) => new FrameSource(identity));
}

/** What the link needs for the PUBLISH of an event that waits for no other, in ms. */
function leastMs(json: string): number {
  const { id, priority, type } = JSON.parse(json) as Record<"id" | "priority" | "type", string>;
  const [, name = type] = /^vigil\.(.+)\.v1$/.exec(type) ?? [];
  const packet = mqttPacket.generate({
    cmd: "publish",
    topic: TOPIC,
    payload: json,
    qos: 1,
    messageId: 1,
    dup: false,
    retain: false,
    properties: {
      contentType: "application/cloudevents+json",
      userProperties: { id, type: name, priority },
    },
  }, { protocolVersion: 5 });
  return CELLULAR.roundTripMs / 2 + packet.length * BITS * 1_000 / CELLULAR.bitsPerS;
}
