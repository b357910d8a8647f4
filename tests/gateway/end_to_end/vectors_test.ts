/** The published frames, over the serial line into the whole program. */
import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { SIMULATED_KINDS } from "../../../gateway/simulator/simulated_modem.ts";
import { checkAccounts, sumOf } from "../../support/accounts.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";
import vectors from "../../vectors/vf1.json" with { type: "json" };

/** A RYLR998 carries no frame whose text is longer than its packets, a short message no other. */
const LIMIT_BYTES: Readonly<Record<string, number>> = { rylr998: 177, cellular: 140 };

/** An Ebyte passes on what has the length and the form of an uplink, and nothing else. */
const KINDS = SIMULATED_KINDS.filter((kind) => kind !== "ebyte-e22");

Deno.test("Every published frame that a modem can hear ends as its vector says", async (t) => {
  const plays = await Promise.allSettled(KINDS.map(play));
  for (const [index, outcome] of plays.entries()) {
    await t.step(`at a ${KINDS[index]}`, () => {
      if (outcome.status === "rejected") throw outcome.reason;
    });
  }
});

/** All that a modem of a kind can hear, to a gateway of its own. */
async function play(kind: typeof KINDS[number]): Promise<void> {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn(kind);
  box.configure([{ kind, port: `${box.folder}/lora-1` }]);
  for (const { uid, kRoot, kid } of vectors.devices) await box.addDevice(uid, kRoot, kid);
  const token = await box.token("dispatch", "dispatch-pull");
  const technician = await box.token("technician");
  const gateway = await box.start();
  await listening(modem);

  const played = vectors.play.map((play) => ({ ...play, frame: decodeHex(play.frameHex)! }))
    .filter(({ frame }) => frame.length <= (LIMIT_BYTES[kind] ?? Infinity));
  for (const { frame, ref } of played) {
    // While the modem sends an answer it hears nothing.
    const signal = { rssiDbm: -90, snrDb: 5 };
    await until(`${ref} is heard`, () => modem.emulator.hear(frame, signal));
  }
  const received = async () =>
    sumOf(await gateway.metrics(), "vigil_frames_received_total") === played.length;
  await until("all frames are accounted for", received);

  const events = (await new Dispatch(gateway, token).offered())
    .filter(({ subject }) => subject.startsWith("device/"));
  const ids = new Set(events.map(({ id }) => id));
  assert.equal(ids.size, events.length);
  // What names an alarm whose panic could not be heard opens the incident in its place.
  const unheard = new Set(
    vectors.play.filter(({ ref }) => !played.some((play) => play.ref === ref))
      .map(({ ref }) => incidentOf(ref)),
  );
  const priorityOf = ({ ref, priority }: { ref: string; priority?: string }) =>
    unheard.has(incidentOf(ref)) ? "critical" : priority;
  const wanted = played.filter(({ expect }) => expect === "event");
  assert.deepEqual(
    events.filter(({ data }) => data.frame !== undefined).map(summaryOf).sort(),
    wanted.map((play) => JSON.stringify([play.eventId, play.type, priorityOf(play)])).sort(),
  );

  const { rejected } = await gateway.get("/v1/rejected?limit=1000", technician);
  assert.deepEqual(
    rejected.reverse().map(({ reason }: { reason: string }) => reason),
    played.filter(({ expect }) => expect === "rejected").map(({ reason }) => reason),
  );

  const metrics = await gateway.metrics();
  checkAccounts(metrics);
  assert.equal(metrics.get("vigil_frames_accepted_total"), wanted.length);
  const repeats = played.filter(({ expect }) => expect === "repeat");
  assert.equal(metrics.get("vigil_frames_repeated_total"), repeats.length);
}

function incidentOf(ref: string): string | null {
  return vectors.up.find(({ name }) => name === ref)?.incidentId ?? null;
}

function summaryOf({ id, type, priority }: { id: string; type: string; priority?: string }) {
  return JSON.stringify([id, type.split(".")[1], priority]);
}
