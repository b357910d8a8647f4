import assert from "node:assert/strict";
import { LANGUAGES, MESSAGES } from "../../../handlers/i18n/locales.ts";
import { describeDevice } from "../../../handlers/registry/describe.ts";
import { DevicesPage } from "../../../handlers/http/console/pages/devices_page.tsx";
import { program } from "../../support/authors.ts";
import { Intake } from "../../support/intake.ts";
import { textOf, visitOf } from "../../support/visit.ts";
import { Wearable } from "../../support/wearable.ts";

/** A wearable that serves a file and whose period nobody has set. */
async function assigned(intake: Intake, uid = "d-test", keyByte = 7): Promise<Wearable> {
  const wearable = await Wearable.issue(intake, uid, keyByte);
  await intake.store.write("assignDevice", { uid, reference: "2026/1" });
  intake.core.supervision.look();
  return wearable;
}

/** It sends so many heartbeats, one every so many seconds, and the gateway looks. */
async function beat(intake: Intake, wearable: Wearable, times: number, everyS = 900) {
  for (let count = 0; count < times; count++) {
    await look(intake, everyS);
    await intake.hear(wearable.heartbeat());
  }
}

async function look(intake: Intake, afterS: number): Promise<string[]> {
  intake.clock.advance(afterS * 1_000);
  intake.core.supervision.look();
  await intake.settled();
  return silences(intake);
}

const silences = (intake: Intake) =>
  intake.stored().filter(({ type }) => type === "vigil.device-silent.v1").map((its) => its.subject);

const device = (intake: Intake, uid = "d-test") => intake.store.read.devices.byUid(uid)!;

Deno.test("A wearable whose period nobody set is silent after three and a half periods of its own", async () => {
  await using intake = await Intake.open();
  const wearable = await assigned(intake);
  await beat(intake, wearable, 4);
  assert.deepEqual(await look(intake, 100_000), [], "nothing is learned yet");
  await beat(intake, wearable, 5);
  assert.equal(device(intake).learnedHeartbeatS, 900);
  assert.deepEqual(await look(intake, 3_149), []);
  assert.deepEqual(await look(intake, 1), ["device/d-test"]);
  assert.equal((await look(intake, 100_000)).length, 1);
});

Deno.test("A period that a person sets holds whatever was learned, and 0 ends supervision", async () => {
  await using intake = await Intake.open();
  const wearable = await assigned(intake);
  await beat(intake, wearable, 6);
  await intake.store.write("assignDevice", {
    uid: "d-test",
    reference: "2026/1",
    heartbeatS: 3_600,
  });
  intake.core.supervision.look();
  await beat(intake, wearable, 6);
  assert.deepEqual(await look(intake, 8_999), []);
  assert.equal((await look(intake, 1)).length, 1);

  await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/1", heartbeatS: 0 });
  intake.core.supervision.look();
  await beat(intake, wearable, 6);
  assert.equal((await look(intake, 1_000_000)).length, 1);
  assert.equal(describeDevice(intake.store.read, device(intake), intake.clock).supervision, "off");
});

Deno.test("What was learned outlasts a restart, with a whole allowance", async () => {
  await using intake = await Intake.open();
  await beat(intake, await assigned(intake), 5);

  await using again = await Intake.open(undefined, intake.folder, intake.clock);
  again.core.supervision.look();
  assert.deepEqual(await look(again, 3_149), []);
  assert.equal((await look(again, 1)).length, 1);
});

Deno.test("Repeats of a heartbeat, other frames and a time without a modem teach nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await assigned(intake);
  const heartbeat = wearable.heartbeat();
  for (let count = 0; count < 8; count++) {
    intake.clock.advance(100_000);
    await intake.hear(heartbeat);
    await intake.hear(wearable.status());
  }
  assert.equal(device(intake).learnedHeartbeatS, undefined);
  for (let count = 0; count < 8; count++) {
    intake.modems[0] = { name: "lora-1", isReady: false };
    await look(intake, 400);
    intake.modems[0] = { name: "lora-1", isReady: true };
    await look(intake, 1);
    await intake.hear(wearable.heartbeat());
  }
  assert.equal(device(intake).learnedHeartbeatS, undefined);
});

Deno.test("A spare that is not assigned and a suspended wearable are not silent by what was learned", async () => {
  await using intake = await Intake.open();
  const unassigned = await Wearable.issue(intake, "d-spare", 9);
  intake.core.supervision.look();
  await beat(intake, unassigned, 6);
  assert.equal(device(intake, "d-spare").learnedHeartbeatS, 900);
  assert.deepEqual(await look(intake, 1_000_000), []);

  await using again = await Intake.open(undefined, intake.folder, intake.clock);
  assert.deepEqual(await look(again, 1_000_000), []);
  assert.deepEqual(await look(again, 1_000_000), []);
  await again.store.write("assignDevice", { uid: "d-spare", reference: "2026/1" });
  again.core.supervision.look();
  assert.equal((await look(again, 3_150)).length, 1, "it serves a file now");

  await again.hear(unassigned.heartbeat());
  await again.store.write("changeDevice", {
    uid: "d-spare",
    change: { what: "suspended" },
    by: program("jan"),
    atUnixMs: 1,
  });
  again.core.supervision.look();
  assert.equal((await look(again, 1_000_000)).length, 1);
});

Deno.test("Wearables without a period are counted and shown as not supervised, until one is learned or set", async () => {
  await using intake = await Intake.open();
  const learns = await assigned(intake, "d-learns", 7);
  await assigned(intake, "d-quiet", 8);
  const counts = () => ({ ...intake.store.read.devices.supervision() });
  assert.deepEqual(counts(), { assigned: 2, unsupervised: 2 });
  await beat(intake, learns, 5);
  assert.deepEqual(counts(), { assigned: 2, unsupervised: 1 });

  const { clock, store: { read: reader } } = intake;
  const devices = ["d-learns", "d-quiet"]
    .map((uid) => describeDevice(reader, device(intake, uid), clock));
  assert.deepEqual(devices.map((its) => [its.supervision, its.learnedHeartbeatS]), [
    ["learned", 900],
    ["unknown", undefined],
  ]);
  const view = { counts: { ended: 0, within1Day: 0, within7Days: 0, within30Days: 0 }, devices };
  for (const language of LANGUAGES) {
    const text = textOf(String(DevicesPage({ view, visit: visitOf({}, language) })));
    const badge = MESSAGES[language].wearables.unsupervised;
    assert.equal(text.split(badge).length, 2, `${language}: one badge`);
    assert.ok(text.indexOf(badge) > text.indexOf("d-quiet"), language);
  }
});
