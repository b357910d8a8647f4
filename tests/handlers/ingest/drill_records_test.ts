/** A drill makes alarms look like exercises, so nobody begins or ends one without a trace. */
import assert from "node:assert/strict";
import { setDrill } from "../../../handlers/ingest/drills.ts";
import { DrillWatch } from "../../../handlers/supervision/drill_watch.ts";
import { beginDrill, Intake } from "../../support/intake.ts";
import { TestClock } from "../../support/clocks.ts";
import { Wearable } from "../../support/wearable.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const GATEWAY = { zone: "5415", name: "gw-1" };
const MINUTE_MS = 60_000;

function watchOf(intake: Intake): DrillWatch {
  return new DrillWatch(intake.core);
}

/** Names, reasons and actors of the events that tell of drills. */
function drillEvents(intake: Intake): string[] {
  return intake.stored().filter(({ type }) => type.startsWith("vigil.drill-"))
    .map(({ data, type }) => `${type.split(".")[1]} ${data.reason} ${data.details?.["by"]}`);
}

function steps(intake: Intake): string[] {
  const reader = intake.store.read;
  return reader.devices.steps(reader.devices.byUid("d-test")!.number)
    .filter(({ what }) => what.startsWith("drill-"))
    .map(({ by, details, what }) => `${what} ${by} ${JSON.stringify(details)}`);
}

Deno.test("Beginning and end of a drill are steps of the wearable and events of normal priority, with who", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake);
  await beginDrill(intake, 30, "d-test", "jan on the box");
  const { clock, store } = intake.core;
  const device = store.read.devices.byUid("d-test")!;
  const ports = { clock, store, gateway: GATEWAY };
  assert.equal(await setDrill(ports, { device, minutes: 0, by: program("technician") }), true);
  assert.equal(await setDrill(ports, { device, minutes: 0, by: program("technician") }), false);

  assert.deepEqual(steps(intake), [
    'drill-started jan on the box {"minutes":30}',
    'drill-ended technician {"reason":"stopped"}',
  ]);
  assert.deepEqual(drillEvents(intake), [
    "drill-started begun jan on the box",
    "drill-ended stopped technician",
  ]);
  const [event] = intake.stored();
  assert.equal(event!.priority, "normal");
  assert.equal(event!.subject, "device/d-test");
  assert.deepEqual([event!.data.device, event!.data.drill], ["d-test", true]);
  assert.equal(
    store.read.lanes.all().find(({ lane }) => lane === 4)!.pending,
    2,
    "is owed to each",
  );
});

Deno.test("A drill that is over by its time is ended by the gateway, once", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake);
  await beginDrill(intake, 30);
  const watch = watchOf(intake);
  intake.clock.advance(30 * MINUTE_MS - 1);
  watch.look();
  await watch.settled();
  assert.equal(drillEvents(intake).length, 1);
  intake.clock.advance(1);
  watch.look();
  watch.look();
  await watch.settled();
  assert.deepEqual(drillEvents(intake).slice(1), ["drill-ended time the gateway"]);
  assert.equal(steps(intake)[1], 'drill-ended the gateway {"reason":"time"}');
});

Deno.test("A drill that is begun again in the moment in which the old one is over goes on", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake);
  await beginDrill(intake, 1);
  intake.clock.advance(MINUTE_MS);
  const watch = watchOf(intake);
  watch.look();
  const again = beginDrill(intake, 5);
  await Promise.all([watch.settled(), again]);
  watch.look();
  await watch.settled();
  assert.equal(intake.store.read.drills.lasting().length, 1);
});

Deno.test("A drill of a boot that is over is ended at the next start", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  {
    await using intake = await Intake.open(undefined, folder);
    await Wearable.issue(intake);
    await beginDrill(intake, 30);
  }
  const laterBoot = new TestClock("00000000-0000-4000-8000-000000000002");
  await using rebooted = await Intake.open(undefined, folder, laterBoot);
  const watch = watchOf(rebooted);
  watch.look();
  await watch.settled();
  assert.deepEqual(drillEvents(rebooted).slice(1), ["drill-ended restart the gateway"]);
});

Deno.test("What a command begins beside the gateway is brought to destinations at the next look", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake);
  const watch = watchOf(intake);
  let wakes = 0;
  using _ = { [Symbol.dispose]: intake.core.wake.listen(() => void wakes++) };
  watch.look();
  const before = wakes;
  await beginDrill(intake);
  watch.look();
  assert.equal(wakes, before + 1);
  watch.look();
  assert.equal(wakes, before + 1, "and not again and again");
});
